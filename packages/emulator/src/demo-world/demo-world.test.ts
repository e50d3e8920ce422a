import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leastWork } from '../test-work.js';
import { isMember } from '../world/data.js';
import type { WorldMessage } from '../world/model.js';
import type { World } from '../world/world.js';
import { DemoSpecError, loadDemoWorld } from './index.js';

const world = loadDemoWorld();
const NORA = 7001001n;
const TOMAS = 7001002n;

function named(username: string) {
  const peer = world.usernames.get(username);
  const chat = peer === undefined ? undefined : world.channels.get(peer.id);
  if (chat === undefined) throw new Error(`no channel ${username}`);
  return chat;
}

function messagesOf(world: World): WorldMessage[] {
  const all = new Set<WorldMessage>();
  for (const channel of world.channels.values())
    for (const message of channel.history.messages) all.add(message);
  for (const account of world.accounts.values()) {
    for (const history of account.histories.values())
      for (const message of history.messages) all.add(message);
  }
  return [...all];
}

function digest(world: World): string {
  const hash = createHash('sha256');
  const note = (value: unknown): unknown =>
    hash.update(
      JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner)),
    );
  for (const user of world.users.values()) note([user.id, user.firstName, user.lastName, user.username]);
  for (const chat of [...world.groups.values(), ...world.channels.values()]) {
    note([
      chat.id,
      chat.kind,
      chat.title,
      [...chat.members.values()].map((member) => [member.userId, member.role]),
    ]);
  }
  for (const { copies, peer, from, date, text, replyTo, reactions, action } of messagesOf(world)) {
    note([copies, peer, from, date, text, replyTo?.id, reactions, action]);
  }
  return hash.digest('hex');
}

const messages = messagesOf(world);
const count = (field: keyof WorldMessage) =>
  messages.filter((message) => message[field] !== undefined).length;
const withText = (form: RegExp) => messages.filter((message) => form.test(message.text)).length;

describe('the demo world', () => {
  it('is the same on every machine: its digest is pinned', () => {
    expect(digest(world)).toBe('420a1c3dc1af7582159a1083d664b02156622f0cb3db2eb6527494b26d1c1dc6');
    expect(digest(loadDemoWorld())).toBe(digest(world));
  });

  it('holds at least 40 chats and 5,000 messages', () => {
    const withNora = world.accounts.get(NORA)?.dialogs.size;
    expect(withNora).toBeGreaterThanOrEqual(40);
    expect(messages.length).toBeGreaterThanOrEqual(5000);
  });

  it.each([
    ['Latin', /\p{Script=Latin}/u, 4000],
    ['Cyrillic', /\p{Script=Cyrillic}/u, 500],
    ['Persian', /\p{Script=Arabic}/u, 200],
    ['Persian with a zero-width non-joiner', /\u200C/u, 100],
    ['Devanagari', /\p{Script=Devanagari}/u, 200],
    ['Han', /\p{Script=Han}/u, 300],
    ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u, 100],
    ['Hangul', /\p{Script=Hangul}/u, 100],
    ['emoji with a variation selector', /\uFE0F/u, 50],
    ['emoji with a zero-width joiner', /\u200D/u, 2],
  ])('is written in %s too', (_, form, least) => {
    expect(withText(form)).toBeGreaterThanOrEqual(least);
  });

  it('loads in less than a second of the processor', async () => {
    expect(await leastWork(1000, () => loadDemoWorld())).toBeLessThan(1000);
  });

  it('has replies, forwards, media, reactions, edits, pins and service messages', () => {
    expect(count('replyTo')).toBeGreaterThan(1000);
    expect(count('forward')).toBeGreaterThan(3);
    expect(count('media')).toBeGreaterThan(200);
    expect(count('reactions')).toBeGreaterThan(1000);
    expect(count('editDate')).toBeGreaterThan(50);
    expect(count('action')).toBeGreaterThan(50);
    expect(count('pinned')).toBe(1);
  });

  it('has no message after its own present, and every chat in the order of time', () => {
    const now = Date.UTC(2026, 10, 1, 18) / 1000;
    expect(Math.max(...messages.map((message) => message.date))).toBeLessThan(now);
    for (const channel of world.channels.values()) {
      const dates = channel.history.messages.map((message) => message.date);
      expect(dates).toEqual(dates.toSorted((a, b) => a - b));
    }
  });
});

describe('what demos and tests rely on', () => {
  it('the two accounts log in as data/README.md says', () => {
    expect(world.accounts.get(NORA)).toMatchObject({
      phone: '15550100001',
      code: '24680',
      password: 'paper-lantern',
    });
    expect(world.accounts.get(TOMAS)).toMatchObject({ phone: '15550100002', code: '13579' });
    expect(world.accounts.get(TOMAS)?.password).toBeUndefined();
  });

  it('Kites & Code has some 1,200 messages of some 60 characters, and many name the wind', () => {
    const kites = named('kites_and_code');
    expect(kites.id).toBe(1_800_000_001n);
    const texts = kites.history.messages
      .filter((message) => message.action === undefined)
      .map(({ text }) => text);
    expect(texts.length).toBeGreaterThanOrEqual(1200);
    const mean = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
    expect(mean).toBeGreaterThan(55);
    expect(mean).toBeLessThan(70);
    expect(texts.filter((text) => /wind/iu.test(text)).length).toBeGreaterThan(30);
    expect(kites.members.get(NORA)?.role).toBe('admin');
  });

  it('Nora belongs to Harbour Watch, may not post in Kite Weather, and owns City Bees', () => {
    expect(named('harbour_watch').members.get(NORA)?.role).toBe('member');
    expect(named('kite_weather').members.get(NORA)?.role).toBe('member');
    expect(named('city_bees_roof').members.get(NORA)?.role).toBe('creator');
  });

  it('one group has slow mode and a restricted member', () => {
    const lindenhof = world.channels.get(1_800_000_003n);
    expect(lindenhof?.slowmodeSeconds).toBe(30);
    expect([...(lindenhof?.members.values() ?? [])].some((member) => member.role === 'restricted')).toBe(
      true,
    );
  });

  it('people came to Kites & Code one by one, each before they said anything, three in the last weeks', () => {
    const { members, history } = named('kites_and_code');
    const arrivals = [...members.values()].map(({ date }) => date);
    expect(new Set(arrivals).size).toBeGreaterThan(30);
    for (const { author, date } of history.messages) {
      expect(members.get(author ?? 0n)?.date ?? 0).toBeLessThanOrEqual(date);
    }
    const came = new Map<unknown, number>();
    for (const { action, date, author } of history.messages) {
      if (action?._ === 'messageActionChatAddUser') came.set((action['users'] as bigint[])[0], date);
      if (action?._ === 'messageActionChatJoinedByLink') came.set(author, date);
    }
    expect(came.size).toBe(6);
    for (const [id, date] of came) expect(members.get(id as bigint)?.date).toBe(date);
    const november = Date.UTC(2026, 10, 1) / 1000;
    expect(arrivals.filter((date) => date > november - 20 * 86_400)).toHaveLength(3);
  });

  it('many people and chats have a picture', () => {
    const shown = [...world.users.values()].filter(({ photo }) => photo !== undefined);
    expect(shown.length).toBeGreaterThan(world.users.size / 2);
    expect([...world.channels.values()].filter(({ photo }) => photo !== undefined).length).toBeGreaterThan(5);
  });

  it('Nora knows nothing of the group that plans her birthday', () => {
    const secret = [...world.groups.values()].find((group) => group.title.startsWith('Psst'));
    if (secret === undefined) throw new Error('no such group');
    expect([isMember(secret, NORA), isMember(secret, TOMAS)]).toEqual([false, true]);
    expect(world.accounts.get(NORA)?.histories.has(`chat:${secret.id}`)).toBe(false);
    expect(world.accounts.get(TOMAS)?.histories.get(`chat:${secret.id}`)?.size).toBeGreaterThan(30);
  });
});

describe('another description of a world', () => {
  it('may say all that a login needs', () => {
    const login = { dc: 4, codeWays: ['email', 'sms'], codes: { sms: '777' }, loginEmail: 'di@example.org' };
    const folder = mkdtempSync(join(tmpdir(), 'tgmcp-world-'));
    try {
      const file = join(folder, 'world.json');
      const account = { key: 'di', id: 51, first: 'Di', phone: '+15550009', code: '11111', ...login };
      const chat = { key: 'x', kind: 'private', with: 'di', posts: 'hello', count: 1, days: 1 };
      const spec = { seed: 's', now: '2026-01-01T00:00:00Z', accounts: [account], bots: [], people: {} };
      writeFileSync(file, JSON.stringify({ ...spec, chats: [chat] }));
      mkdirSync(join(folder, 'talk'));
      writeFileSync(
        join(folder, 'talk/posts.json'),
        JSON.stringify({ hello: { slots: {}, posts: ['Hello'] } }),
      );
      expect(loadDemoWorld(file).accounts.get(51n)).toMatchObject({ code: '11111', ...login });
      writeFileSync(file, JSON.stringify({ ...spec, accounts: [{ ...account, dc: 9 }], chats: [chat] }));
      expect(() => loadDemoWorld(file)).toThrow(/accounts\.0\.dc/u);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each([
    ['a missing file', undefined, /cannot be read \(ENOENT\)/u],
    ['no JSON', 'seed: 1', /is not JSON/u],
    ['an export', '{"messages": []}', /no description of a demo world.*--import/u],
  ])('%s is refused with the way out', (_, content, reason) => {
    const folder = mkdtempSync(join(tmpdir(), 'tgmcp-world-'));
    try {
      const file = join(folder, 'world.json');
      if (content !== undefined) writeFileSync(file, content);
      expect(() => loadDemoWorld(file)).toThrow(DemoSpecError);
      expect(() => loadDemoWorld(file)).toThrow(reason);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
