/** The scripts under the names that users of tg-mcp know, with the exit codes that they know. */
import { execFile } from 'node:child_process';
import { chmod, copyFile, link, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, repositoryFile, root, type House, type Ran } from '../support/house.js';
import { startAgent } from '../support/mcp-client.js';
import { PERSON } from '../support/small-world.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
});

const place = (name: string): string => join(house.dir, 'sessions', `${name}.session`);
const envFile = (): string => join(house.dir, 'env');

function script(name: string, args: readonly string[], changes: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const file = join(root, 'scripts/dist', `${name}.js`);
    const env = house.env(changes);
    const child = execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stdin?.end();
  });
}

describe('mcp_server', () => {
  it('is the reading server', async () => {
    const agent = await startAgent({ file: join(root, 'scripts/dist/mcp_server.js'), env: house.env() });
    try {
      expect(agent.client.getServerVersion()).toMatchObject({ name: 'tgmcp-read' });
      expect(await agent.call('tg_auth_status')).toMatchObject({
        refused: false,
        body: { authorized: true },
      });
    } finally {
      await agent.close();
    }
  });
});

describe('check_session_paths', () => {
  const paths = (read: string, actions: string): string[] => [
    `--read-session-path=${read}`,
    `--actions-session-path=${actions}`,
  ];

  it('0 for two files; 2 for one, also by another way; 1 for a path that is missing', async () => {
    const separate = await script('check_session_paths', paths(place('read'), place('actions')));
    expect(separate).toMatchObject({ code: 0, stdout: expect.stringContaining('Separate: ') });
    await symlink(place('read'), place('alias'));
    const shared = await script('check_session_paths', paths(place('read'), place('alias')));
    expect(shared.code).toBe(2);
    expect(shared.stderr).toMatch(/^Cause: tgmcp-read and tgmcp-actions use the same session file.*\nFix: /u);
    const missing = await script('check_session_paths', ['--read-session-path', place('read')]);
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--actions-session-path is missing'),
    });
    expect(await script('check_session_paths', ['--confg', 'x'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Usage: '),
    });
  });

  it('reads the configuration of a client as its servers would', async () => {
    const file = join(house.dir, 'mcp.json');
    const server = (env: Record<string, string>) => ({
      command: 'node',
      args: ['/somewhere/bundle/server.js'],
      env: { TG_ENV_FILE: envFile(), TG_DATA_DIR: house.dir, ...env },
    });
    const check = async (servers: Record<string, unknown>, ...more: string[]): Promise<Ran> => {
      await writeFile(file, JSON.stringify({ mcpServers: servers }));
      return script('check_session_paths', ['--config', file, ...more]);
    };
    const both = { 'tgmcp-read': server({}), tgmcp_actions: server({}) };
    expect(await check(both)).toMatchObject({ code: 0, stdout: expect.stringContaining(place('actions')) });
    const one = { TG_SESSION_PATH: place('read'), TG_SESSION_PATH_CONFLICT_MODE: 'fail' };
    expect(
      await check(
        { r: server(one), w: server(one) },
        '--read-server-name',
        'r',
        '--actions-server-name',
        'w',
      ),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('r and w use the same session file'),
    });
    expect(await check({ 'tgmcp-read': server({}) })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('names no server tgmcp-actions'),
    });
    await writeFile(file, '{"mcpServers": {"secret-canary"');
    const broken = await script('check_session_paths', ['--config', file]);
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('is not JSON') });
    expect(broken.stderr).not.toContain('canary');
    expect(await script('check_session_paths', ['--config', join(house.dir, 'none')])).toMatchObject({
      code: 1,
    });
  });
});

describe('sync_env and check_env', () => {
  it('say what must be mended before the long list of what is only not mentioned', async () => {
    await writeFile(envFile(), 'MAX_JOINS_PER_DAY=many\n', { mode: 0o600 });
    const { code, stdout } = await script('check_env', []);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^MAX_JOINS_PER_DAY is "many"/u);
    expect(stdout).toContain('\nNot mentioned in ');
  });

  it('append what is missing with its remark, touch no line, and make the file private', async () => {
    const mine = '# mine\nTG_API_ID=12345 \nexport RATE_RPS="2"\n#MAX_DM_PER_DAY=7';
    await writeFile(envFile(), mine);
    await chmod(envFile(), 0o644);
    const before = await script('check_env', []);
    expect(before).toMatchObject({ code: 1, stdout: expect.stringContaining('Not mentioned in') });
    expect(before.stdout).toMatch(/TG_API_HASH, /u);
    expect(before.stdout).not.toMatch(/ (RATE_RPS|MAX_DM_PER_DAY|TG_API_ID),/u);
    expect(await script('sync_env', [])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('TG_API_HASH'),
    });
    const text = await readFile(envFile(), 'utf8');
    expect(text.startsWith(`${mine}\n`)).toBe(true);
    expect(text).toContain('# The api_hash of your application at my.telegram.org.\n#TG_API_HASH=\n');
    expect((await stat(envFile())).mode & 0o777).toBe(0o600);
    for (const line of (await repositoryFile('.env.sample'))
      .split('\n')
      .filter((one) => /^#[A-Z_]+=/u.test(one)))
      expect(text).toContain(line.slice(0, line.indexOf('=') + 1).slice(1));
    expect(await script('sync_env', [])).toMatchObject({
      stdout: expect.stringContaining('names every setting'),
    });
    expect(await readFile(envFile(), 'utf8')).toBe(text);
    expect(await script('check_env', [])).toMatchObject({ code: 0 });
  });

  it('make a private file where there is none, and say where that cannot be', async () => {
    await rm(envFile());
    expect(await script('check_env', [])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('There is no'),
    });
    expect(await script('sync_env', [])).toMatchObject({ code: 0 });
    expect((await stat(envFile())).mode & 0o777).toBe(0o600);
    await rm(envFile());
    await mkdir(envFile());
    expect(await script('sync_env', [])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('EISDIR'),
    });
  });

  it('name what must be set, by the provider that is chosen, and no value', async () => {
    await copyFile(join(root, '.env.sample'), envFile());
    const empty = { TG_API_ID: '', TG_API_HASH: '', TG_ACTIONS_ENABLED: '0' };
    const told = async (changes: Record<string, string>): Promise<string[]> => {
      const ran = await script('check_env', [], { ...empty, ...changes });
      return ran.stdout.split('\n').flatMap((line) => /^(\S+) is empty or a default/u.exec(line)?.[1] ?? []);
    };
    const writing = { TG_USE_KEYCHAIN: '1', TG_ACTIONS_ENABLED: '1', TG_ACTIONS_ALLOWED_GROUPS: '' };
    const keychain = { TG_SECRET_PROVIDER: 'keychain' };
    const answers = await Promise.all([
      told({}),
      told(keychain),
      told({ TG_SECRET_PROVIDER: 'command', TG_SECRET_CMD_API_ID: 'pass id' }),
      told({ ...writing, TG_ACTIONS_CONFIRMATION_PHRASE: 'send it' }),
      told({ ...keychain, TG_SESSION_KEY_PROVIDER: 'passphrase' }),
    ]);
    expect(answers).toEqual([
      ['TG_API_ID', 'TG_API_HASH'],
      [],
      ['TG_SECRET_CMD_API_HASH'],
      ['TG_ACTIONS_ALLOWED_GROUPS', 'TG_ACTIONS_CONFIRMATION_PHRASE'],
      ['TG_SESSION_PASSPHRASE'],
    ]);
    const bad = await script('check_env', [], { TG_API_HASH: 'canary is not a hash', RATE_RPS: 'x' });
    expect(bad).toMatchObject({ code: 1, stdout: expect.stringContaining('RATE_RPS is "x"') });
    expect(bad.stdout).not.toContain('canary');
  });
});

describe('create_session_qr', () => {
  const qr = (name: string, ...more: string[]): Promise<Ran> =>
    script('create_session_qr', [
      '--session-name',
      name,
      '--session-dir',
      join(house.dir, 'sessions'),
      ...more,
    ]);

  it('0 when there is a session already; 2 when nobody scans; 1 for what it does not understand', async () => {
    const kept = await readFile(place('read'), 'utf8');
    expect(await qr('read')).toMatchObject({ code: 0, stderr: expect.stringContaining('it is kept') });
    expect(await readFile(place('read'), 'utf8')).toBe(kept);
    const waited = await qr('fresh', '--timeout-sec', '1', '--terminal-qr');
    expect(waited.code).toBe(2);
    expect(waited.stderr).toMatch(/[▀▄█]{10}/u);
    expect(waited.stderr).toContain('Nobody scanned');
    expect(await qr('../read')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('letters, digits'),
    });
    expect(await qr('fresh', '--timeout-sec', 'soon')).toMatchObject({ code: 1 });
  });

  it('3 when it cannot be finished', async () => {
    house.emulator.faults.add({
      method: 'auth.exportLoginToken',
      kind: 'error',
      code: 400,
      message: 'API_ID_INVALID',
      times: 9,
    });
    expect(await qr('fresh')).toMatchObject({ code: 3, stderr: expect.stringContaining('LOGIN_FAILED') });
  });
});

describe('check_tg_mcp', () => {
  it('1 for no absolute path; 2 with the command that builds', async () => {
    expect(await script('check_tg_mcp', [])).toMatchObject({ code: 1 });
    expect(await script('check_tg_mcp', ['packages'])).toMatchObject({ code: 1 });
    expect(await script('check_tg_mcp', [house.dir])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Next: make -C ${house.dir} build`),
    });
  });

  it('ends with the doctor of the checkout, on the sessions that a client names', async () => {
    const file = join(house.dir, 'mcp.json');
    const config = async (read: string, actions: string): Promise<string> => {
      const env = (path: string) => ({ command: 'node', args: [], env: { TG_SESSION_PATH: path } });
      await writeFile(
        file,
        JSON.stringify({ mcpServers: { 'tgmcp-read': env(read), 'tgmcp-actions': env(actions) } }),
      );
      return file;
    };
    await link(place('read'), place('mine'));
    const well = await script('check_tg_mcp', [root, await config(place('mine'), place('actions'))]);
    expect(well.stdout).toContain(`Telegram takes the session of tgmcp-read (account ${PERSON.id})`);
    expect(well.code).toBe(0);
    const shared = await script('check_tg_mcp', [root, await config(place('read'), place('read'))]);
    expect(shared).toMatchObject({ code: 2, stderr: expect.stringContaining('the same session file') });
    expect(shared.stdout).toContain('use one session file');
    expect(await script('check_tg_mcp', [root], { TG_API_ID: 'x' })).toMatchObject({ code: 2 });
  });
});
