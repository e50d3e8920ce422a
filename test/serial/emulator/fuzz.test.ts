import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createWorld, emulatorSocket, startEmulator } from '@tgmcp/emulator';
import type { Emulator } from '@tgmcp/emulator';
import { Api, Logger, TelegramClient } from 'telegram';
import { PromisedNetSockets } from 'telegram/extensions/index.js';
import { LogLevel } from 'telegram/extensions/Logger.js';
import { StringSession } from 'telegram/sessions/index.js';
import { expect, it } from 'vitest';
import { lengthOf } from '../lengths.js';
import { Attacker } from './fuzz/attacker.js';
import { Bodies } from './fuzz/bodies.js';
import { Chance } from './fuzz/chance.js';
import type { Key } from './fuzz/frames.js';

const FRAMES = Number(process.env['TGMCP_FUZZ_FRAMES'] ?? lengthOf(25_000, 100_000));
/** At full length another one each time; else one that was tried. */
const SEED = Number(process.env['TGMCP_FUZZ_SEED'] ?? lengthOf(20_261_126, Date.now() % 2 ** 32));
/** The attacked account, and one that has nothing to do with it. */
const [ANN, BOB] = [7001n, 7002n];

function twoAccounts() {
  const world = createWorld();
  world.addAccount({ id: ANN, phone: '+10000007001', code: '11111', firstName: 'Ann' });
  world.addAccount({ id: BOB, phone: '+10000007002', code: '22222', firstName: 'Bob' });
  return world;
}

/** A key that is logged in, and another one after a while: calls may log it out. */
function keysOf(emulator: Emulator): () => Key {
  let uses = 0;
  let key: Key | undefined;
  return () => {
    uses += 1;
    if (key === undefined || uses % 500 === 0) {
      if (key !== undefined) emulator.endSessions('forgotten', { authKeyId: key.id });
      emulator.mintSession(ANN, 2);
      const made = emulator.keys.of(ANN).at(-1);
      if (made === undefined) throw new Error('no key was made');
      made.layer = 198;
      key = made;
    }
    return key;
  };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Megabytes in use, buffers included. */
function memory(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

/** Calls one after the other until told to stop; how long each took, in milliseconds. */
async function callAsUsual(emulator: Emulator, go: { on: boolean }): Promise<number[]> {
  const client = new TelegramClient(new StringSession(emulator.mintSession(BOB)), 1, 'hash', {
    networkSocket: emulatorSocket(emulator, PromisedNetSockets),
    baseLogger: new Logger(LogLevel.NONE),
  });
  await client.connect();
  const times: number[] = [];
  while (go.on) {
    const began = performance.now();
    const state = await client.invoke(new Api.updates.GetState());
    expect(state.className).toBe('updates.State');
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await client.destroy();
  return times;
}

it(`holds against ${FRAMES} random and mutated frames, seed ${SEED}`, async () => {
  const emulator = await startEmulator({ world: twoAccounts() });
  const chance = new Chance(SEED);
  const { 2: home = 0, ...others } = emulator.ports;
  const ports = { home, others: Object.values(others) };
  const attacker = new Attacker(chance, new Bodies(chance, SEED), ports, keysOf(emulator));
  const go = { on: true };
  const usual = callAsUsual(emulator, go);
  const faults = new Set<string>();
  const memories: number[] = [];
  for (let round = 1; round <= 10; round += 1) {
    await attacker.run((FRAMES / 10) * round);
    // Only so many are kept.
    for (const problem of (emulator.protocolErrors as string[]).splice(0)) {
      if (/\n\s+at /u.test(problem)) faults.add(problem);
    }
    memories.push(memory());
    expect(emulator.usage().sessions).toBeLessThan(300);
    expect(emulator.usage().keys).toBeLessThan(20);
  }
  go.on = false;
  const times = (await usual).toSorted((a, b) => a - b);
  await expect.poll(() => emulator.usage().connections, { timeout: 30_000 }).toBe(0);
  await emulator.stop();
  const done = emulator.calls.all.filter(
    ({ account, outcome }) => account === String(ANN) && outcome === 'ok',
  );
  console.log(
    `fuzz: seed ${SEED}, ${attacker.sent} frames, of which ${done.length} were calls that did something; ` +
      `${times.length} calls beside them, ` +
      `slowest ${times.at(-1)?.toFixed(0)} ms, memory ${memories.map((mb) => mb.toFixed(0)).join(' ')} MB`,
  );
  expect({ seed: SEED, faults: [...faults] }).toEqual({ seed: SEED, faults: [] });
  expect(done.length).toBeGreaterThan(FRAMES / 100);
  expect(times.length).toBeGreaterThan(FRAMES / 1000);
  expect(times[Math.floor(times.length / 2)]).toBeLessThan(1000);
  // Every call is in the log by design; nothing else may stay.
  expect((memories.at(-1) ?? 0) - (memories[1] ?? 0)).toBeLessThan(120);
}, 400_000);
