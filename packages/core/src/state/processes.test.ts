import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/system-clock.js';
import { COUNTERS, TEXTS } from './test-documents.js';
import { createFileStore } from './file-store.js';
import type { StateStore } from './store.js';

/** What bundled CommonJS modules expect to find. */
const COMMONJS =
  "import{createRequire}from'node:module';const require=createRequire(import.meta.url),__filename=import.meta.url;";

const base = mkdtempSync(join(tmpdir(), 'tgmcp-processes-'));
const worker = join(base, 'worker.mjs');
let roots = 0;
let root: string;
let store: StateStore;

interface Worker {
  readonly process: ChildProcess;
  /** What it acknowledged, when it has ended. */
  readonly acknowledged: Promise<string[]>;
}

function start(job: string, times: number, name: string): Worker {
  const child = spawn(process.execPath, [worker, root, job, String(times), name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const acknowledged = new Promise<string[]>((resolve) => {
    child.on('close', () => resolve(output.split('\n').filter((line) => line !== '')));
  });
  return { process: child, acknowledged };
}

async function all(job: string, times: number, count = 8): Promise<string[]> {
  const workers = Array.from({ length: count }, (_, name) => start(job, times, String(name)));
  return (await Promise.all(workers.map((each) => each.acknowledged))).flat();
}

beforeAll(() => {
  buildSync({
    entryPoints: [fileURLToPath(new URL('store-worker.ts', import.meta.url))],
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: COMMONJS },
  });
});
beforeEach(() => {
  root = join(base, String((roots += 1)));
  store = createFileStore({ root, clock: systemClock() });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('a file store that processes share', () => {
  it('loses none of 8 x 25 increments', async () => {
    expect(await all('increment', 25)).toHaveLength(200);
    expect((await store.get(COUNTERS, 'shared'))?.value).toEqual({ count: 200 });
  });

  it('has exactly one creator of each of 50 facts among 8 processes', async () => {
    const wins = await all('create', 50);
    expect(wins).toHaveLength(50);
    expect(new Set(wins)).toHaveProperty('size', 50);
  });

  it('numbers the lines of a log that 4 processes write without a gap', async () => {
    await all('append', 15, 4);
    const lines = await store.readLog('events');
    expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(
      Array.from({ length: 60 }, (_, n) => n + 1),
    );
  });

  it('keeps the common pace: 100 calls a second among 8 processes', async () => {
    const clock = systemClock();
    await store.reserve('calls', 10, 1);
    const begun = clock.monotonic();
    await all('reserve', 10);
    const ms = await store.reserve('calls', 10, 1).then((waitMs) => clock.monotonic() - begun + waitMs);
    expect(ms).toBeGreaterThanOrEqual(81 * 10 - 1);
  });

  it('loses nothing acknowledged when writers are killed and paused', async () => {
    const workers = Array.from({ length: 6 }, (_, name) => start('increment', 100_000, String(name)));
    for (const [turn, each] of workers.entries()) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      if (turn % 2 === 0) each.process.kill('SIGKILL');
      else each.process.kill('SIGSTOP');
    }
    // Meanwhile the document moves on and is pruned; then the paused writers wake up with what they knew.
    const others = Array.from({ length: 20 }, () =>
      store.update(COUNTERS, 'shared', (now) => ({ count: (now?.count ?? 0) + 1 })),
    );
    await Promise.all(others);
    for (const each of workers) each.process.kill('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 150));
    for (const each of workers) each.process.kill('SIGKILL');
    const acknowledged = (await Promise.all(workers.map((each) => each.acknowledged))).flat().length + 20;
    const count = (await store.get(COUNTERS, 'shared'))?.value.count ?? 0;
    expect(count).toBeGreaterThanOrEqual(acknowledged);
    expect(count).toBeLessThanOrEqual(acknowledged + workers.length);
  });

  it('keeps the old state when a file cannot be written whole', async () => {
    // Over the limit the system takes part of the bytes, as a full disk does: the library that writes does not notice.
    const limited = spawnSync(
      'sh',
      ['-c', 'ulimit -f 16; exec "$@"', 'sh', process.execPath, worker, root, 'grow', '3'],
      {
        encoding: 'utf8',
      },
    );
    expect(limited.stdout).toBe('0\n1 STATE_UNWRITABLE\n2 STATE_UNWRITABLE\n');
    expect(await store.get(TEXTS, 'big')).toEqual({ value: { text: 'small' }, generation: 1 });
    await store.update(TEXTS, 'big', () => ({ text: 'larger again' }));
    expect((await store.get(TEXTS, 'big'))?.value.text).toBe('larger again');
    expect(readdirSync(join(root, 'texts', 'big')).filter((name) => name.endsWith('.json'))).toHaveLength(2);
  });
});
