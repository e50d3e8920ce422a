import { done, StateError, type Lease } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { holdRun, type RunHold } from './hold-run.js';
import { BATCH_ID, batchBench, type BatchBench } from './test-bench.js';

const END = done('done');

function holding(
  bench: BatchBench,
  work: (hold: RunHold) => Promise<unknown>,
  change: Partial<Parameters<typeof holdRun>[0]> = {},
) {
  const { store, book, clock } = bench;
  return holdRun({ store, book, clock, runLeaseMs: 1_800_000, ...change }, BATCH_ID, async (hold) => {
    await work(hold);
    return END;
  });
}

async function runOf(bench: BatchBench) {
  return (await bench.book.find(BATCH_ID))?.progress.run;
}

describe('the hold of a run', () => {
  it('is written down while it lasts, lives on while time passes, and is given back', async () => {
    const bench = await batchBench();
    const fences: number[] = [];
    const held = await holding(bench, async (hold) => {
      fences.push(hold.fence);
      const first = await runOf(bench);
      expect(first).toEqual({
        owner: expect.stringMatching(new RegExp(`^actions-${process.pid}-[\\da-f]{8}$`)),
        until: expect.objectContaining({ wall: bench.clock.now(), ms: 10_000 }),
      });
      await bench.clock.advance(60_000);
      const now = await runOf(bench);
      expect(now).toMatchObject({ owner: first?.owner, until: { ms: 10_000 } });
      // A third of the time that it holds is the longest that passes between two beats.
      expect(bench.clock.now() - (now?.until.wall ?? 0)).toBeLessThan(3_400);
      expect(await holding(bench, async () => expect.unreachable())).toMatchObject({
        ok: false,
        refusal: { code: 'BATCH_BUSY', retry_after: 10, data: { batch_id: BATCH_ID } },
      });
      expect(await hold.renew()).toBe(true);
    });
    expect(held).toEqual(END);
    expect(await runOf(bench)).toBeUndefined();
    expect(bench.clock.sleeping).toBe(0);
    await holding(bench, async (hold) => fences.push(hold.fence));
    const [first = 0, second = 0] = fences;
    expect(second).toBeGreaterThan(first);
  });

  it('is no longer than a run may last at all', async () => {
    const bench = await batchBench();
    await holding(
      bench,
      async () => {
        expect(await runOf(bench)).toMatchObject({ until: { ms: 3_000 } });
        expect(await holding(bench, async () => expect.unreachable(), { runLeaseMs: 3_000 })).toMatchObject({
          refusal: { retry_after: 3 },
        });
      },
      { runLeaseMs: 3_000 },
    );
  });

  it('is given back when the work throws', async () => {
    const bench = await batchBench();
    await expect(holding(bench, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await runOf(bench)).toBeUndefined();
    expect(await holding(bench, async () => undefined)).toEqual(END);
  });

  it('that cannot be given back ends by itself, and what was done stands', async () => {
    const bench = await batchBench();
    const trouble = () => Promise.reject(new StateError('STATE_UNWRITABLE', 'lease', 'The disk is full.'));
    const book = { ...bench.book, changeAs: trouble };
    const store = { ...bench.store, releaseLease: trouble };
    await expect(holding(bench, async () => undefined, { book })).rejects.toThrow();
    expect(await holding(bench, async () => undefined, { store })).toEqual(END);
    expect(await holding(bench, async () => undefined)).toMatchObject({ refusal: { code: 'BATCH_BUSY' } });
    await bench.clock.advance(10_000);
    expect(await holding(bench, async () => undefined)).toEqual(END);
  });

  it('that was lost writes nothing down, and takes nothing from the run that has it', async () => {
    const bench = await batchBench();
    const first: Lease[] = [];
    const store = {
      ...bench.store,
      acquireLease: async (...asked: Parameters<typeof bench.store.acquireLease>) => {
        const lease = await bench.store.acquireLease(...asked);
        if (lease !== undefined) first.push(lease);
        return lease;
      },
      renewLease: async () => false,
    };
    await holding(
      bench,
      async (lost) => {
        await bench.clock.advance(10_000);
        await holding(bench, async (hold) => {
          expect(await lost.renew()).toBe(false);
          expect(await lost.note((progress) => ({ ...progress, lastError: 'late' }))).toBe(false);
          expect(await hold.note((progress) => ({ ...progress, lastError: 'mine' }))).toBe(true);
          await bench.clock.advance(20_000);
          const progress = (await bench.book.find(BATCH_ID))?.progress;
          expect(progress).toMatchObject({ fence: hold.fence, lastError: 'mine' });
          expect(progress?.run?.until.wall).toBeGreaterThan(bench.clock.now() - 10_000);
        });
      },
      { store },
    );
    expect((await bench.book.find(BATCH_ID))?.progress).toMatchObject({ lastError: 'mine' });
    expect(first).toHaveLength(1);
  });

  it('goes on where the lease was forgotten, above all that was written down before', async () => {
    const bench = await batchBench();
    for (const _ of [1, 2, 3]) await holding(bench, async () => undefined);
    await bench.store.remove({ folder: 'leases', version: 1, schema: z.never() }, `batch-${BATCH_ID}`);
    const fences: number[] = [];
    for (const lastError of ['first', 'second']) {
      await holding(bench, async (hold) => {
        fences.push(hold.fence);
        expect(await hold.note((progress) => ({ ...progress, lastError }))).toBe(true);
      });
      expect((await bench.book.find(BATCH_ID))?.progress).toMatchObject({ lastError });
      expect(await runOf(bench)).toBeUndefined();
    }
    expect(fences).toEqual([4, 5]);
  });

  it('never has the token of a run before it, also where the lease counts up to just that one', async () => {
    const bench = await batchBench();
    await bench.book.change(BATCH_ID, (progress) => ({ ...progress, fence: 1 }));
    await holding(bench, async (hold) => {
      expect(hold.fence).toBe(2);
      expect(await bench.book.changeAs(1, BATCH_ID, (progress) => progress)).toBe(false);
    });
  });

  it('is not begun by who was overtaken before', async () => {
    const bench = await batchBench();
    const store = {
      ...bench.store,
      async acquireLease(...asked: Parameters<typeof bench.store.acquireLease>) {
        const lease = await bench.store.acquireLease(...asked);
        await bench.clock.advance(10_000);
        await holding(bench, async () => undefined);
        return lease;
      },
    };
    expect(await holding(bench, async () => expect.unreachable(), { store })).toMatchObject({
      refusal: { code: 'BATCH_BUSY' },
    });
    expect((await bench.book.find(BATCH_ID))?.progress).toMatchObject({ fence: 2 });
  });

  it('lives through a renewal that fails', async () => {
    const bench = await batchBench();
    let troubles = 1;
    const store = {
      ...bench.store,
      renewLease: (...asked: Parameters<typeof bench.store.renewLease>) =>
        troubles-- > 0
          ? Promise.reject(new StateError('STATE_BUSY', 'lease', 'Busy.'))
          : bench.store.renewLease(...asked),
    };
    await holding(
      bench,
      async () => {
        const from = (await runOf(bench))?.until.wall;
        await bench.clock.advance(3_400);
        // What could not be renewed is not said to hold for longer.
        expect((await runOf(bench))?.until.wall).toBe(from);
        await bench.clock.advance(5_600);
        expect((await runOf(bench))?.until.wall).toBeGreaterThan(bench.clock.now() - 9_000);
      },
      { store },
    );
  });

  it('keeps no other batch from its run', async () => {
    const bench = await batchBench();
    await holding(bench, async () => {
      const { store, book, clock } = bench;
      const parts = { store, book, clock, runLeaseMs: 1_800_000 };
      expect(await holdRun(parts, 'batch_other', async () => END)).toEqual(END);
    });
  });

  it('lives through a note of the beat that fails', async () => {
    const bench = await batchBench();
    let notes = 0;
    const changeAs: typeof bench.book.changeAs = (...asked) => {
      notes += 1;
      return notes === 2
        ? Promise.reject(new StateError('STATE_BUSY', 'batch-progress', 'Busy.'))
        : bench.book.changeAs(...asked);
    };
    const work = async (): Promise<void> => bench.clock.advance(9_000);
    expect(await holding(bench, work, { book: { ...bench.book, changeAs } })).toEqual(END);
    expect(notes).toBeGreaterThan(2);
  });
});
