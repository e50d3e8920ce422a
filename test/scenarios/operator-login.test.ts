import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, type House, type Ran } from '../support/house.js';
import { FRIEND, PERSON } from '../support/small-world.js';

const OLDER_NAME = fileURLToPath(new URL('../../scripts/dist/create_telegram_session.js', import.meta.url));

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const FRIENDS_WORDS = [FRIEND.phone, FRIEND.code, FRIEND.password];
const words = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const sessionOf = (name: string): string => join(house.dir, 'sessions', `${name}.session`);
const login = (input: string, ...more: readonly string[]): Promise<Ran> =>
  house.operator(['login', '--stdin', ...more], input, {
    TG_SESSION_PATH: sessionOf('fresh'),
    TG_CALL_DEADLINE_SEC: '10',
  });
const told = ({ stdout, stderr }: Ran): string => `${stdout}${stderr}`;
const exists = async (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

describe('logging in', () => {
  it('writes a private session for an account without a second password', async () => {
    const ran = await login(words(PERSON.phone, PERSON.code));
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('Logged in as Ann') });
    expect((await stat(sessionOf('fresh'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(sessionOf('fresh'), 'utf8'))).toMatchObject({
      account: { id: String(PERSON.id) },
    });
  });

  it('for the writing server names its commands when it cannot be finished, and when there is a session', async () => {
    const ended = {
      method: 'auth.signIn',
      kind: 'error',
      code: 401,
      message: 'AUTH_KEY_UNREGISTERED',
    } as const;
    house.emulator.faults.add({ ...ended, times: 1 });
    const asked = [words(PERSON.phone, PERSON.code), '--profile', 'actions'] as const;
    expect(await login(...asked)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('To log in: tgmcp login --profile actions;'),
    });
    expect(await login(...asked)).toMatchObject({ code: 0 });
    const { stderr } = await login(...asked);
    for (const next of [
      'tgmcp login --profile actions --overwrite',
      'tgmcp session logout --profile actions',
    ])
      expect(stderr).toContain(next);
  });

  it('proves the second password without sending it, and shows no secret', async () => {
    const ran = await login(words(...FRIENDS_WORDS));
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('Logged in as Bob (@bobby)') });
    const { session } = JSON.parse(await readFile(sessionOf('fresh'), 'utf8')) as { session: string };
    // The code is short enough to stand in the name of a temporary folder by chance.
    const said = told(ran).replaceAll(house.dir, '');
    for (const secret of [FRIEND.code, FRIEND.password, session]) expect(said).not.toContain(secret);
    expect(JSON.stringify(house.emulator.calls.all)).not.toContain(FRIEND.password);
  });

  it('makes a session that the server uses as it is', async () => {
    await login(words(...FRIENDS_WORDS));
    const agent = await house.start('read', { TG_SESSION_PATH: sessionOf('fresh') });
    const { body } = await agent.call('tg_get_my_dialogs', {});
    expect(body['count']).toBeGreaterThan(0);
  });

  it('writes to the file of the server that is named', async () => {
    const ran = await house.operator(
      ['login', '--stdin', '--profile', 'actions', '--phone', PERSON.phone],
      words(PERSON.code),
      { TG_ACTIONS_SESSION_PATH: sessionOf('writer') },
    );
    expect(ran.code).toBe(0);
    expect(await exists(sessionOf('writer'))).toBe(true);
  });

  it.each([
    ['code', words(PERSON.phone, '00000'), 'The login code is wrong'],
    ['password', words(FRIEND.phone, FRIEND.code, 'guess'), 'The two-step password is wrong'],
    ['number', words('+15559999', '00000'), 'no Telegram account with this number'],
  ])('says that the %s is wrong, and leaves no file', async (_, input, message) => {
    const ran = await login(input);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain(message);
    expect(await exists(sessionOf('fresh'))).toBe(false);
  });

  it.each([
    ['the phone number', ''],
    ['the login code', words(PERSON.phone)],
    ['the two-step password', words(FRIEND.phone, FRIEND.code)],
  ])('says that stdin ended before %s, and leaves no file', async (what, input) => {
    const ran = await login(input);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(`stdin ended before ${what}`) });
    expect(await exists(sessionOf('fresh'))).toBe(false);
  });

  it('says where to look when there is no network', async () => {
    const none = { NODE_OPTIONS: '', TGMCP_EMULATOR: '', TG_PROXY_URL: 'socks5://127.0.0.1:9' };
    const more = { TG_SESSION_PATH: sessionOf('fresh'), TG_CALL_DEADLINE_SEC: '5' };
    const ran = await house.operator(['login', '--stdin'], words(PERSON.phone), { ...none, ...more });
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('DISCONNECTED') });
    expect(ran.stderr).toMatch(/network of this machine.*TG_PROXY_URL/u);
    expect(await exists(sessionOf('fresh'))).toBe(false);
  });

  it('names the settings file in which something is to be corrected', async () => {
    const ran = await house.operator(['login', '--stdin'], '', { MAX_DM_PER_DAY: 'many' });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('MAX_DM_PER_DAY is "many"') });
    expect(ran.stderr).toContain(`Correct that in ${join(house.dir, 'env')}, or where this shell sets it`);
  });

  it('reports a demanded wait instead of waiting', async () => {
    house.emulator.faults.add({
      method: 'auth.sendCode',
      times: 1,
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_600',
    });
    const ran = await login(words(PERSON.phone, PERSON.code));
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('Wait 600 s');
  });

  it('keeps the session and warns when the settings expect somebody else', async () => {
    const ran = await house.operator(['login', '--stdin'], words(PERSON.phone, PERSON.code), {
      TG_SESSION_PATH: sessionOf('fresh'),
      TG_EXPECTED_USER_ID: '42',
    });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('TG_EXPECTED_USER_ID');
  });

  it('asks for the api id before anything is sent', async () => {
    const before = house.emulator.calls.all.length;
    const ran = await house.operator(['login', '--stdin'], '', { TG_API_ID: '' });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('my.telegram.org') });
    expect(house.emulator.calls.all).toHaveLength(before);
  });

  it('goes under the name that users of tg-mcp know, too', async () => {
    const child = execFile(
      process.execPath,
      [OLDER_NAME, '--stdin', '--session-name', 'older_name', '--session-dir', join(house.dir, 'sessions')],
      { env: house.env() },
    );
    child.stdin?.end(words(PERSON.phone, PERSON.code));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await exists(sessionOf('older_name'))).toBe(true);
  });

  it.each([
    [['--sesion-name', 'x'], "Unknown option '--sesion-name'"],
    [['--session-name', '../x'], '--session-name NAME'],
    [[], '--session-name NAME'],
  ])('under that name says in one line what is wrong with %j', async (args, told) => {
    const ran = spawnSync(process.execPath, [OLDER_NAME, ...args], { env: house.env(), encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(told) });
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
  });
});
