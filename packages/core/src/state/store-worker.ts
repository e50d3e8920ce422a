/**
 * A process that hammers a file store, for the tests of processes and of kills.
 * `node store-worker.cjs ROOT JOB TIMES NAME`; prints one line for each thing that was acknowledged.
 */
import { writeSync } from 'node:fs';
import { systemClock } from '../clock/system-clock.js';
import { createFileStore } from './file-store.js';
import { StateError } from './store.js';
import { COUNTERS, TEXTS } from './test-documents.js';

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
  grow: () =>
    store.update(TEXTS, 'big', (now) => ({ text: now === undefined ? 'small' : 'x'.repeat(40_000) })),
};

function numberOf(line: string | undefined): number {
  return Number(line?.split(' ')[0] ?? 0);
}

// Under `ulimit -f` a write is cut short, as on a full disk; by default the process would be killed instead.
process.on('SIGXFSZ', () => undefined);

for (let turn = 0; turn < Number(times); turn += 1) {
  try {
    const acknowledged = await JOBS[job]?.(turn);
    if (acknowledged !== undefined) writeSync(1, `${turn}\n`);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    writeSync(1, `${turn} ${error.code}\n`);
  }
}
