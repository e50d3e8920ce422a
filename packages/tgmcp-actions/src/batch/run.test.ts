import { createMemoryStore, manualClock, type Clock, type Outcome } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createHolds } from '../gates/hold.js';
import { noForms } from '../gates/test-bench.js';
import { settleByOperator } from '../journal/settle.js';
import { createBatchBook } from './book.js';
import { BATCHES, itemId } from './records.js';
import { runBatch, type RunReport } from './run.js';
import { summaryOf } from './summary.js';
import { BATCH_ID, batchBench, type BatchBench } from './test-bench.js';

async function summary(bench: BatchBench): Promise<ReturnType<typeof summaryOf>> {
  const view = await bench.book.find(BATCH_ID);
  if (view === undefined) throw new Error('The batch is gone');
  return summaryOf(bench.clock, view);
}

const codeOf = (outcome: Outcome<RunReport>): string | undefined =>
  outcome.ok ? undefined : outcome.refusal.code;

describe('a run', () => {
  it('carries out each item once, and a second run finds nothing to do', async () => {
    const bench = await batchBench({ groupLimit: 100 });
    expect(await bench.run()).toMatchObject({ ok: true, value: { processed: 5, stop: undefined } });
    expect(bench.sent()).toEqual([1, 1, 1, 1, 1]);
    expect(await summary(bench)).toMatchObject({ status: 'completed', success_count: 5, pending_count: 0 });
    expect(await bench.run()).toMatchObject({ ok: false, refusal: { code: 'BATCH_OVER' } });
    expect(bench.sent()).toEqual([1, 1, 1, 1, 1]);
  });

  it('ends at its number of items, and the next one goes on', async () => {
    const bench = await batchBench();
    expect(await bench.run(2)).toMatchObject({ value: { processed: 2, stop: { reason: 'max_actions' } } });
    expect(await summary(bench)).toMatchObject({ status: 'approved', success_count: 2, pending_count: 3 });
    expect(await bench.run(2)).toMatchObject({ value: { processed: 2 } });
    expect(bench.sent()).toEqual([1, 1, 1, 1, 0]);
  });

  it('ends with the call that the client cancelled', async () => {
    const bench = await batchBench();
    const cancelled = new AbortController();
    bench.telegram.beforeServing = async () => cancelled.abort();
    const answer = await bench.run(100, { signal: cancelled.signal });
    expect(answer).toMatchObject({ value: { processed: 1, stop: { reason: 'call_cancelled' } } });
    expect(bench.sent()).toEqual([1, 0, 0, 0, 0]);
  });

  it('of a batch whose approval is over is refused, until it is approved again', async () => {
    const bench = await batchBench({ approvedMs: 1_000 });
    await bench.clock.advance(2_000);
    expect(codeOf(await bench.run())).toBe('APPROVAL_PENDING');
    expect(await summary(bench)).toMatchObject({ status: 'pending_approval', approved: false });
    expect(bench.sent()).toEqual([0, 0, 0, 0, 0]);
    await bench.approveFor(60_000);
    expect(await bench.run()).toMatchObject({ value: { processed: 5 } });
  });

  it.each([
    ['refused', 'REFUSED_BY_OPERATOR'],
    ['revoked', 'GRANT_NOT_ACTIVE'],
  ] as const)('of a batch that was %s in the middle goes no further', async (status, code) => {
    const bench = await batchBench();
    bench.telegram.beforeServing = async () => {
      const grant = (await bench.book.find(BATCH_ID))?.grant?.grant;
      if (grant === undefined) throw new Error('no grant');
      if (status === 'refused') await bench.approvals.refuse(grant, 'terminal');
      else await bench.grants.revoke('batch', grant.id, 'operator', '');
    };
    expect(await bench.run()).toMatchObject({ value: { processed: 1, stop: { code } } });
    expect(codeOf(await bench.run())).toBe(code);
    expect(bench.sent()).toEqual([1, 0, 0, 0, 0]);
    expect(await summary(bench)).toMatchObject({ status, approved: false });
  });

  it('of a batch whose items are not what was approved is refused', async () => {
    const bench = await batchBench();
    const { batch } = (await bench.book.find(BATCH_ID)) ?? {};
    const [first, second, ...rest] = batch?.items ?? [];
    if (batch === undefined || first === undefined || second === undefined) throw new Error('no batch');
    await bench.store.update(BATCHES, BATCH_ID, () => ({ ...batch, items: [first, first, ...rest] }));
    const anew = { ...bench.runParts, book: createBatchBook(bench.store, bench.grants) };
    const request = { batchId: BATCH_ID, type: 'leave_dialog', maxActions: 9 } as const;
    expect(await runBatch(anew, request, noForms)).toMatchObject({
      refusal: { code: 'GRANT_NOT_ACTIVE', data: { state: 'invalid_scope' } },
    });
    expect(bench.sent()).toEqual([0, 0, 0, 0, 0]);
  });

  it.each([
    ['paused', 'BATCH_PAUSED'],
    ['cancelled', 'BATCH_OVER'],
  ] as const)('of a batch that was %s in the middle ends before the next item', async (held, code) => {
    const bench = await batchBench();
    bench.telegram.beforeServing = async () => {
      if (bench.telegram.requests.length === 2) {
        await bench.book.change(BATCH_ID, (progress) => ({ ...progress, held }));
      }
    };
    expect(await bench.run()).toMatchObject({ value: { processed: 2, stop: { code } } });
    expect(codeOf(await bench.run())).toBe(code);
    expect(bench.sent()).toEqual([1, 1, 0, 0, 0]);
    expect(await summary(bench)).toMatchObject({ status: held, success_count: 2 });
  });

  it('ends when the approval does', async () => {
    const bench = await batchBench({ approvedMs: 5_000 });
    bench.telegram.beforeServing = async () => bench.clock.advance(3_000);
    expect(await bench.run()).toMatchObject({ value: { processed: 2, stop: { code: 'APPROVAL_PENDING' } } });
    expect(bench.sent()).toEqual([1, 1, 0, 0, 0]);
  });

  it('of an unknown batch, or by the tool for others, is refused', async () => {
    const bench = await batchBench();
    const { batch } = (await bench.book.find(BATCH_ID)) ?? {};
    expect(batch?.type).toBe('leave_dialog');
    const call = noForms;
    const wrong = { batchId: BATCH_ID, type: 'add_member', maxActions: 1 } as const;
    expect(codeOf(await runBatch(bench.runParts, wrong, call))).toBe('BATCH_WRONG_TYPE');
    const unknown = { ...wrong, batchId: 'batch_none' };
    expect(codeOf(await runBatch(bench.runParts, unknown, call))).toBe('GRANT_NOT_FOUND');
    expect(bench.telegram.requests).toEqual([]);
  });
});

describe('an item', () => {
  it('whose chat left the allowlist is blocked, and the others go on', async () => {
    const bench = await batchBench({ items: 2 });
    const closed = await batchBench({
      items: 2,
      store: bench.store,
      clock: bench.clock,
      telegram: bench.telegram,
      allowed: '777',
    });
    expect(await closed.run(1)).toMatchObject({ value: { processed: 1 } });
    expect(await bench.run()).toMatchObject({ value: { processed: 1 } });
    expect(bench.sent()).toEqual([0, 1]);
    expect(await summary(bench)).toMatchObject({ blocked_policy_count: 1, success_count: 1 });
    expect((await bench.auditLines()).join('\n')).toContain('TARGET_NOT_ALLOWED');
  });

  it.each([
    ['NO_RIGHTS', 'blocked_rights_count'],
    ['RPC_ERROR', 'failed_count'],
    ['MESSAGE_NOT_FOUND', 'failed_count'],
  ] as const)('refused with %s ends alone', async (code, count) => {
    const bench = await batchBench({ items: 3 });
    bench.telegram.faults.push({ kind: 'before', code });
    const answer = await bench.run();
    const ended = code === 'RPC_ERROR' ? { processed: 0 } : { processed: 3, stop: undefined };
    // An error of Telegram without its number says nothing of what was done.
    expect(answer).toMatchObject({ ok: true, value: ended });
    if (code !== 'RPC_ERROR') expect(await summary(bench)).toMatchObject({ [count]: 1, success_count: 2 });
  });

  it('of an add-member batch that is so already is counted apart', async () => {
    const bench = await batchBench({ type: 'add_member', items: 2 });
    const code = await bench.ready({ message_text: 'Item 1' });
    expect(await bench.execute(code, { message_text: 'Item 1' })).toMatchObject({ ok: true });
    expect(await bench.run()).toMatchObject({ value: { processed: 2 } });
    expect(await summary(bench)).toMatchObject({ success_count: 1, already_member_count: 1 });
    expect(bench.sent()).toEqual([1, 1]);
  });
});

describe('a batch is paused, and nothing fails,', () => {
  it('by a flood wait, until it is over', async () => {
    const bench = await batchBench();
    bench.telegram.beforeServing = async () => {
      if (bench.telegram.requests.length === 3) {
        bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 60 });
      }
    };
    const answer = await bench.run();
    expect(answer).toMatchObject({ value: { processed: 2, stop: { reason: 'flood', retryAfter: 60 } } });
    expect(await summary(bench)).toMatchObject({
      status: 'paused_flood',
      failed_count: 0,
      pending_count: 3,
      not_before_ts: Math.floor(bench.clock.now() / 1000) + 60,
    });
    expect(await bench.run()).toMatchObject({ refusal: { code: 'BATCH_PAUSED', retry_after: 60 } });
    expect(bench.sent()).toEqual([1, 1, 1, 0, 0]);
    await bench.clock.advance(60_001);
    bench.telegram.beforeServing = async () => undefined;
    expect(await bench.run()).toMatchObject({ value: { processed: 3, stop: undefined } });
    expect(bench.sent()).toEqual([1, 1, 2, 1, 1]);
    expect(bench.telegram.messages.size).toBe(5);
  });

  it('by a quota that is used up, and may be run again as soon as there is more', async () => {
    const bench = await batchBench({ groupLimit: 2 });
    expect(await bench.run()).toMatchObject({ value: { processed: 2, stop: { code: 'QUOTA_EXHAUSTED' } } });
    expect(await summary(bench)).toMatchObject({ failed_count: 0, pending_count: 3 });
    await bench.clock.advance(86_400_000);
    expect(codeOf(await bench.run())).toBe('APPROVAL_PENDING');
    await bench.approveFor(86_400_000);
    expect(await bench.run(2)).toMatchObject({ value: { processed: 2 } });
    // The item that ended the last run comes last.
    expect(bench.sent()).toEqual([1, 1, 0, 1, 1]);
  });

  it('by an outcome that nobody knows, until a look or the operator settles it', async () => {
    const bench = await batchBench({ retry: 'never' });
    bench.telegram.faults.push({ kind: 'after' });
    const unknown = { value: { processed: 0, stop: { code: 'OUTCOME_UNKNOWN' } } };
    expect(await bench.run()).toMatchObject(unknown);
    expect(await bench.run()).toMatchObject(unknown);
    expect(bench.sent()).toEqual([1, 0, 0, 0, 0]);
    expect(await summary(bench)).toMatchObject({ status: 'paused_unknown', pending_count: 5 });
    const settled = await settleByOperator(bench.store, bench.clock, itemId({ id: BATCH_ID }, 0), 'done');
    expect(settled?.ok).toBe(true);
    expect(await bench.run()).toMatchObject({ value: { processed: 5, stop: undefined } });
    expect(bench.sent()).toEqual([1, 1, 1, 1, 1]);
    expect(await summary(bench)).toMatchObject({ success_count: 5 });
  });

  it('by a lost answer, and the next run looks before it does anything', async () => {
    const bench = await batchBench({ retry: 'absolute' });
    bench.telegram.faults.push({ kind: 'after' });
    expect(await bench.run()).toMatchObject({ value: { stop: { code: 'OUTCOME_UNKNOWN' } } });
    bench.telegram.readable = true;
    expect(await bench.run()).toMatchObject({ value: { processed: 5 } });
    expect(bench.sent()).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('two runs', () => {
  it('of one process attempt each item once', async () => {
    const bench = await batchBench({ items: 8, groupLimit: 100 });
    const answers = await Promise.all([bench.run(), bench.run(), bench.run()]);
    const done = answers.filter(({ ok }) => ok);
    const refused = answers.filter((one) => codeOf(one) === 'BATCH_BUSY');
    expect([done.length, refused.length]).toEqual([1, 2]);
    expect(bench.sent()).toEqual(Array(8).fill(1));
  });

  it('of two processes attempt each item once, and the one that lost its hold sends nothing more', async () => {
    const clock = manualClock();
    const store = createMemoryStore({ clock });
    const first = await batchBench({ items: 8, groupLimit: 100, clock, store });
    const second = await batchBench({ items: 8, groupLimit: 100, clock, store, telegram: first.telegram });
    const asleep = signalOf();
    const resumed = signalOf();
    // The first process is stopped as its third request is about to leave, for longer than its hold lives.
    const { openWrites } = first.runParts.parts;
    let opened = 0;
    const frozen: typeof openWrites = async (approved, run) => {
      opened += 1;
      if (opened === 3) {
        asleep.give();
        await resumed.given;
      }
      return openWrites(approved, run);
    };
    const dead: Clock = { ...clock, sleep: (_ms, signal) => untilAborted(signal) };
    const zombie = runBatch(
      {
        ...first.runParts,
        clock: dead,
        holds: createHolds(store, dead),
        parts: { ...first.runParts.parts, openWrites: frozen },
      },
      { batchId: BATCH_ID, type: 'leave_dialog', maxActions: 100 },
      noForms,
    );
    await asleep.given;
    expect(codeOf(await second.run())).toBe('BATCH_BUSY');
    await clock.advance(11_000);
    expect(await second.run()).toMatchObject({ ok: true, value: { processed: 6, stop: undefined } });
    resumed.give();
    expect(await zombie).toMatchObject({ value: { processed: 2, stop: { reason: 'overtaken' } } });
    expect(first.sent()).toEqual(Array(8).fill(1));
    expect(await summary(second)).toMatchObject({ status: 'completed', success_count: 8, total: 8 });
  });
});

function signalOf(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('aborted')));
  });
}
