import { describe, expect, it } from 'vitest';
import { StateError } from '@tgmcp/core';
import { contentHold } from './content-hold.js';
import { gateBench, type GateBench } from '../gates/test-bench.js';
import { FOUND_NOT_DONE, INTENTS, SETTLED_BY_READING } from './records.js';
import { settleByOperator } from './settle.js';
import { unsettledIntents } from './status.js';

const UNKNOWN = { ok: false, refusal: { code: 'OUTCOME_UNKNOWN' } };

/** An execution of a class that is never repeated, left with an unknown outcome; its code, and its proposal. */
async function leftOpen(): Promise<{ bench: GateBench; code: string; proposal: string }> {
  const bench = gateBench({ retry: 'never' });
  const code = await bench.ready();
  bench.telegram.faults.push({ kind: 'lost' });
  expect(await bench.execute(code)).toMatchObject(UNKNOWN);
  const [open] = await unsettledIntents(bench.store);
  return { bench, code, proposal: open?.intent.proposalId ?? '' };
}

describe('a write of unknown outcome', () => {
  it('that the operator found done counts as sent', async () => {
    const { bench, code, proposal } = await leftOpen();
    expect(await settleByOperator(bench.store, bench.clock, proposal, 'done')).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(bench.telegram.requests).toHaveLength(1);
    expect(await unsettledIntents(bench.store)).toEqual([]);
    expect(await bench.store.keys(FOUND_NOT_DONE)).toEqual([]);
  });

  it('that the operator found not done is tried again by its code, and never past a new unknown outcome', async () => {
    const { bench, code, proposal } = await leftOpen();
    expect(await settleByOperator(bench.store, bench.clock, proposal, 'not_done')).toMatchObject({
      ok: true,
    });
    expect(await unsettledIntents(bench.store)).toEqual([]);
    bench.telegram.faults.push({ kind: 'lost' });
    expect(await bench.execute(code)).toMatchObject(UNKNOWN);
    expect(await bench.execute(code)).toMatchObject(UNKNOWN);
    expect(bench.telegram.requests).toHaveLength(2);
    expect(await settleByOperator(bench.store, bench.clock, proposal, 'not_done')).toMatchObject({
      ok: true,
    });
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: false } });
    expect(bench.telegram.requests).toHaveLength(3);
  });

  it('is not settled twice, nor is another proposal', async () => {
    const { bench, code, proposal } = await leftOpen();
    expect(await settleByOperator(bench.store, bench.clock, 'another', 'not_done')).toBeUndefined();
    expect(await bench.execute(code)).toMatchObject(UNKNOWN);
    await settleByOperator(bench.store, bench.clock, proposal, 'done');
    expect(await settleByOperator(bench.store, bench.clock, proposal, 'not_done')).toBeUndefined();
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('is not settled while an execution of it runs', async () => {
    const { bench, proposal } = await leftOpen();
    const [id = ''] = await bench.store.keys(INTENTS);
    const digest = (await bench.store.get(INTENTS, id))?.value.contentDigest ?? '';
    await bench.store.acquireLease(contentHold(digest), 'actions', 60_000);
    expect(await settleByOperator(bench.store, bench.clock, proposal, 'done')).toMatchObject({
      ok: false,
      refusal: { code: 'INTENT_BUSY', retry_after: 1 },
    });
    expect(await unsettledIntents(bench.store)).toHaveLength(1);
  });

  it('that an execution settled in the meantime stays as that one found it', async () => {
    const { bench, proposal } = await leftOpen();
    const late = {
      ...bench.store,
      async acquireLease(...asked: Parameters<typeof bench.store.acquireLease>) {
        await settleByOperator(bench.store, bench.clock, proposal, 'done');
        return bench.store.acquireLease(...asked);
      },
    };
    expect(await settleByOperator(late, bench.clock, proposal, 'not_done')).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await bench.store.keys(FOUND_NOT_DONE)).toEqual([]);
    expect(await bench.store.keys(SETTLED_BY_READING)).toHaveLength(1);
  });

  it.each(['done', 'not_done'] as const)(
    'is not settled as %s where that cannot be recorded',
    async (seen) => {
      const { bench, proposal } = await leftOpen();
      const full = {
        ...bench.store,
        append: () => Promise.reject(new StateError('STATE_UNWRITABLE', 'audit', 'The disk is full.')),
      };
      expect(await settleByOperator(full, bench.clock, proposal, seen)).toMatchObject({
        ok: false,
        refusal: { code: 'AUDIT_UNWRITABLE' },
      });
      expect(await unsettledIntents(bench.store)).toHaveLength(1);
    },
  );
});

describe('what is open', () => {
  it('includes what was begun and has no end, and skips what is gone by the time it is read', async () => {
    const bench = gateBench();
    const previewed = await bench.preview();
    if (!previewed.ok) throw new Error(previewed.refusal.code);
    const { action, id: proposalId } = previewed.value.proposal;
    const { intent } = await bench.journal.claim({ action, proposalId, items: 1 });
    expect(await unsettledIntents(bench.store)).toEqual([]);
    await bench.journal.begin(intent, proposalId, 1);
    const vanishing = {
      ...bench.store,
      keys: async (kind: Parameters<typeof bench.store.keys>[0]) => [
        'gone',
        ...(await bench.store.keys(kind)),
      ],
    };
    expect(await unsettledIntents(vanishing)).toMatchObject([
      { intent: { id: intent.id }, status: { state: 'sending', attempts: 1 } },
    ]);
  });
});
