import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bench, HOLDERS } from './bench.js';
import { KINDS, runs } from './runs.js';
import { Model } from './model.js';
import type { Command } from './step.js';

const RUNS = 500;
const LENGTH = 80;
/** Fixed, so that a failure is the fault of a change and not of luck. */
const SEED = 7001;

const done = new Map<string, number>();

async function run(commands: Iterable<Command>): Promise<void> {
  const [model, bench] = [new Model(), new Bench()];
  await fc.asyncModelRun(() => ({ model, real: bench }), commands);
  for (const index of model.offline) {
    model.offline.delete(index);
    await bench.catchUp(model, index);
  }
  bench.compareReplicas(model);
  for (const index of HOLDERS.keys()) await bench.compareAnswers(model, index);
  for (const [kind, times] of bench.done) done.set(kind, (done.get(kind) ?? 0) + times);
}

describe('two people and three sessions', () => {
  it(`see what a plain model says, in ${RUNS} random runs`, async () => {
    await fc.assert(fc.asyncProperty(runs(LENGTH), run), { numRuns: RUNS, seed: SEED });
    for (const kind of KINDS) expect(done.get(kind) ?? 0, kind).toBeGreaterThan(RUNS / 2);
  }, 120_000);
});
