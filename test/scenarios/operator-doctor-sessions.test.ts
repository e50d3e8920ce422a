/** The doctor on sessions: each thing shown wrong, with the very step that mends it, and mended by it. */
import { chmod, copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionText } from '@tgmcp/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examine, follow, type Found } from '../support/doctor.js';
import { openHouse, type House } from '../support/house.js';
import { FRIEND, PERSON } from '../support/small-world.js';

const LOGIN = `${PERSON.phone}\n${PERSON.code}\n`;
const KEY = Buffer.alloc(32, 5).toString('base64');
const SEALED = { TG_SESSION_KEY_PROVIDER: 'env', TG_SESSION_KEY: KEY };

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  await house.close();
});

const place = (name: string): string => join(house.dir, 'sessions', `${name}.session`);
const bads = (found: readonly Found[]): Found[] => found.filter(({ verdict }) => verdict === 'bad');
const contentOf = async (name: string): Promise<{ session: string }> =>
  JSON.parse(await readFile(place(name), 'utf8')) as { session: string };

/** Telegram forgets the key of a session. */
async function endAtTelegram(name: string): Promise<void> {
  const bytes = Buffer.from((await contentOf(name)).session.slice(1), 'base64').subarray(-256);
  const keys = house.emulator.keys.of(PERSON.id);
  house.emulator.keys.forget(keys.find((key) => Buffer.from(key.bytes).equals(bytes))?.id ?? '');
}

describe('the doctor on session files', () => {
  it('sees that one is missing; the login it advises mends it', async () => {
    await rm(place('read'));
    const missing = bads((await examine(house)).of('sessions'));
    expect(missing).toMatchObject([
      { says: `tgmcp-read has no session (${place('read')})`, next: 'tgmcp login' },
    ]);
    expect(await follow(house, missing[0], {}, LOGIN)).toMatchObject({ code: 0 });
    expect(bads((await examine(house)).of('sessions'))).toEqual([]);
    await rm(place('actions'));
    expect(bads((await examine(house)).of('sessions'))).toMatchObject([
      { next: 'tgmcp login --profile actions' },
    ]);
    expect(bads((await examine(house, { TG_ACTIONS_ENABLED: '0' })).of('sessions'))).toEqual([]);
  });

  it('sees that one is open to others, a link, or damaged', async () => {
    await chmod(place('read'), 0o640);
    const open = bads((await examine(house)).of('sessions'));
    expect(open).toMatchObject([{ next: `chmod 600 '${place('read')}'` }]);
    await follow(house, open[0]);
    await copyFile(place('actions'), join(house.dir, 'elsewhere'));
    await rm(place('actions'));
    await symlink(join(house.dir, 'elsewhere'), place('actions'));
    expect(bads((await examine(house)).of('sessions'))).toMatchObject([{ next: `rm '${place('actions')}'` }]);
    await rm(place('actions'));
    await writeFile(place('actions'), '{"half":', { mode: 0o600 });
    const damaged = bads((await examine(house)).of('sessions'));
    expect(damaged).toMatchObject([{ next: 'tgmcp login --profile actions --overwrite' }]);
    expect(await follow(house, damaged[0], {}, LOGIN)).toMatchObject({ code: 0 });
    expect(bads((await examine(house)).of('sessions'))).toEqual([]);
  });

  it('sees that they are not encrypted, that they should be, and that the key is not at hand', async () => {
    const plain = await examine(house);
    expect(plain.of('sessions').find(({ verdict }) => verdict === 'warn')).toMatchObject({
      says: expect.stringContaining('not encrypted'),
      next: expect.stringContaining('tgmcp session new-key '),
    });
    const should = bads((await examine(house, SEALED)).of('sessions'));
    expect(should.map(({ next }) => next)).toEqual(['tgmcp session encrypt', 'tgmcp session encrypt']);
    await follow(house, should[0], SEALED);
    expect((await examine(house, SEALED)).of('sessions')).toMatchObject([
      { verdict: 'ok' },
      { verdict: 'ok' },
    ]);
    const other = { ...SEALED, TG_SESSION_KEY: Buffer.alloc(32, 6).toString('base64') };
    const locked = bads((await examine(house, other)).of('sessions'));
    expect(locked).toHaveLength(2);
    expect(locked[0]).toMatchObject({
      says: expect.stringContaining('sealed with another key'),
      next: expect.stringContaining('tgmcp login --overwrite'),
    });
    expect(bads((await examine(house, { ...SEALED, TG_SESSION_KEY: '' })).of('sessions'))[0]?.says).toContain(
      'TG_SESSION_KEY: it is not set',
    );
    for (const name of ['read', 'actions']) await rm(place(name));
    const before = bads((await examine(house, { ...SEALED, TG_SESSION_KEY: 'short' })).of('sessions'));
    expect(before.at(-1)?.says).toContain('no session can be encrypted');
  });

  it('sees that both servers use one file, or one session in two files', async () => {
    const one = { TG_READ_SESSION_PATH: place('read'), TG_ACTIONS_SESSION_PATH: place('read') };
    expect(bads((await examine(house, one)).of('sessions'))).toMatchObject([
      {
        says: expect.stringContaining('use one session file'),
        next: expect.stringContaining('tgmcp login --profile actions'),
      },
    ]);
    // Who has no session either is not told to log in before.
    const none = { TG_SESSION_PATH: place('none') };
    const [first] = bads((await examine(house, none)).of('sessions'));
    expect(first?.next).toMatch(/^take TG_SESSION_PATH out of /u);
    await copyFile(place('read'), place('actions'));
    const copied = bads((await examine(house)).of('sessions'));
    expect(copied).toMatchObject([
      {
        says: expect.stringContaining('the same session'),
        next: 'tgmcp login --profile actions --overwrite',
      },
    ]);
    expect(await follow(house, copied[0], {}, LOGIN)).toMatchObject({ code: 0 });
    expect(bads((await examine(house)).of('sessions'))).toEqual([]);
  });
});

describe('the doctor on accounts', () => {
  it('sees that no account is expected, another one is, or two are used', async () => {
    const open = await examine(house);
    expect(open.of('accounts')).toMatchObject([
      { verdict: 'warn', next: `tgmcp session expect, and TG_EXPECTED_USER_ID=${PERSON.id} is written` },
    ]);
    await writeFile(join(house.dir, 'env'), `TG_EXPECTED_USER_ID=${PERSON.id}\n`);
    expect((await examine(house)).of('accounts')).toMatchObject([{ verdict: 'ok' }]);
    const other = await examine(house, { TG_EXPECTED_USER_ID: '42' });
    expect(other.of('accounts')).toMatchObject([
      { verdict: 'bad', next: expect.stringContaining('tgmcp login --overwrite') },
      { verdict: 'bad', next: expect.stringContaining('tgmcp login --profile actions --overwrite') },
    ]);
    const { session } = await contentOf('actions');
    const content = {
      account: { id: String(FRIEND.id), first_name: 'Bob', username: 'bobby' },
      dc: 2,
      session,
    };
    await writeFile(place('actions'), sessionText(content), { mode: 0o600 });
    const two = await examine(house, { TG_EXPECTED_USERNAME: 'ann_b', TG_EXPECTED_USER_ID: '' });
    expect(two.of('accounts').map(({ verdict }) => verdict)).toEqual(['bad', 'bad', 'warn']);
    expect(two.of('accounts')[1]?.says).toContain('@bobby, and TG_EXPECTED_USERNAME is ann_b');
  });
});

describe('the doctor on the use of sessions', () => {
  it('sees one that Telegram has ended, as a server has learnt; a new login mends it', async () => {
    await endAtTelegram('read');
    const agent = await house.start('read');
    expect(await agent.call('tg_get_my_dialogs')).toMatchObject({
      refused: true,
      body: { code: 'NOT_AUTHORIZED' },
    });
    const { length } = house.emulator.calls.all;
    const ended = bads((await examine(house)).of('use of sessions'));
    expect(ended).toMatchObject([
      {
        says: expect.stringContaining('Telegram has ended the session of tgmcp-read'),
        next: 'tgmcp login --overwrite',
      },
    ]);
    expect(house.emulator.calls.all).toHaveLength(length);
    await follow(house, ended[0], {}, LOGIN);
    expect(bads((await examine(house)).of('use of sessions'))).toEqual([]);
    expect(await agent.call('tg_get_my_dialogs')).toMatchObject({ refused: false });
  });

  it('names who holds the session for writing, and who has held it for long', async () => {
    const agent = await house.start('actions');
    await agent.call('tg_get_my_dialogs');
    expect((await examine(house)).of('use of sessions')).toEqual([
      { verdict: 'ok', says: `tgmcp-actions, process ${agent.pid}, holds the session of tgmcp-actions` },
    ]);
    await house.passTime(120);
    const forgotten = (await examine(house)).of('use of sessions');
    expect(forgotten).toMatchObject([
      { verdict: 'warn', next: `kill ${agent.pid}, if it is not needed any more` },
    ]);
    await follow(house, forgotten[0]);
    await expect
      .poll(async () => (await examine(house)).of('use of sessions')[0]?.verdict, { timeout: 20_000 })
      .toBe('ok');
  });

  it('sees copies whose process is gone, and the repair takes them away', async () => {
    const folder = join(house.dir, 'sessions', 'runtime', 'read_mcp');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await copyFile(place('read'), join(folder, 'read__0123456789__pid4194400-1.session'));
    const left = (await examine(house)).of('use of sessions');
    expect(left).toMatchObject([{ verdict: 'warn', next: 'tgmcp state repair' }]);
    await follow(house, left[0]);
    expect(await readdir(folder)).toEqual([]);
    expect((await examine(house)).of('use of sessions')).toMatchObject([{ verdict: 'ok' }]);
  });
});

describe('the doctor at Telegram', { timeout: 90_000 }, () => {
  it('asks once for each session, reads only, on a copy that goes, and takes the session from nobody', async () => {
    const agent = await house.start('actions');
    await agent.call('tg_get_my_dialogs');
    const before = house.emulator.calls.all.length;
    expect((await examine(house)).of('telegram')[0]?.says).toContain('not asked');
    expect(house.emulator.calls.all).toHaveLength(before);
    const asked = await examine(house, {}, '--online');
    expect(asked.of('telegram')).toEqual([
      { verdict: 'ok', says: `Telegram takes the session of tgmcp-read (account ${PERSON.id})` },
      { verdict: 'ok', says: `Telegram takes the session of tgmcp-actions (account ${PERSON.id})` },
    ]);
    const sent = house.emulator.calls.all.slice(before).map(({ method }) => method);
    expect(sent.filter((method) => method === 'users.getUsers')).toHaveLength(2);
    expect(new Set(sent)).toEqual(new Set(['help.getConfig', 'users.getUsers']));
    expect(await readdir(join(house.dir, 'sessions'), { recursive: true })).not.toContainEqual(
      expect.stringContaining('__pid'),
    );
    expect(await agent.call('tg_get_my_dialogs')).toMatchObject({ refused: false });
  });

  it('sees a session that Telegram does not take, a wait, and no way there', async () => {
    await endAtTelegram('read');
    const ended = bads((await examine(house, {}, '--online')).of('telegram'));
    expect(ended).toMatchObject([
      { says: expect.stringContaining('NOT_AUTHORIZED'), next: 'tgmcp login --overwrite' },
    ]);
    await follow(house, ended[0], {}, LOGIN);
    expect(bads((await examine(house, {}, '--online')).of('telegram'))).toEqual([]);
    const away = { TG_PROXY_URL: 'socks5://127.0.0.1:1', TG_CALL_DEADLINE_SEC: '2' };
    const unreachable = await examine(house, away, '--online');
    expect(unreachable.of('telegram')[0]).toMatchObject({
      verdict: 'bad',
      next: expect.stringContaining('TG_PROXY_URL'),
    });
    house.emulator.faults.add({ method: '*', kind: 'error', code: 420, message: 'FLOOD_WAIT_900', times: 1 });
    expect((await examine(house, {}, '--online')).of('telegram')).toMatchObject([
      { verdict: 'warn', next: expect.stringMatching(/^wait \d+ s/u) },
      { verdict: 'warn' },
    ]);
  });
});
