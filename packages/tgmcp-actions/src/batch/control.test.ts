import { refuse } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { REVOKED_GRANTS } from '../approvals/grant-records.js';
import { controlBatch } from './control.js';
import type { Progress } from './records.js';
import { BATCH_ID, batchBench } from './test-bench.js';

describe('what needs no approval', () => {
  const failed: Pick<Progress, 'ends'> = {
    ends: [
      { item: 0, end: 'success' },
      { item: 1, end: 'failed' },
      { item: 2, end: 'blocked_rights' },
    ],
  };

  async function controlled(change: Partial<Progress> = {}) {
    const bench = await batchBench({ items: 3 });
    await bench.book.change(BATCH_ID, (progress) => ({ ...progress, ...change }));
    const { book, clock, grants } = bench;
    const control = (what: Parameters<typeof controlBatch>[2], id = BATCH_ID) =>
      controlBatch({ book, clock, grants }, id, what);
    const now = async () => {
      const found = await book.find(BATCH_ID);
      return { held: found?.progress.held, ends: found?.progress.ends, grant: found?.grant?.state };
    };
    return { bench, control, now };
  }

  it('holds a batch and lets it go on', async () => {
    const { control, now } = await controlled();
    expect(await control('pause')).toMatchObject({ ok: true, value: { progress: { held: 'paused' } } });
    expect(await now()).toMatchObject({ held: 'paused', grant: 'active' });
    expect(await control('resume')).toMatchObject({ ok: true });
    expect(await now()).toMatchObject({ held: undefined, grant: 'active' });
  });

  it('ends a batch for good, with the leave that was given for it', async () => {
    const { control, now } = await controlled();
    expect(await control('cancel')).toMatchObject({ ok: true, value: { progress: { held: 'cancelled' } } });
    expect(await now()).toMatchObject({ held: 'cancelled', grant: 'revoked' });
    for (const what of ['pause', 'resume', 'retry_failed', 'cancel'] as const) {
      expect(await control(what)).toMatchObject({
        ok: false,
        refusal: { code: 'BATCH_OVER', data: { batch_id: BATCH_ID, status: 'cancelled' } },
      });
    }
    expect(await now()).toMatchObject({ held: 'cancelled' });
  });

  it('says why the leave ended, and is refused where that cannot be recorded', async () => {
    const { bench, control } = await controlled();
    const { book, clock, grants } = bench;
    const revoke: typeof grants.revoke = async () => refuse('AUDIT_UNWRITABLE');
    const unrecorded = { book, clock, grants: { ...grants, revoke } };
    expect(await controlBatch(unrecorded, BATCH_ID, 'cancel')).toMatchObject({
      refusal: { code: 'AUDIT_UNWRITABLE' },
    });
    const other = await controlled();
    expect(await other.control('cancel')).toMatchObject({ ok: true });
    const [id = ''] = await other.bench.store.keys(REVOKED_GRANTS);
    expect((await other.bench.store.get(REVOKED_GRANTS, id))?.value).toMatchObject({ reason: 'cancelled' });
    expect(await control('pause')).toMatchObject({ refusal: { data: { status: 'cancelled' } } });
  });

  it('ends a batch of which nobody was asked', async () => {
    const { bench, control, now } = await controlled();
    await bench.book.change(BATCH_ID, ({ grantId: _id, ...progress }) => progress);
    expect(await control('cancel')).toMatchObject({ ok: true, value: { progress: { held: 'cancelled' } } });
    expect(await now()).toMatchObject({ held: 'cancelled', grant: undefined });
  });

  it('gives what failed another chance, also once all is done, and nothing else', async () => {
    const { control, now } = await controlled(failed);
    for (const what of ['pause', 'resume', 'cancel'] as const) {
      expect(await control(what)).toMatchObject({
        refusal: { code: 'BATCH_OVER', data: { status: 'completed' } },
      });
    }
    expect(await control('retry_failed')).toMatchObject({ ok: true });
    expect(await now()).toEqual({ held: undefined, ends: [{ item: 0, end: 'success' }], grant: 'active' });
  });

  it('is not done to a batch that is none, or that may never run again', async () => {
    const { bench, control, now } = await controlled();
    expect(await control('cancel', 'batch_none')).toMatchObject({
      refusal: { code: 'GRANT_NOT_FOUND', data: { id: 'batch_none' } },
    });
    const grant = (await bench.book.find(BATCH_ID))?.grant?.grant;
    if (grant === undefined) throw new Error('no grant');
    await bench.grants.revoke('batch', grant.id, 'operator', '');
    expect(await control('resume')).toMatchObject({
      refusal: { code: 'BATCH_OVER', data: { status: 'revoked' } },
    });
    expect(await now()).toMatchObject({ grant: 'revoked' });
  });

  it.each(['refused', 'invalid_scope', 'expired'] as const)(
    'is not done to a batch that is %s',
    async (status) => {
      const { bench } = await controlled();
      const view = await bench.book.find(BATCH_ID);
      if (view?.grant === undefined) throw new Error('no grant');
      const { batch, grant } = view;
      if (status === 'refused') await bench.approvals.refuse(grant.grant, 'terminal');
      if (status === 'expired') await bench.clock.advance(batch.created.ms);
      const { book, clock, grants } = bench;
      const changed = { ...view, grant: { ...grant, state: status } };
      const seen = status === 'invalid_scope' ? { ...book, find: async () => changed } : book;
      for (const what of ['pause', 'resume', 'retry_failed', 'cancel'] as const) {
        expect(await controlBatch({ book: seen, clock, grants }, BATCH_ID, what)).toMatchObject({
          ok: false,
          refusal: { code: 'BATCH_OVER', data: { batch_id: BATCH_ID, status } },
        });
      }
    },
  );

  it('does not bring back what somebody else ended meanwhile', async () => {
    const { bench, now } = await controlled();
    const { book, clock, grants } = bench;
    const slow = {
      ...book,
      find: async (id: string) => {
        const found = await book.find(id);
        await book.change(id, (progress) => ({ ...progress, held: 'cancelled' }));
        return found;
      },
    };
    expect(await controlBatch({ book: slow, clock, grants }, BATCH_ID, 'resume')).toMatchObject({
      ok: true,
      value: { progress: { held: 'cancelled' } },
    });
    expect(await now()).toMatchObject({ held: 'cancelled' });
  });
});
