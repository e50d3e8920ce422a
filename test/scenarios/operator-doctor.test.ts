/** The doctor on the installation: each thing shown wrong, with the very step that mends it, and mended by it. */
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashPhrase } from '@tgmcp/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examine, examineAfter, follow, shell } from '../support/doctor.js';
import { openHouse, type House } from '../support/house.js';
import { PERSON } from '../support/small-world.js';

const preload = (name: string): string => fileURLToPath(new URL(`../support/${name}.cjs`, import.meta.url));
const NFS = String(0x6969);
const KEY = Buffer.alloc(32, 5).toString('base64');
const SEALED = { TG_SESSION_KEY_PROVIDER: 'env', TG_SESSION_KEY: KEY };
/** What a careful person has set. */
const WELL = {
  ...SEALED,
  RATE_RPS: '4',
  TG_EXPECTED_USER_ID: String(PERSON.id),
  TG_ACTIONS_CONFIRMATION_PHRASE: hashPhrase('a phrase of my own'),
};

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
});

const loaded = (name: string): Record<string, string> => ({
  NODE_OPTIONS: `${house.env()['NODE_OPTIONS'] ?? ''} --require ${JSON.stringify(preload(name))}`,
});

/** Every path of the house with its bytes and rights. */
async function everything(): Promise<string[]> {
  const names = await readdir(house.dir, { recursive: true });
  const described = names.toSorted().map(async (name) => {
    const found = await stat(join(house.dir, name));
    const bytes = found.isFile() ? await readFile(join(house.dir, name), 'base64') : '';
    return `${name} ${found.mode} ${found.mtimeMs} ${bytes}`;
  });
  return Promise.all(described);
}

describe('tgmcp doctor', () => {
  it('finds nothing in a careful installation, changes nothing and asks Telegram nothing', async () => {
    expect(await house.operator(['session', 'encrypt'], '', WELL)).toMatchObject({ code: 0 });
    const before = await everything();
    const { all, code } = await examine(house, WELL);
    // Whether core dumps are on is for the machine to say.
    const rest = all.filter(({ says }) => !says.startsWith('core dumps'));
    expect(rest.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(code).toBe(0);
    expect(await everything()).toEqual(before);
    expect(house.emulator.calls.all).toEqual([]);
  });

  it('tells people in lines, each next step below, and a warning is bad only when asked', async () => {
    const changes = { RATE_RPS: '50' };
    const plain = await house.operator(['doctor'], '', changes);
    expect(plain.code).toBe(0);
    expect(plain.stdout).toMatch(
      /^warn {2}pacing +RATE_RPS is 50; more than 10 calls a second risk a flood wait\.\n +Next: put RATE_RPS=4 into /mu,
    );
    expect(plain.stdout).toContain('Nothing is bad; ');
    expect(plain.stdout).toContain('make tgmcp ARGS="…"');
    expect((await house.operator(['doctor', '--strict'], '', changes)).code).toBe(1);
    expect((await house.operator(['doctor', '--no-such'], '', changes)).code).toBe(2);
  });

  it('ends with 2 and every problem when settings cannot be used', async () => {
    const examined = await examine(house, { TG_API_ID: 'twelve', RATE_RPS: 'fast' });
    expect(examined.code).toBe(2);
    expect(examined.of('settings').map(({ says }) => says)).toEqual([
      'TG_API_ID is "twelve"; allowed: whole numbers from 0 to 2147483647',
      'RATE_RPS is "fast"; allowed: numbers from 0.01 to 10000',
    ]);
    expect(examined.of('settings')[0]?.next).toContain(join(house.dir, 'env'));
    // What one server alone does not start with counts as well.
    expect((await examine(house, { TG_WRITE_CONTEXT: 'read_mcp' })).code).toBe(2);
  });

  it('names settings that are unknown or there for nothing', async () => {
    const { of } = await examine(house, { TG_API_HASCH: 'x', TG_RECEIVE_UPDATES: '1' });
    const [unknown, idle] = of('settings');
    expect(unknown).toMatchObject({
      verdict: 'warn',
      says: expect.stringContaining('did you mean TG_API_HASH?'),
    });
    expect(unknown?.next).toContain('take it out');
    expect(idle?.says).toBe('No effect in this version: TG_RECEIVE_UPDATES');
  });

  it('sees a settings file that others can read', async () => {
    await chmod(join(house.dir, 'env'), 0o644);
    const { code, of } = await examine(house);
    expect(code).toBe(1);
    expect(of('settings')).toMatchObject([{ verdict: 'bad', next: `chmod 600 ${join(house.dir, 'env')}` }]);
    await follow(house, of('settings')[0]);
    expect((await examine(house)).of('settings')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('sees secrets that git has, or may get', async () => {
    const git = (args: string) => shell(`git -C '${house.dir}' ${args}`);
    await git('init -q');
    const open = await examine(house);
    const sessions = join(house.dir, 'sessions');
    expect(open.of('git').map(({ next }) => next)).toEqual([
      `echo /env >> ${house.dir}/.gitignore`,
      `echo /read.session >> ${sessions}/.gitignore`,
      `echo /actions.session >> ${sessions}/.gitignore`,
    ]);
    for (const one of open.of('git')) await follow(house, one);
    expect((await examine(house)).of('git')).toMatchObject([{ verdict: 'ok' }]);
    await git('add -f env');
    const tracked = await examine(house);
    expect(tracked.of('git')[0]?.says).toContain('is in git');
    await follow(house, tracked.of('git')[0]);
    expect((await examine(house)).of('git')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('sees credentials that are missing, or that their provider does not give', async () => {
    const none = { TG_API_ID: '', TG_API_HASH: '' };
    const missing = await examine(house, none);
    expect(missing.of('credentials')).toMatchObject([
      { verdict: 'bad', next: expect.stringContaining('https://my.telegram.org') },
    ]);
    const command = { ...none, TG_SECRET_PROVIDER: 'command', TG_SECRET_CMD_API_ID: 'false' };
    expect((await examine(house, command)).of('credentials')).toMatchObject([
      {
        verdict: 'bad',
        says: expect.stringContaining('TG_SECRET_CMD_API_ID gave nothing: it ended with exit code 1'),
        next: expect.stringContaining('by hand'),
      },
    ]);
    const keychain = await examine(house, { ...none, TG_SECRET_PROVIDER: 'keychain' });
    expect(keychain.of('credentials')[0]).toMatchObject({ verdict: 'bad' });
    expect(keychain.of('credentials')[0]?.next).toMatch(/secret-tool store|security add-generic-password/u);
    expect(keychain.of('credentials')[0]?.next).toMatch(/^install secret-tool|security/u);
    const given = {
      ...command,
      TG_SECRET_CMD_API_ID: 'echo 12345',
      TG_SECRET_CMD_API_HASH: 'echo 0123456789abcdef',
    };
    expect((await examine(house, given)).of('credentials')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('sees an old Node.js, a shared disk, little room, and a folder open to others', async () => {
    const old = await examine(house, loaded('old-node-preload'));
    expect(old.of('node')).toMatchObject([
      { verdict: 'bad', says: 'Node.js 18.20.4 is too old; 20.19 or newer is needed' },
    ]);
    const shared = await examine(house, { ...loaded('place-preload'), TGMCP_FILE_SYSTEM: NFS });
    expect(shared.of('data folder')).toMatchObject([
      {
        verdict: 'bad',
        says: expect.stringContaining('NFS'),
        next: 'set TG_DATA_DIR to a folder on a local disk',
      },
    ]);
    const disk = { ...loaded('small-disk-preload') };
    expect((await examine(house, { ...disk, TGMCP_FREE_MB: '100' })).of('data folder')).toMatchObject([
      { verdict: 'warn', says: expect.stringContaining('100 MB left') },
    ]);
    expect((await examine(house, { ...disk, TGMCP_FREE_MB: '3' })).of('data folder')).toMatchObject([
      { verdict: 'bad', next: `df -h ${house.dir}` },
    ]);
    expect((await examine(house, { TG_DATA_DIR_FORCE: '1' })).of('data folder')).toMatchObject([
      { verdict: 'warn', next: expect.stringContaining('take TG_DATA_DIR_FORCE out') },
    ]);
    await chmod(house.dir, 0o755);
    const open = await examine(house);
    expect(open.of('data folder')).toMatchObject([{ verdict: 'bad', next: `chmod 700 ${house.dir}` }]);
    await follow(house, open.of('data folder')[0]);
    expect((await examine(house)).of('data folder')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('sees that another host uses the folder', async () => {
    const state = join(house.dir, 'state');
    await mkdir(state, { mode: 0o700 });
    const other = { format: 1, machine: 'f'.repeat(32), hostname: 'attic', boot: 'x' };
    await writeFile(join(state, 'host.json'), JSON.stringify(other), { mode: 0o600 });
    const taken = await examine(house);
    expect(taken.of('data folder')).toMatchObject([
      {
        verdict: 'bad',
        says: expect.stringContaining('the host attic uses it'),
        next: 'tgmcp state repair --take-over',
      },
    ]);
    await follow(house, taken.of('data folder')[0]);
    expect((await examine(house)).of('data folder')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('sees that core dumps are on', async () => {
    const [off, on] = await Promise.all([
      examineAfter(house, 'ulimit -S -c 0'),
      examineAfter(house, 'ulimit -S -c "$(ulimit -H -c)"'),
    ]);
    const says = (found: typeof on) => found.filter((one) => /core dumps/u.test(one.says));
    expect(says(off)).toEqual([{ verdict: 'ok', says: 'no core dumps are written' }]);
    const hard = (await shell('ulimit -H -c')).stdout.trim();
    expect(says(on)).toMatchObject([
      hard === '0' ? { verdict: 'ok' } : { verdict: 'warn', next: expect.stringContaining('ulimit -c 0') },
    ]);
  });

  it('sees what lets secrets out', async () => {
    const { of } = await examine(house, {
      TG_ALLOW_INSPECTOR: '1',
      TG_SESSION_KEY_PROVIDER: 'file',
      TG_SESSION_KEY_FILE: join(house.dir, 'key'),
      TG_SESSION_KEY_OLD: KEY,
    });
    expect(of('secrets').map(({ verdict, says }) => `${verdict} ${says.slice(0, 29)}`)).toEqual([
      'warn TG_ALLOW_INSPECTOR is 1: a de',
      'warn TG_SESSION_KEY_OLD is still s',
      'warn the key of the sessions lies ',
    ]);
  });

  it('shows no secret, whatever it looks at and however it fails', async () => {
    const canary = 'canary0123456789canary';
    await chmod(join(house.dir, 'sessions', 'actions.session'), 0o644);
    const { session } = JSON.parse(await readFile(join(house.dir, 'sessions', 'read.session'), 'utf8')) as {
      session: string;
    };
    const secrets = {
      TG_API_ID: '987654321',
      TG_API_HASH: `hash${canary}`,
      TG_ACTIONS_CONFIRMATION_PHRASE: `phrase ${canary}`,
      TG_SESSION_KEY: `key ${canary}`,
      TG_SESSION_KEY_OLD: `old ${canary}`,
      TG_SESSION_PASSPHRASE: `pass ${canary}`,
      TG_SECRET_CMD_API_ID: `false ${canary}`,
      TG_SECRET_CMD_API_HASH: `false ${canary}`,
      TG_SECRET_CMD_SESSION_KEY: `false ${canary}`,
      TG_PROXY_URL: `socks5://user:${canary}@127.0.0.1:1`,
    };
    const houses: Record<string, string>[] = [
      {},
      { TG_API_ID: '', TG_API_HASH: '', TG_SECRET_PROVIDER: 'command' },
      { TG_SESSION_KEY_PROVIDER: 'env' },
      { TG_SESSION_KEY_PROVIDER: 'command' },
      { TG_API_HASH: `not allowed ${canary}`, TG_PROXY_URL: `nonsense ${canary}` },
    ];
    for (const changes of houses) {
      const env = { ...secrets, ...changes };
      const runs = await Promise.all([
        house.operator(['doctor'], '', env),
        house.operator(['doctor', '--json'], '', env),
      ]);
      for (const { stdout, stderr } of runs) {
        expect(stdout).not.toBe('');
        for (const secret of [canary, '987654321', session.slice(20, 60), PERSON.phone.slice(1)])
          expect(`${stdout}${stderr}`).not.toContain(secret);
      }
    }
  });

  it('looks on where a folder is none', async () => {
    await rm(join(house.dir, 'sessions'), { recursive: true });
    await writeFile(join(house.dir, 'sessions'), 'not a folder', { mode: 0o600 });
    await writeFile(join(house.dir, 'state'), 'not a folder', { mode: 0o600 });
    const { code, of } = await examine(house);
    expect(code).toBe(1);
    expect(of('data folder').filter(({ verdict }) => verdict === 'ok')).toEqual([]);
    expect(of('pacing')).not.toEqual([]);
  });
});
