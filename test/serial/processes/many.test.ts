import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, type House } from '../../support/house.js';
import { isAlive, RawServer } from '../../support/raw-server.js';
import { lengthOf } from '../lengths.js';
import { measured } from '../rounds.js';

/* Many servers of one person at once: none stays behind, readers share a session, one writer owns his. */

const CLIENTS = lengthOf(40, 100);

let house: House;
const running: RawServer[] = [];

beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  for (const server of running.splice(0)) server.kill();
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

function start(server: 'read' | 'actions'): RawServer {
  const started = RawServer.start(PROGRAMS[server], house.env());
  running.push(started);
  return started;
}

async function until(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
  const begun = performance.now();
  while (!(await holds())) {
    if (performance.now() - begun > withinMs) throw new Error(`not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - begun;
}

/** A client that starts a server, tells its number, and does nothing more. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, [process.argv[1]], { stdio: ['pipe', 'ignore', 'ignore'] });
  console.log(child.pid);
  setInterval(() => undefined, 1000);
`;

describe('servers whose clients are killed', () => {
  it(`are gone within five seconds, of ${CLIENTS} clients every one`, async () => {
    const took = await measured(killClients, (ms) => ms <= 5000);
    expect(took).toBeLessThanOrEqual(5000);
  });

  /** How long it takes until the last server is gone. */
  async function killClients(): Promise<number> {
    const servers: number[] = [];
    for (let round = 0; round < CLIENTS / 10; round += 1) {
      const parents = Array.from({ length: 10 }, (_, index) => {
        const program = PROGRAMS[index % 2 === 0 ? 'read' : 'actions'];
        return spawn(process.execPath, ['-e', PARENT, program], {
          env: { PATH: process.env['PATH'] ?? '', ...house.env() },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
      });
      for (const parent of parents) {
        const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
        servers.push(Number(line));
      }
      const killed = parents.map((parent) => once(parent, 'exit'));
      for (const parent of parents) parent.kill('SIGKILL');
      await Promise.all(killed);
    }
    expect(new Set(servers).size).toBe(CLIENTS);
    return until(() => !servers.some(isAlive), 60_000);
  }
});

describe('ten reading servers on one session', () => {
  it('all work, each on its own copy, of which none outlives a kill and the next start', async () => {
    const readers = Array.from({ length: 10 }, () => start('read'));
    const answers = await Promise.all(
      readers.map(async (reader) => {
        await reader.initialize();
        return reader.call('tg_get_my_dialogs');
      }),
    );
    for (const answer of answers) expect(answer).toHaveProperty('dialogs');
    const copies = join(house.dir, 'sessions', 'runtime', 'read_mcp');
    expect(await readdir(copies)).toHaveLength(10);
    const outcomes = house.emulator.calls.all.map((call) => call.outcome).join();
    expect(outcomes).not.toContain('AUTH_KEY_DUPLICATED');

    const gone = readers.map((reader) => once(reader.child, 'exit'));
    for (const reader of readers) reader.child.kill('SIGKILL');
    await Promise.all(gone);
    expect(await readdir(copies)).toHaveLength(10);
    await start('read').initialize();
    await until(async () => (await readdir(copies)).length === 0, 60_000);
  });
});

describe('ten writing servers on one session', () => {
  it('all answer initialize; one owns the session, the others are told who within a second', async () => {
    const slowest = await measured(askTen, (ms) => ms < 1000);
    expect(slowest).toBeLessThan(1000);
  });

  /** How long it takes until the last of those is told who do not own it. */
  async function askTen(): Promise<number> {
    await Promise.all(running.splice(0).map((server) => server.endBy(({ child }) => child.kill('SIGKILL'))));
    const writers = Array.from({ length: 10 }, () => start('actions'));
    await Promise.all(writers.map((writer) => writer.initialize()));
    const answers = await Promise.all(
      writers.map(async (writer) => {
        const begun = performance.now();
        const answer = await writer.call('tg_get_my_dialogs');
        return { answer, ms: performance.now() - begun, pid: writer.child.pid };
      }),
    );
    const owners = answers.filter(({ answer }) => 'dialogs' in answer);
    expect(owners).toHaveLength(1);
    const others = answers.filter((one) => one !== owners[0]);
    for (const { answer } of others) {
      expect(answer).toMatchObject({
        code: 'SESSION_BUSY',
        data: { holder: { program: 'tgmcp-actions', pid: owners[0]?.pid } },
      });
    }
    const outcomes = house.emulator.calls.all.map((call) => call.outcome).join();
    expect(outcomes).not.toContain('AUTH_KEY_DUPLICATED');
    return Math.max(...others.map(({ ms }) => ms));
  }
});
