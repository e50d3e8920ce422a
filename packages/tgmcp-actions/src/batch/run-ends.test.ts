import { describe, expect, it } from 'vitest';
import { noForms } from '../gates/test-bench.js';
import { BATCHES, itemId } from './records.js';
import { runBatch } from './run.js';
import { BATCH_ID, batchBench, type BatchBench } from './test-bench.js';

const RUN = { batchId: BATCH_ID, type: 'leave_dialog', maxActions: 100 } as const;

async function progressOf(bench: BatchBench) {
  return (await bench.book.find(BATCH_ID))?.progress;
}

describe('a run', () => {
  it('that may last no longer ends before its next item', async () => {
    const bench = await batchBench();
    bench.telegram.beforeServing = async () => bench.clock.advance(2_500);
    const short = { ...bench.runParts, runLeaseMs: 5_000 };
    expect(await runBatch(short, RUN, noForms)).toMatchObject({
      value: { processed: 2, stop: { reason: 'run_lease_over' } },
    });
    expect(bench.sent()).toEqual([1, 1, 0, 0, 0]);
  });

  it('that lost its hold sends nothing, also when nobody has it yet', async () => {
    const bench = await batchBench({ items: 2 });
    const { store } = bench;
    const lost = { ...bench.runParts, store: { ...store, renewLease: async () => false } };
    expect(await runBatch(lost, RUN, noForms)).toMatchObject({
      ok: true,
      value: { processed: 0, stop: { reason: 'batch_busy', code: 'BATCH_BUSY', retryAfter: 1 } },
    });
    expect(bench.telegram.requests).toEqual([]);
    const [refusal] = (await bench.auditLines()).filter((line) => line.includes('"BATCH_BUSY"'));
    expect(refusal).toBeDefined();
    expect(await bench.run()).toMatchObject({ value: { processed: 2 } });
    expect(bench.sent()).toEqual([1, 1]);
  });

  it('of a batch that is paused does not begin with the next item at all', async () => {
    const bench = await batchBench({ items: 2 });
    bench.telegram.beforeServing = async () => {
      await bench.book.change(BATCH_ID, (progress) => ({ ...progress, held: 'paused' }));
    };
    expect(await bench.run()).toMatchObject({ value: { processed: 1, stop: { code: 'BATCH_PAUSED' } } });
    expect(await progressOf(bench)).not.toHaveProperty('stopped');
    expect((await bench.auditLines()).join('\n')).not.toContain(itemId({ id: BATCH_ID }, 1));
  });

  it('of a batch that was removed meanwhile ends, and what was about to leave does not', async () => {
    const bench = await batchBench({ items: 3 });
    const { batch } = (await bench.book.find(BATCH_ID)) ?? {};
    if (batch === undefined) throw new Error('no batch');
    await bench.book.create({ ...batch, id: 'batch_other' });
    const forget = async (): Promise<void> => {
      await bench.store.remove(BATCHES, BATCH_ID);
      await bench.book.find('batch_other');
    };
    bench.telegram.beforeServing = forget;
    expect(await bench.run()).toMatchObject({ ok: true, value: { processed: 1, stop: undefined } });
    expect(bench.sent()).toEqual([1, 0, 0]);

    const other = await batchBench({ items: 1 });
    await other.book.create({ ...batch, id: 'batch_other' });
    const { parts } = other.runParts;
    const openWrites: typeof parts.openWrites = async (approved, work) => {
      await other.store.remove(BATCHES, BATCH_ID);
      await other.book.find('batch_other');
      return parts.openWrites(approved, work);
    };
    const late = { ...other.runParts, parts: { ...parts, openWrites } };
    expect(await runBatch(late, RUN, noForms)).toMatchObject({
      value: { processed: 0, stop: { code: 'GRANT_NOT_FOUND' } },
    });
    expect(other.telegram.requests).toEqual([]);
  });

  it('says of what it is refused', async () => {
    const bench = await batchBench();
    expect(await runBatch(bench.runParts, { ...RUN, batchId: 'batch_none' }, noForms)).toMatchObject({
      refusal: { code: 'GRANT_NOT_FOUND', data: { id: 'batch_none' } },
    });
    expect(await runBatch(bench.runParts, { ...RUN, type: 'add_member' }, noForms)).toMatchObject({
      refusal: { code: 'BATCH_WRONG_TYPE', data: { batch_type: 'leave_dialog' } },
    });
  });

  it('tells how far it is', async () => {
    const bench = await batchBench({ items: 3 });
    const told: unknown[] = [];
    const progress = async (...said: unknown[]): Promise<void> => void told.push(said);
    await bench.run(1, { progress });
    await bench.run(9, { progress });
    expect(told).toEqual([
      [1, 3, 'Item 1 of 3'],
      [2, 3, 'Item 2 of 3'],
      [3, 3, 'Item 3 of 3'],
    ]);
  });
});

describe('what a run leaves behind', () => {
  it('is why it ended, at which item, and until when it waits', async () => {
    const bench = await batchBench({ items: 2 });
    bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 60 });
    await bench.run();
    expect(await progressOf(bench)).toMatchObject({
      stopped: {
        reason: 'flood',
        code: 'FLOOD_WAIT',
        item: itemId({ id: BATCH_ID }, 0),
        notBefore: { wall: bench.clock.now(), ms: 60_000 },
      },
      lastError: 'FLOOD_WAIT',
    });
  });

  it('is the last error of an item with what it says, and none where all went well', async () => {
    const bench = await batchBench({ items: 2 });
    expect(await bench.run(1)).toMatchObject({ value: { processed: 1 } });
    expect(await progressOf(bench)).not.toHaveProperty('lastError');
    bench.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    expect(await bench.run()).toMatchObject({ value: { processed: 1 } });
    const progress = await progressOf(bench);
    expect(progress?.ends).toEqual([
      { item: 0, end: 'success' },
      { item: 1, end: 'blocked_rights', code: 'NO_RIGHTS' },
    ]);
    expect(progress?.lastError).toMatch(/^NO_RIGHTS: \S/);
    expect(bench.sent()).toEqual([1, 1]);
  });
});
