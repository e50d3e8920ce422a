import { refuse } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { noForms } from '../gates/test-bench.js';
import { runBatch } from './run.js';
import { summaryOf } from './summary.js';
import { BATCH_ID, batchBench, type BatchBench } from './test-bench.js';

async function summary(bench: BatchBench): Promise<ReturnType<typeof summaryOf>> {
  const view = await bench.book.find(BATCH_ID);
  if (view === undefined) throw new Error('The batch is gone');
  return summaryOf(bench.clock, view);
}

describe('one item', () => {
  it('that may not be looked at any more is blocked, and the others go on', async () => {
    const bench = await batchBench({ items: 3 });
    const { parts } = bench.runParts;
    const answers = [refuse('CHAT_OUT_OF_SCOPE', { data: { reached_wire: false } })];
    const resolve: typeof parts.resolve = async (name) => answers.pop() ?? parts.resolve(name);
    const narrowed = { ...bench.runParts, parts: { ...parts, resolve } };
    const request = { batchId: BATCH_ID, type: 'leave_dialog', maxActions: 9 } as const;
    expect(await runBatch(narrowed, request, noForms)).toMatchObject({
      value: { processed: 3, stop: undefined },
    });
    expect(bench.sent()).toEqual([0, 1, 1]);
    expect(await summary(bench)).toMatchObject({ blocked_policy_count: 1, success_count: 2 });
  });

  it('that ends each run keeps no other one from its turn', async () => {
    const bench = await batchBench({ items: 4 });
    bench.telegram.beforeServing = async () => {
      const text = bench.telegram.requests.at(-1)?.action.content['text'];
      if (text === 'Item 0' || text === 'Item 2') {
        bench.telegram.faults.push({ kind: 'before', code: 'WRITE_BLOCKED' });
      }
    };
    for (const processed of [0, 1, 1, 0]) {
      expect(await bench.run()).toMatchObject({ value: { processed, stop: { code: 'WRITE_BLOCKED' } } });
    }
    expect(await summary(bench)).toMatchObject({ success_count: 2, pending_count: 2 });
    const [first, second, third, fourth] = bench.sent();
    expect([second, fourth]).toEqual([1, 1]);
    expect([first, third]).toEqual([2, 2]);
  });

  it('of unknown outcome is never gone past, nor repeated', async () => {
    const bench = await batchBench({ items: 3, retry: 'never' });
    bench.telegram.faults.push({ kind: 'after' });
    for (let run = 0; run < 3; run += 1) {
      expect(await bench.run()).toMatchObject({ value: { processed: 0, stop: { code: 'OUTCOME_UNKNOWN' } } });
    }
    expect(bench.sent()).toEqual([1, 0, 0]);
  });
});
