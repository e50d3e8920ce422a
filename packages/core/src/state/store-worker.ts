/**
 * A process that hammers a file store, for the tests of processes and of kills.
 * `node store-worker.cjs ROOT JOB TIMES NAME`; prints one line for each thing that was acknowledged.
 */
import { writeSync } from 'node:fs';
import { systemClock } from '../clock/system-clock.js';
import { createFileStore } from './file-store.js';
import { COUNTERS } from './counters.js';

const [root = '', job = '', times = '0', name = ''] = process.argv.slice(2);
const store = createFileStore({ root, clock: systemClock() });

const JOBS: Readonly<Record<string, (turn: number) => Promise<unknown>>> = {
  increment: () => store.update(COUNTERS, 'shared', (now) => ({ count: (now?.count ?? 0) + 1 })),
  create: async (turn) =>
    (await store.create(COUNTERS, `fact-${turn}`, { count: turn })) ? 'won' : undefined,
  append: (turn) =>
    store.append('events', (before) => `${numberOf(before) + 1} ${name} ${turn}`).then(() => turn),
  reserve: async (turn) => {
    const waitMs = await store.reserve('calls', 10, 1);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return turn;
  },
};

function numberOf(line: string | undefined): number {
  return Number(line?.split(' ')[0] ?? 0);
}

for (let turn = 0; turn < Number(times); turn += 1) {
  const acknowledged = await JOBS[job]?.(turn);
  if (acknowledged !== undefined) writeSync(1, `${turn}\n`);
}
