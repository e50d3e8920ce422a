/** An export that is killed again and again, by the command and by the server in turn, is in the end the one that nobody disturbed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, PROGRAMS, type House } from '../../support/house.js';
import { longWorld } from '../../support/long-world.js';
import { GROUP, OTHER } from '../../support/small-world.js';

const KILLS = 20;
const MESSAGES = 12_000;
const CHATS = [GROUP.id, OTHER.id];
const SLOWLY = { method: 'messages.getHistory', kind: 'delay', delay_ms: 20, times: 1_000 } as const;

let house: House;
beforeAll(async () => {
  house = await openHouse(() => longWorld(MESSAGES));
});
afterAll(async () => {
  await house.close();
});

const unlimited = { TG_GLOBAL_RPS_MODE: 'off' };
const folder = (): string => join(house.dir, 'exports');
const written = (): number => {
  const part = readdirSync(folder()).find((name) => name.endsWith('.part'));
  return part === undefined ? 0 : (statSync(join(folder(), part), { throwIfNoEntry: false })?.size ?? 0);
};

async function until(enough: () => boolean, over: () => boolean): Promise<void> {
  while (!enough() && !over()) await new Promise((resolve) => setTimeout(resolve, 3));
}

/** Runs the command until the part has so many bytes, and kills it there. False when it ended before. */
async function killedCommand(args: readonly string[], bytes: number): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAMS.operator, 'export', ...args], {
    env: house.env(unlimited),
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await until(
    () => written() >= bytes,
    () => child.exitCode !== null,
  );
  child.kill('SIGKILL');
  const [code] = (await ended) as [number | null];
  return code === null;
}

async function killedServer(resume: string, bytes: number): Promise<boolean> {
  const agent = await house.start('read', unlimited);
  let isOver = false;
  const call = agent.call('tg_export', { resume }).then(
    () => (isOver = true),
    () => (isOver = true),
  );
  await until(
    () => written() >= bytes,
    () => isOver,
  );
  const wasRunning = !isOver;
  process.kill(agent.pid, 'SIGKILL');
  await call;
  return wasRunning;
}

it(
  `killed at ${KILLS} random points and gone on with, it is the same byte for byte`,
  { timeout: 600_000 },
  async () => {
    const args = ['messages', ...CHATS, '--format', 'csv'];
    const undisturbed = await house.operator(['export', ...args], '', unlimited);
    expect(undisturbed.code, undisturbed.stderr).toBe(0);
    const whole = readFileSync(undisturbed.stdout.trim());
    expect(whole.toString('utf8').split('\r\n').length - 2).toBeGreaterThan(MESSAGES * 1.15);

    const places = Array.from({ length: KILLS }, () =>
      Math.floor(Math.random() * whole.length * 0.98),
    ).toSorted((one, other) => one - other);
    let killed = 0;
    let id: string | undefined;
    for (const [n, bytes] of places.entries()) {
      // Near the end a part of the chat comes after each look at what is written, and not the last of them before it.
      if (bytes > whole.length * 0.9) house.emulator.faults.add(SLOWLY);
      const wasRunning: boolean =
        id === undefined || n % 2 === 0
          ? await killedCommand(id === undefined ? args : ['--resume', id], bytes)
          : await killedServer(id, bytes);
      if (wasRunning) killed += 1;
      id ??= readdirSync(folder())
        .find((name) => name.endsWith('.part'))
        ?.replace('.csv.part', '');
    }
    house.emulator.faults.clear();
    expect(killed, `killed at ${places.join(', ')}`).toBe(KILLS);

    const ended = await house.operator(['export', '--resume', id ?? ''], '', unlimited);
    expect(ended.code, ended.stderr).toBe(0);
    const pieced = readFileSync(ended.stdout.trim());
    expect(pieced.length).toBe(whole.length);
    expect(pieced.equals(whole), `killed at ${places.join(', ')}`).toBe(true);
    expect(readdirSync(folder()).filter((name) => !name.endsWith('.csv'))).toEqual([]);
  },
);
