/**
 * What an execution asks of the disk: how often it waits for one, whatever the machine is busy with. A commit of the state
 * store waits twice, for its file and for its folder; what is flushed at the same time is one wait.
 */
import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStore, manualClock } from '@tgmcp/core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { gateBench } from '../../../packages/tgmcp-actions/src/gates/test-bench.js';

const MOST_COMMITS = 9;
const WAITS_OF_A_COMMIT = 2;

let dir: string;
const flushes = { inFlight: 0, waits: 0, all: 0 };

const SLOW_MS = 10;
const TURNS = 50;

/**
 * Does something when a disk would have done it on which every flush takes longer than whatever else a process does meanwhile:
 * so that what is begun before others have ended is no matter of who gets the processor when.
 */
function slowly(act: () => void): void {
  const turn = (left: number): void => void (left === 0 ? act() : setImmediate(() => turn(left - 1)));
  setTimeout(() => turn(TURNS), SLOW_MS);
}

/** Counts what is flushed, and the times at which nothing else was being flushed. */
function watch(name: 'fsync' | 'fdatasync'): void {
  const real = fs[name];
  vi.spyOn(fs, name).mockImplementation((descriptor, done) => {
    flushes.all += 1;
    if (flushes.inFlight === 0) flushes.waits += 1;
    flushes.inFlight += 1;
    real(descriptor, (error) => {
      slowly(() => {
        flushes.inFlight -= 1;
        done(error);
      });
    });
  });
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tgmcp-flushes-'));
  watch('fsync');
  watch('fdatasync');
  syncBuiltinESMExports();
});
afterAll(async () => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  await rm(dir, { recursive: true, force: true });
});

it(`waits for the disk no longer than ${MOST_COMMITS} commits, and answers when all is on it`, async () => {
  const clock = manualClock();
  const bench = gateBench({ clock, store: createFileStore({ root: join(dir, 'state'), clock }) });
  // The first makes the folders.
  for (const message_text of ['First', 'Second', 'Third']) {
    const code = await bench.ready({ message_text });
    Object.assign(flushes, { waits: 0, all: 0 });
    expect(await bench.execute(code, { message_text })).toMatchObject({ ok: true });
    expect(flushes.inFlight).toBe(0);
  }
  expect(flushes.all).toBeGreaterThan(flushes.waits);
  expect(flushes.waits).toBeLessThanOrEqual(MOST_COMMITS * WAITS_OF_A_COMMIT);
});
