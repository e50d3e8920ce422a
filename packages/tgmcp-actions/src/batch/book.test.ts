import { describe, expect, it } from 'vitest';
import { createBatchBook } from './book.js';
import { BATCHES, PROGRESS } from './records.js';
import { BATCH_ID, batchBench } from './test-bench.js';

async function open() {
  const bench = await batchBench({ items: 2 });
  const found = await bench.book.find(BATCH_ID);
  if (found?.grant === undefined) throw new Error('no grant');
  return { bench, batch: found.batch, grant: found.grant.grant };
}

describe('the book of batches', () => {
  it('shows a batch with how far it came and the leave it has', async () => {
    const { bench, batch, grant } = await open();
    expect(await bench.book.find(BATCH_ID)).toMatchObject({
      batch,
      progress: { fence: 0, ends: [], grantId: grant.id },
      grant: { state: 'active', grant: { id: grant.id } },
    });
    expect(await bench.book.find('batch_none')).toBeUndefined();
    await bench.store.remove(PROGRESS, BATCH_ID);
    expect(await bench.book.find(BATCH_ID)).toEqual({ batch, progress: { fence: 0, ends: [] } });
    await bench.book.change(BATCH_ID, (progress) => ({ ...progress, grantId: 'aaaaaaaaaaaa' }));
    expect(await bench.book.find(BATCH_ID)).not.toHaveProperty('grant');
  });

  it('gives a batch no leave that was given for other items, or for another batch', async () => {
    const { bench, batch, grant } = await open();
    const [first, second] = batch.items;
    if (first === undefined || second === undefined) throw new Error('no items');
    await bench.book.create({ ...batch, id: 'batch_other', items: [second, first] });
    await bench.book.change('batch_other', (progress) => ({ ...progress, grantId: grant.id }));
    expect(await bench.book.find('batch_other')).toMatchObject({
      grant: { state: 'invalid_scope', leftMs: 0 },
    });
    await bench.store.update(BATCHES, BATCH_ID, () => ({ ...batch, items: [first] }));
    const anew = createBatchBook(bench.store, bench.grants);
    expect(await anew.find(BATCH_ID)).toMatchObject({ grant: { state: 'invalid_scope', leftMs: 0 } });
  });

  it('reads a batch once, and how far it came each time', async () => {
    const { bench, batch } = await open();
    const reads: string[] = [];
    const store: typeof bench.store = {
      ...bench.store,
      get: (kind, key) => {
        reads.push(kind.folder);
        return bench.store.get(kind, key);
      },
    };
    const book = createBatchBook(store, bench.grants);
    await bench.book.create({ ...batch, id: 'batch_other' });
    for (const id of [BATCH_ID, BATCH_ID, 'batch_other', 'batch_other']) {
      expect((await book.find(id))?.batch.id).toBe(id);
    }
    expect(reads.filter((folder) => folder === BATCHES.folder)).toHaveLength(2);
    expect(reads.filter((folder) => folder === PROGRESS.folder)).toHaveLength(4);
  });

  it('asks for the digest by the life of the grant that there is now', async () => {
    const { bench } = await open();
    await bench.approveFor(60_000);
    expect(await bench.book.find(BATCH_ID)).toMatchObject({ grant: { state: 'active', lifeMs: 60_000 } });
    await bench.approveFor(30_000);
    expect(await bench.book.find(BATCH_ID)).toMatchObject({ grant: { state: 'active', lifeMs: 30_000 } });
  });

  it('never puts one batch in the place of another', async () => {
    const { bench, batch } = await open();
    await expect(bench.book.create({ ...batch, note: 'other' })).rejects.toThrow('the same random id');
    expect((await bench.store.get(BATCHES, BATCH_ID))?.value).toEqual(batch);
  });

  it('lets the newest run alone write down how far a batch came', async () => {
    const { bench } = await open();
    const note = (fence: number, lastError: string) =>
      bench.book.changeAs(fence, BATCH_ID, (progress) => ({ ...progress, lastError }));
    const stands = async () => (await bench.store.get(PROGRESS, BATCH_ID))?.value;
    expect(await note(2, 'two')).toBe(true);
    expect(await note(2, 'two again')).toBe(true);
    expect(await note(1, 'late')).toBe(false);
    expect(await stands()).toMatchObject({ fence: 2, lastError: 'two again' });
    expect(await note(3, 'three')).toBe(true);
    expect(await stands()).toMatchObject({ fence: 3, lastError: 'three' });
    expect(await bench.book.changeAs(1, 'batch_new', (progress) => ({ ...progress, lastError: 'new' }))).toBe(
      true,
    );
    expect((await bench.store.get(PROGRESS, 'batch_new'))?.value).toEqual({
      fence: 1,
      ends: [],
      lastError: 'new',
    });
    expect(await bench.book.change('batch_newer', (progress) => ({ ...progress, held: 'paused' }))).toEqual({
      fence: 0,
      ends: [],
      held: 'paused',
    });
  });
});
