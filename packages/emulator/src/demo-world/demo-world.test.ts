import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
    expect(digest(world)).toBe('366b252b7390600595539ba5422d16a23cf308bc2e1c594b00f5e167861e6753');
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

  it('loads in less than a second of the processor', () => {
    const before = process.cpuUsage();
    loadDemoWorld();
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
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

  it('Nora knows nothing of the group that plans her birthday', () => {
    const secret = [...world.groups.values()].find((group) => group.title.startsWith('Psst'));
    if (secret === undefined) throw new Error('no such group');
    expect([isMember(secret, NORA), isMember(secret, TOMAS)]).toEqual([false, true]);
    expect(world.accounts.get(NORA)?.histories.has(`chat:${secret.id}`)).toBe(false);
    expect(world.accounts.get(TOMAS)?.histories.get(`chat:${secret.id}`)?.size).toBeGreaterThan(30);
  });
});

describe('another description of a world', () => {
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
