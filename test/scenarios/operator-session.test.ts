import { chmod, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionText } from '@tgmcp/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, root, type House, type Ran } from '../support/house.js';
import { PERSON } from '../support/small-world.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const CRASH = join(root, 'test/support/crash-preload.cjs');
const KEY = Buffer.alloc(32, 5).toString('base64');
const SEALED = { TG_SESSION_KEY_PROVIDER: 'env', TG_SESSION_KEY: KEY };
const place = (name: string): string => join(house.dir, 'sessions', `${name}.session`);
const tgmcp = (args: readonly string[], input = '', changes: Record<string, string> = {}): Promise<Ran> =>
  house.operator(args, input, changes);
const told = ({ stdout, stderr }: Ran): string => `${stdout}${stderr}`;
const keyBytes = (session: string): Buffer => Buffer.from(session.slice(1), 'base64').subarray(-256);

/** As Telethon writes a string session: data centre, four bytes of address, port, key. */
function telethonString(session: string): string {
  const head = Buffer.from([2, 127, 0, 0, 2, 443 >> 8, 443 & 255]);
  return `1${Buffer.concat([head, keyBytes(session)]).toString('base64url')}=`;
}

describe('tgmcp session list', () => {
  it('shows whose each session is, what is wrong with it, and nothing secret', async () => {
    const { session } = JSON.parse(await readFile(place('read'), 'utf8')) as { session: string };
    await chmod(place('actions'), 0o644);
    const text = sessionText({ account: { id: '42', first_name: 'Spare' }, dc: 2, session });
    await writeFile(place('other'), text, { mode: 0o600 });
    const ran = await tgmcp(['session', 'list']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(`Ann, id ${PERSON.id}, not encrypted`);
    expect(ran.stdout).toContain(`chmod 600 '${place('actions')}'`);
    expect(ran.stdout).toContain('other (spare)');
    expect(told(ran)).not.toContain(session.slice(-100));
    await rm(place('read'));
    expect((await tgmcp(['session', 'list'])).stdout).toContain('no session; to log in: tgmcp login');
    expect(house.emulator.calls.all).toEqual([]);
  });
});

describe('tgmcp session import', () => {
  it.each([
    ['GramJS', (session: string) => session],
    ['Telethon', telethonString],
  ])('takes over a string session of %s once Telegram has taken it', async (_, form) => {
    const minted = house.emulator.mintSession(PERSON.id);
    await rm(place('read'));
    const ran = await tgmcp(['session', 'import'], `${form(minted)}\n`);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining(`Ann, id ${PERSON.id}`) });
    const kept = JSON.parse(await readFile(place('read'), 'utf8')) as { session: string };
    expect(keyBytes(kept.session)).toEqual(keyBytes(minted));
    expect((await stat(place('read'))).mode & 0o777).toBe(0o600);
    const agent = await house.start('read');
    expect((await agent.call('tg_auth_status')).body).toMatchObject({ authorized: true });
    expect(told(ran)).not.toContain(minted.slice(-100));
    expect(ran.stdout).toContain('Stop the program that used it');
    expect(ran.stderr).toBe('Next: tgmcp session expect   so that no other account is used by mistake\n');
  });

  it('for the writing server names what is left of writing, which begins with the reading session', async () => {
    const input = (): string => `${house.emulator.mintSession(PERSON.id)}\n`;
    await rm(place('read'));
    await rm(place('actions'));
    const actions = await tgmcp(['session', 'import', '--profile', 'actions'], input());
    expect(actions.stderr).toBe('Next: tgmcp login\n');
    const read = await tgmcp(['session', 'import'], input());
    expect(read.stderr).toContain('Next: tgmcp session expect');
    const forget = await tgmcp(['session', 'logout', '--profile', 'actions']);
    expect(forget.stderr).toBe('To have a session again: tgmcp login --profile actions\n');
  });

  it('from a file; keeps a session that is there unless told otherwise', async () => {
    const file = join(house.dir, 'exported.txt');
    await writeFile(file, house.emulator.mintSession(PERSON.id), { mode: 0o600 });
    const before = await readFile(place('read'), 'utf8');
    expect(await tgmcp(['session', 'import', file])).toMatchObject({ code: 3 });
    expect(await readFile(place('read'), 'utf8')).toBe(before);
    expect(await tgmcp(['session', 'import', file, '--overwrite'])).toMatchObject({ code: 0 });
    expect(await readFile(place('read'), 'utf8')).not.toBe(before);
  });

  it('keeps nothing that Telegram does not take', async () => {
    const minted = house.emulator.mintSession(PERSON.id);
    const id = house.emulator.keys
      .of(PERSON.id)
      .find((key) => Buffer.from(key.bytes).equals(keyBytes(minted)))?.id;
    house.emulator.keys.forget(id ?? '');
    await rm(place('read'));
    const ran = await tgmcp(['session', 'import'], `${minted}\n`);
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('does not take this session') });
    expect(await readdir(join(house.dir, 'sessions'))).toEqual(['actions.session']);
  });

  it('repeats no session that was given as the name of a file', async () => {
    const minted = house.emulator.mintSession(PERSON.id);
    for (const given of [minted, telethonString(minted), minted.slice(0, 250)]) {
      const ran = await tgmcp(['session', 'import', given, '--overwrite']);
      expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('standard input') });
      expect(told(ran)).not.toContain(given.slice(10, 40));
    }
  });

  it('recognises a session file of Telethon and says how to convert it', async () => {
    const file = join(house.dir, 'telethon.session');
    await writeFile(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000)]), {
      mode: 0o600,
    });
    const ran = await tgmcp(['session', 'import', file, '--overwrite']);
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('StringSession') });
  });

  it.each(['', 'hello', '1AAAA', `1${'A'.repeat(352)}x`])('refuses what is none: %j', async (text) => {
    const ran = await tgmcp(['session', 'import', '--overwrite'], `${text}\n`);
    expect(ran).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no session that can be imported'),
    });
    expect(house.emulator.calls.all).toEqual([]);
  });
});

describe('tgmcp session logout', () => {
  it('ends the session at Telegram and wipes every copy', async () => {
    const agent = await house.start('read');
    await agent.call('tg_auth_status');
    const copies = join(house.dir, 'sessions', 'runtime', 'read_mcp');
    expect(await readdir(copies)).toHaveLength(1);
    const ran = await tgmcp(['session', 'logout']);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of its copies') });
    expect(ran.stderr).toBe('To have a session again: tgmcp login\n');
    expect(await readdir(copies)).toEqual([]);
    expect(await readdir(join(house.dir, 'sessions'))).toEqual(['actions.session', 'runtime']);
    expect(house.emulator.calls.all.map((call) => call.method)).toContain('auth.logOut');
    expect((await agent.call('tg_get_my_dialogs')).body).toMatchObject({ code: 'NOT_AUTHORIZED' });
  });

  it('keeps the file when Telegram cannot be asked, unless told to forget it', async () => {
    house.emulator.faults.add({ method: 'auth.logOut', kind: 'error', code: 420, message: 'FLOOD_WAIT_600' });
    expect(await tgmcp(['session', 'logout'])).toMatchObject({ code: 3 });
    expect(await readdir(join(house.dir, 'sessions'))).toContain('read.session');
    const ran = await tgmcp(['session', 'logout', '--forget']);
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('Settings, Devices') });
    expect(await readdir(join(house.dir, 'sessions'))).not.toContain('read.session');
  });

  it('wipes what a killed program wrote of it, and of a link the link alone', async () => {
    const half = `${place('read')}.4194400-1.0123456789abcdef`;
    await writeFile(half, 'half', { mode: 0o600 });
    expect(told(await tgmcp(['doctor']))).toContain('whose processes are gone');
    const other = join(house.dir, 'other');
    await writeFile(other, 'kept', { mode: 0o600 });
    await rm(place('read'));
    await symlink(other, place('read'));
    expect(await tgmcp(['session', 'logout', '--forget'])).toMatchObject({ code: 0 });
    expect(await readFile(other, 'utf8')).toBe('kept');
    expect(await readdir(join(house.dir, 'sessions'))).toEqual(['actions.session']);
  });

  it('says that there is nothing to end', async () => {
    await rm(place('actions'));
    expect(await tgmcp(['session', 'logout', '--profile', 'actions'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no session of tgmcp-actions'),
    });
  });
});

describe('encrypted sessions', () => {
  it('come from plain ones, serve both servers, and change their key', async () => {
    const { session } = JSON.parse(await readFile(place('read'), 'utf8')) as { session: string };
    const refused = await house.start('read', SEALED);
    expect((await refused.call('tg_auth_status')).body).toMatchObject({
      problem: { code: 'SESSION_UNSAFE' },
    });

    expect(await tgmcp(['session', 'encrypt'], '', SEALED)).toMatchObject({ code: 0 });
    expect(await readFile(place('read'), 'utf8')).not.toContain(session.slice(20, 120));
    for (const server of ['read', 'actions'] as const) {
      const agent = await house.start(server, SEALED);
      expect((await agent.call('tg_auth_status')).body).toMatchObject({ authorized: true });
    }

    const keyFile = join(house.dir, 'next.key');
    expect(await tgmcp(['session', 'new-key', keyFile])).toMatchObject({ code: 0 });
    expect(await tgmcp(['session', 'new-key', keyFile])).toMatchObject({ code: 3 });
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const next = { TG_SESSION_KEY_PROVIDER: 'file', TG_SESSION_KEY_FILE: keyFile };
    const rotated = await tgmcp(['session', 'encrypt'], '', { ...next, TG_SESSION_KEY_OLD: KEY });
    expect(rotated.code).toBe(0);
    const agent = await house.start('read', next);
    expect((await agent.call('tg_auth_status')).body).toMatchObject({ authorized: true });
    const without = await house.start('read', SEALED);
    expect((await without.call('tg_auth_status')).body).toMatchObject({
      problem: { code: 'SESSION_KEY_MISSING' },
    });
    for (const secret of [KEY, (await readFile(keyFile, 'utf8')).trim(), session.slice(20, 120)])
      expect(`${told(rotated)}${without.stderr()}`).not.toContain(secret);
  });

  it.each(['before', 'after'])(
    'are whole when the command is killed %s it puts one in its place',
    async (when) => {
      const armed = join(house.dir, 'env');
      const crash = { op: 'rename', when, on: 'read\\.session$', armed, hit: join(house.dir, 'hit') };
      const killed = await tgmcp(['session', 'encrypt'], '', {
        ...SEALED,
        NODE_OPTIONS: `${house.env()['NODE_OPTIONS']} --require=${CRASH}`,
        TGMCP_CRASH: JSON.stringify(crash),
      });
      expect(killed.code).not.toBe(0);
      const { protection } = JSON.parse(await readFile(place('read'), 'utf8')) as { protection: string };
      expect(protection).toBe(when === 'before' ? 'none' : 'aes-256-gcm');
      expect(await tgmcp(['session', 'encrypt'], '', SEALED)).toMatchObject({ code: 0 });
      expect((await readdir(join(house.dir, 'sessions'))).toSorted()).toEqual([
        'actions.session',
        'read.session',
      ]);
      const agent = await house.start('read', SEALED);
      expect((await agent.call('tg_auth_status')).body).toMatchObject({ authorized: true });
    },
  );

  it('are written by a login, which asks for the key before it asks Telegram', async () => {
    const input = `${PERSON.phone}\n${PERSON.code}\n`;
    const fresh = { ...SEALED, TG_SESSION_PATH: place('fresh') };
    const bad = await tgmcp(['login', '--stdin'], input, { ...fresh, TG_SESSION_KEY: 'nonsense' });
    expect(bad).toMatchObject({ code: 3, stderr: expect.stringContaining('SESSION_KEY_MISSING') });
    expect(house.emulator.calls.all).toEqual([]);
    expect(await tgmcp(['login', '--stdin'], input, fresh)).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(place('fresh'), 'utf8'))).toMatchObject({ protection: 'aes-256-gcm' });
  });
});

describe('secrets that a program keeps', () => {
  it('serve instead of the environment, and are shown nowhere', async () => {
    const bin = join(house.dir, 'bin');
    await mkdir(bin);
    const hash = 'fedcba9876543210fedcba9876543210';
    await writeFile(
      join(bin, 'secret-tool'),
      `#!/bin/sh\n[ "$5" = TG_API_ID ] && echo 4711 || echo ${hash}\n`,
      {
        mode: 0o700,
      },
    );
    for (const [settings, works] of [
      [
        {
          TG_SECRET_PROVIDER: 'command',
          TG_SECRET_CMD_API_ID: 'echo 4711',
          TG_SECRET_CMD_API_HASH: `echo ${hash}`,
        },
        true,
      ],
      [{ TG_USE_KEYCHAIN: '1', PATH: `${bin}:${process.env['PATH'] ?? ''}` }, true],
      [
        { TG_SECRET_PROVIDER: 'command', TG_SECRET_CMD_API_ID: 'false', TG_SECRET_CMD_API_HASH: 'false' },
        false,
      ],
    ] as const) {
      const agent = await house.start('read', { TG_API_ID: '', TG_API_HASH: '', ...settings });
      const { body } = await agent.call('tg_auth_status');
      expect(body).toMatchObject({ authorized: works });
      if (!works) expect(body['problem']).toMatchObject({ message: expect.stringContaining('exit code 1') });
      expect(`${JSON.stringify(body)}${agent.stderr()}`).not.toContain(hash);
    }
  });
});
