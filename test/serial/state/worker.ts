/**
 * A process that writes to one state, for the tests of chaos and contention. `node worker.mjs ROOT JOB TIMES`; it says
 * `ready`, begins when it is told to, and prints one line for each thing that was acknowledged, with the time on the
 * clock that all processes share.
 */
import { readSync, writeSync } from 'node:fs';
import { createFileStore, StateError, systemClock } from '@tgmcp/core';
import { bareStore } from './bare-store.js';
import { CODES, COUNTER, type Counter } from './documents.js';

const [root = '', job = '', times = '0'] = process.argv.slice(2);
const system = systemClock();
/** When the store last looked at the time; by that it reckons a slot. */
let looked = 0;
const clock = { ...system, monotonic: () => (looked = system.monotonic()) };
const store = job.startsWith('bare') ? bareStore(root) : createFileStore({ root, clock });
const owner = String(process.pid);

const oneMore = (counter: Counter | undefined): Counter => ({ count: (counter?.count ?? 0) + 1 });

/** Increments, and every few of them one code that all workers try to use. */
async function chaos(): Promise<string[]> {
  const now = await store.update(COUNTER, 'shared', oneMore);
  const count = now?.count ?? 0;
  const code = `code-${Math.floor(count / 4)}`;
  return [`+ ${count}`, ...((await store.create(CODES, code, { owner })) ? [`! ${code}`] : [])];
}

/** Reserves one slot of the call lane and uses it when it comes; both are told with the slot's own time. */
async function reserve(rate: number): Promise<string[]> {
  const waitMs = await store.reserve('calls', 1_000 / rate, 1);
  const slot = (looked + waitMs).toFixed(1);
  say('reserved', slot, clock.monotonic(), 0);
  await clock.sleep(waitMs);
  return [`used ${slot}`];
}

const JOBS: Readonly<Record<string, (turn: number) => Promise<string[]>>> = {
  chaos,
  'bare-chaos': chaos,
  'reserve-4': () => reserve(4),
  'reserve-20': () => reserve(20),
  'reserve-40': () => reserve(40),
  increment: async () => [`+ ${(await store.update(COUNTER, 'shared', oneMore))?.count ?? 0}`],
  claim: async (turn) =>
    (await store.create(CODES, `code-${turn}`, { owner })) ? [`! code-${turn}`] : ['-'],
};

function say(...words: readonly (string | number)[]): void {
  writeSync(1, `${words.join(' ')}\n`);
}

say('ready');
// Blocks until the starter says so, so that all begin at once.
readSync(0, Buffer.alloc(1));
for (let turn = 0; turn < Number(times); turn += 1) {
  const begun = clock.monotonic();
  try {
    const acknowledged = (await JOBS[job]?.(turn)) ?? [];
    const now = clock.monotonic();
    for (const line of acknowledged) say(line, now, now - begun);
  } catch (error) {
    if (!(error instanceof StateError) || error.code !== 'STATE_BUSY') throw error;
    say('busy', clock.monotonic());
  }
}
