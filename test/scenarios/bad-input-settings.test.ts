/** Mistakes in the settings file, in a call's arguments and on a command line: all named, with the way out, at once. */
import { createServer, type AddressInfo } from 'node:net';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, root, type House } from '../support/house.js';
import { RawServer } from '../support/raw-server.js';
import { GROUP } from '../support/small-world.js';

const EMULATOR = join(root, 'packages/emulator/dist/cli.js');

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house.close();
});

/** Five mistakes, each with what a person must be told about it. One is a secret, and must not be repeated. */
const MISTAKES: readonly (readonly [line: string, told: string])[] = [
  ['RATE_RPS=fast', 'RATE_RPS is "fast"; allowed: numbers from 0.01 to 10000'],
  ['TG_GLOBAL_RPS_MODE=everywhere', 'TG_GLOBAL_RPS_MODE is "everywhere"; allowed: shared, local, off'],
  ['TG_API_HASH=not-a-hash!', 'TG_API_HASH has a value that is not allowed; allowed: the api_hash'],
  ['TG_CALL_DEADLINE_SEC=0', 'TG_CALL_DEADLINE_SEC is "0"; allowed: numbers from 1 to 300'],
  ['TG_EXPECTED_USER_ID=ann', 'TG_EXPECTED_USER_ID is "ann"; allowed: a numeric user id'],
];

describe.each(['read', 'actions', 'operator'] as const)(
  'a settings file with five mistakes (%s)',
  (program) => {
    it('is refused as a whole: all five are named, the process ends, nothing is printed or made', async () => {
      const folder = join(house.dir, `mistakes-${program}`);
      const data = join(folder, 'data');
      await mkdir(folder, { mode: 0o700 });
      const file = join(folder, 'settings.env');
      const lines = [...MISTAKES.map(([line]) => line), `TG_DATA_DIR=${data}`];
      await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });

      const args = program === 'operator' ? ['approve', '--json'] : [];
      const started = RawServer.start(PROGRAMS[program], { TG_ENV_FILE: file }, args);
      expect(await started.end()).toBe(2);
      expect(started.stdout).toBe('');
      for (const [, told] of MISTAKES) expect(started.stderr).toContain(told);
      expect(started.stderr).not.toContain('not-a-hash!');
      expect(await readdir(folder)).toEqual(['settings.env']);
    });
  },
);

describe('a settings file', () => {
  it('that is not there is named, when somebody named it', async () => {
    const file = join(house.dir, 'no-such.env');
    const server = RawServer.start(PROGRAMS.read, { TG_ENV_FILE: file });
    expect(await server.end()).toBe(2);
    expect(server.stderr).toContain(`TG_ENV_FILE is "${file}": the file cannot be read (ENOENT)`);
  });

  it('with a misspelt name is used, and the name it may mean is told', async () => {
    const server = RawServer.start(PROGRAMS.read, house.env({ TG_EXPECTED_USERNAM: 'ann' }));
    await server.initialize();
    await server.endBy(({ child }) => child.stdin.end());
    expect(server.stderr).toContain('TG_EXPECTED_USERNAME');
  });
});

describe('a call with a wrong argument', () => {
  it.each([
    ['read', 'tg_get_messages', { grup: GROUP.id }, 'grup: unknown argument; did you mean group?'],
    [
      'read',
      'tg_get_messages',
      { group: GROUP.id, limmit: 5 },
      'limmit: unknown argument; did you mean limit?',
    ],
    ['read', 'tg_auth_status', { colour: 'red' }, 'colour: unknown argument'],
    ['actions', 'tg_send_message', { group: GROUP.id, message: 'x' }, 'message: unknown argument'],
    [
      'actions',
      'tg_send_message',
      { group: GROUP.id, message_txt: 'x', confrim: true },
      'message_txt: unknown argument; did you mean message_text?',
    ],
  ] as const)('(%s, %s) names it, and the nearest known one', async (program, tool, args, told) => {
    const agent = await house.start(program);
    const before = house.wire().length;
    const { refused, body } = await agent.call(tool, args);
    expect(refused).toBe(true);
    expect(body).toMatchObject({
      code: 'INPUT_INVALID',
      next_step: expect.stringContaining('data.problems'),
    });
    expect((body['data'] as { problems: string[] }).problems.join('\n')).toContain(told);
    expect(house.wire()).toHaveLength(before);
    await agent.close();
  });

  it('names every problem of one call together', async () => {
    const agent = await house.start('read');
    const { body } = await agent.call('tg_get_messages', { grup: GROUP.id, limit: -1, curser: 'x' });
    const { problems } = body['data'] as { problems: string[] };
    for (const name of ['grup', 'curser', 'group', 'limit']) {
      expect(problems.some((problem) => problem.startsWith(`${name}:`))).toBe(true);
    }
    await agent.close();
  });
});

describe('a command with a wrong argument', () => {
  it.each([
    [['aprove'], 'approve'],
    [['approve', '--jsn'], '--json'],
    [['login', '--profile', 'write'], 'read, actions'],
  ])('(tgmcp %j) names what it may mean and does nothing', async (args, told) => {
    const ran = await house.operator(args);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(told);
  });
});

describe('a server', () => {
  it.each(['read', 'actions'] as const)('(%s) refuses an argument that it does not know', async (program) => {
    const server = RawServer.start(PROGRAMS[program], house.env(), ['--sesion', 'x']);
    expect(await server.end()).toBe(2);
    expect(server.stdout).toBe('');
    expect(server.stderr).toContain('--sesion x');
    expect(server.stderr).toContain('environment variables');
  });
});

describe('the emulator', () => {
  it('says that its port is in use, how to go on, and ends', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    const { port } = taken.address() as AddressInfo;
    const emulator = RawServer.start(EMULATOR, {}, ['--port', String(port)]);
    expect(await emulator.end()).toBe(2);
    expect(emulator.stdout).toBe('');
    expect(emulator.stderr).toContain(String(port));
    expect(emulator.stderr).toContain('--port');
    expect(emulator.stderr.trim().split('\n')).toHaveLength(1);
    await new Promise((resolve) => taken.close(resolve));
  });
});
