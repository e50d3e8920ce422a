/** The shipped servers end with their client, however that shows, and leave nothing behind that is in anybody's way. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, type House, type Server } from '../support/house.js';
import { isAlive, RawServer, within } from '../support/raw-server.js';
import { shortest } from '../support/shortest.js';
import { GROUP } from '../support/small-world.js';

/** Longer, and a client kills what it waits for. */
const PATIENCE_MS = 2000;
const SERVERS: readonly Server[] = ['read', 'actions'];
const ENDS: readonly (readonly [string, (server: RawServer) => void])[] = [
  ['its input ends', ({ child }) => child.stdin.end()],
  ['it is asked to terminate', ({ child }) => child.kill('SIGTERM')],
  ['it is interrupted', ({ child }) => child.kill('SIGINT')],
  ['its terminal hangs up', ({ child }) => child.kill('SIGHUP')],
  [
    'nobody reads its output any more',
    (server) => {
      server.child.stdout.destroy();
      server.send('ping', {});
    },
  ],
];

let house: House;
const running: RawServer[] = [];

beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  for (const server of running) server.kill();
  await house.close();
});

function start(server: Server, changes: Record<string, string> = {}): RawServer {
  const started = RawServer.start(PROGRAMS[server], house.env(changes));
  running.push(started);
  return started;
}

/** A server with Telegram connected. */
async function startConnected(server: Server): Promise<RawServer> {
  const started = start(server);
  await started.initialize();
  expect(await started.call('tg_auth_status')).toMatchObject({ authorized: true });
  return started;
}

/** A call that Telegram does not answer, for the rest of the test. */
async function hang(server: RawServer): Promise<void> {
  house.emulator.faults.add({ method: 'messages.getDialogs', kind: 'silence' });
  const before = house.wire().length;
  server.send('tools/call', { name: 'tg_get_my_dialogs', arguments: {} });
  expect(await within(20_000, () => house.wire().length > before)).toBe(true);
}

/** Servers that were brought so far, each by itself, end by `act` of their own accord, and in time. */
async function expectToEnd(bring: () => Promise<RawServer>, act: (server: RawServer) => void): Promise<void> {
  const ms = await shortest(PATIENCE_MS, async () => {
    const ended = await (await bring()).endBy(act);
    expect(ended.code).toBe(0);
    return ended.ms;
  });
  expect(ms).toBeLessThan(PATIENCE_MS);
}

// Each server may have to be tried a few times, and starting one takes a busy machine seconds.
describe.each(SERVERS)('tgmcp-%s', { timeout: 120_000 }, (program) => {
  it.each(ENDS)('ends within two seconds when %s, before any call', async (_when, act) => {
    await expectToEnd(async () => {
      const server = start(program);
      await server.initialize();
      return server;
    }, act);
  });

  it.each(ENDS)('ends within two seconds when %s, with Telegram connected', async (_when, act) => {
    await expectToEnd(() => startConnected(program), act);
  });

  it.each(ENDS)('ends within two seconds when %s, in the middle of a call', async (_when, act) => {
    await expectToEnd(async () => {
      const server = await startConnected(program);
      await hang(server);
      return server;
    }, act);
  });

  it('ends within two seconds when its parent dies while somebody else holds its input open', async () => {
    const ms = await shortest(PATIENCE_MS, async () => {
      const folder = await mkdtemp(join(house.dir, 'pipe-'));
      const shell = RawServer.startUnderShell(PROGRAMS[program], house.env(), folder);
      try {
        await shell.initialize();
        expect(await shell.call('tg_auth_status')).toMatchObject({ authorized: true });
        // The shell may have its turn to tell the id only after the program has had several.
        expect(await within(20_000, () => /pid \d+\n/.test(shell.stderr))).toBe(true);
        const pid = Number(/pid (\d+)\n/.exec(shell.stderr)?.[1]);
        expect(isAlive(pid)).toBe(true);
        const begun = performance.now();
        shell.child.kill('SIGKILL');
        expect(await within(20_000, () => !isAlive(pid))).toBe(true);
        return performance.now() - begun;
      } finally {
        shell.kill();
      }
    });
    expect(ms).toBeLessThan(PATIENCE_MS);
  });

  it('ends at once where it cannot even begin, and has written nothing', async () => {
    const server = start(program);
    server.child.stdin.end();
    expect(await server.end()).toBe(0);
    expect(server.stdout).toBe('');
  });

  it('leaves the session free: the next one works at once, whether this one was ended or killed', async () => {
    const first = await startConnected(program);
    await first.endBy(({ child }) => child.kill('SIGTERM'));
    const second = await startConnected(program);
    await second.endBy(({ child }) => child.kill('SIGKILL'));
    const third = await startConnected(program);
    expect(await third.call('tg_resolve_username', { username: GROUP.username })).toMatchObject({
      id: GROUP.id,
    });
    await third.endBy(({ child }) => child.stdin.end());
  });
});
