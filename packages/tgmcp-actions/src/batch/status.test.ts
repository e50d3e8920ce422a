import { momentAfter, type Moment } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import type { GrantState } from '../approvals/grants.js';
import { hasWaited, mayRun } from './may-run.js';
import type { Progress } from './records.js';
import { pendingItems, RETRIED, statusOf, summaryOf, type BatchView } from './summary.js';
import { BATCH_ID, batchBench, type BatchBench } from './test-bench.js';

const WEEK_SEC = 604_800;

/** A batch of three items in use, with a change of how far it came, and of where its grant stands. */
async function open() {
  const bench = await batchBench({ items: 3 });
  const found = await bench.book.find(BATCH_ID);
  if (found?.grant === undefined) throw new Error('no grant');
  const { grant, ...rest } = found;
  const view = (change: Partial<Progress> = {}, state: GrantState | 'none' = 'active'): BatchView => ({
    ...rest,
    progress: { ...found.progress, ...change },
    ...(state === 'none' ? {} : { grant: { ...grant, state } }),
  });
  return { bench, view, found, grant };
}

const ends = (...list: readonly Progress['ends'][number]['end'][]): Pick<Progress, 'ends'> => ({
  ends: list.map((end, item) => ({ item, end })),
});
const held = (bench: BatchBench, ms = 1_000): Pick<Progress, 'run'> => ({
  run: { owner: 'actions-1', until: momentAfter(bench.clock, ms) },
});
const stopped = (reason: string, notBefore?: Moment): Pick<Progress, 'stopped'> => ({
  stopped: { reason, ...(notBefore === undefined ? {} : { notBefore }) },
});
const ALL = ends('success', 'failed', 'blocked_policy');

describe('where a batch stands', () => {
  it.each<[string, Partial<Progress>, GrantState | 'none', string]>([
    ['in use', {}, 'active', 'approved'],
    ['without a grant', {}, 'none', 'pending_approval'],
    ['waiting', {}, 'waiting', 'pending_approval'],
    ['approved and not taken', {}, 'approved', 'pending_approval'],
    ['replaced', {}, 'replaced', 'pending_approval'],
    ['over', {}, 'ended', 'pending_approval'],
    ['refused', {}, 'refused', 'refused'],
    ['revoked', {}, 'revoked', 'revoked'],
    ['changed on disk', {}, 'invalid_scope', 'invalid_scope'],
    ['cancelled, whatever else', { held: 'cancelled', ...ALL }, 'refused', 'cancelled'],
    ['done, whatever else', ALL, 'refused', 'completed'],
    ['held', { held: 'paused' }, 'active', 'paused'],
    ['held and not approved', { held: 'paused' }, 'ended', 'pending_approval'],
    ['stopped by a flood', stopped('flood'), 'active', 'paused_flood'],
    ['stopped by a quota of joins', stopped('join_quota_exceeded'), 'active', 'paused_quota'],
    ['stopped by what nobody knows', stopped('outcome_unknown'), 'active', 'paused_unknown'],
    ['stopped by anything else', stopped('writes_stopped'), 'active', 'approved'],
  ])('%s', async (_name, change, state, status) => {
    const { bench, view } = await open();
    expect(statusOf(bench.clock, view(change, state))).toBe(status);
  });

  it('running, while the run holds it', async () => {
    const { bench, view } = await open();
    const running = view({ ...held(bench), held: 'paused' });
    expect(statusOf(bench.clock, running)).toBe('running');
    await bench.clock.advance(1_000);
    expect(statusOf(bench.clock, running)).toBe('paused');
  });

  it('expired, after its week', async () => {
    const { bench, view } = await open();
    await bench.clock.advance(WEEK_SEC * 1000 - 30_001);
    expect(statusOf(bench.clock, view())).toBe('approved');
    await bench.clock.advance(1);
    expect(statusOf(bench.clock, view(held(bench)))).toBe('expired');
    expect(statusOf(bench.clock, view({}, 'revoked'))).toBe('revoked');
  });

  it('with the items that have no end', async () => {
    const { view } = await open();
    expect(pendingItems(view())).toEqual([0, 1, 2]);
    expect(pendingItems(view({ ends: [{ item: 1, end: 'failed' }] }))).toEqual([0, 2]);
    expect(RETRIED).toEqual(['failed', 'blocked_rights']);
  });
});

describe('the leave to run', () => {
  it.each<[Partial<Progress>, GrantState | 'none', object]>([
    [{}, 'waiting', { code: 'APPROVAL_PENDING' }],
    [{}, 'approved', { code: 'APPROVAL_PENDING' }],
    [{}, 'ended', { code: 'APPROVAL_PENDING' }],
    [{}, 'expired', { code: 'APPROVAL_PENDING' }],
    [{ held: 'paused' }, 'none', { code: 'APPROVAL_PENDING' }],
    [{}, 'refused', { code: 'REFUSED_BY_OPERATOR' }],
    [{}, 'revoked', { code: 'GRANT_NOT_ACTIVE', data: { state: 'revoked' } }],
    [{}, 'invalid_scope', { code: 'GRANT_NOT_ACTIVE', data: { state: 'invalid_scope' } }],
    [{ held: 'paused' }, 'active', { code: 'BATCH_PAUSED', data: { batch_id: BATCH_ID, status: 'paused' } }],
    [
      { held: 'cancelled' },
      'active',
      { code: 'BATCH_OVER', data: { batch_id: BATCH_ID, status: 'cancelled' } },
    ],
    [ALL, 'active', { code: 'BATCH_OVER', data: { batch_id: BATCH_ID, status: 'completed' } }],
  ])('is refused: %j, %s', async (change, state, refusal) => {
    const { bench, view } = await open();
    expect(mayRun(bench.clock, view(change, state))).toMatchObject({ ok: false, refusal });
  });

  it('names the grant that is waited for', async () => {
    const { bench, view, grant } = await open();
    expect(mayRun(bench.clock, view({}, 'waiting'))).toMatchObject({
      refusal: {
        message: expect.stringContaining('tg_approve_batch'),
        data: { proposal_id: grant.grant.id },
      },
    });
    const { grantId: _id, ...without } = view().progress;
    expect(mayRun(bench.clock, { ...view({}, 'none'), progress: without })).toMatchObject({
      refusal: { data: { proposal_id: '' } },
    });
  });

  it('ends with the week of the batch', async () => {
    const { bench, view } = await open();
    await bench.clock.advance(WEEK_SEC * 1000);
    expect(mayRun(bench.clock, view())).toMatchObject({
      refusal: { code: 'BATCH_OVER', data: { status: 'expired' } },
    });
  });

  it('is there while it is in use, running or stopped', async () => {
    const { bench, view } = await open();
    for (const change of [{}, held(bench), stopped('flood')]) {
      expect(mayRun(bench.clock, view(change))).toEqual({ ok: true, value: undefined });
    }
  });

  it('waits as long as Telegram asked for, and for no quota', async () => {
    const { bench, view } = await open();
    const wait = momentAfter(bench.clock, 60_000);
    expect(hasWaited(bench.clock, view(stopped('flood', wait)))).toMatchObject({
      ok: false,
      refusal: {
        code: 'BATCH_PAUSED',
        message: expect.stringContaining('Telegram asked this account to wait'),
        retry_after: 60,
        data: { batch_id: BATCH_ID, status: 'paused_flood' },
      },
    });
    for (const change of [{}, stopped('flood'), stopped('quota_exceeded', wait)]) {
      expect(hasWaited(bench.clock, view(change))).toEqual({ ok: true, value: undefined });
    }
    await bench.clock.advance(60_000);
    expect(hasWaited(bench.clock, view(stopped('flood', wait)))).toMatchObject({ ok: true });
  });
});

describe('the summary of a batch', () => {
  const sec = (ms: number): number => Math.floor(ms / 1000);

  it('counts what became of each of its targets', async () => {
    const { bench, view, found } = await open();
    const blocked = [
      { asked: 'a', code: 'TARGET_NOT_ALLOWED' },
      { asked: 'b', code: 'PEER_NOT_FOUND' },
      { asked: 'c', code: 'DUPLICATE' },
    ];
    const summary = (change: Partial<Progress>) =>
      summaryOf(bench.clock, {
        ...view(change),
        batch: { ...found.batch, blocked, note: 'tidy', user: '778' },
      });
    expect(summary(ends('success', 'already_member'))).toEqual({
      batch_id: BATCH_ID,
      batch_type: 'leave_dialog',
      status: 'approved',
      approved: true,
      approval_valid_until_ts: sec(bench.clock.now() + 86_400_000),
      user: '778',
      note: 'tidy',
      created_at_ts: sec(found.batch.created.wall),
      approved_at_ts: sec(bench.clock.now()),
      expires_at_ts: sec(found.batch.created.wall) + WEEK_SEC,
      total: 6,
      pending_count: 1,
      success_count: 1,
      already_member_count: 1,
      failed_count: 2,
      blocked_rights_count: 0,
      blocked_policy_count: 1,
    });
    expect(summary(ends('failed', 'blocked_rights', 'blocked_policy'))).toMatchObject({
      status: 'completed',
      pending_count: 0,
      failed_count: 3,
      blocked_rights_count: 1,
      blocked_policy_count: 2,
    });
  });

  it('names who holds it while it runs, and the wait while there is one', async () => {
    const { bench, view } = await open();
    const wait = stopped('flood', momentAfter(bench.clock, 60_000));
    const running = view({ ...held(bench, 5_000), ...wait });
    const now = sec(bench.clock.now());
    expect(summaryOf(bench.clock, running)).toMatchObject({
      status: 'running',
      run_lock_owner: 'actions-1',
      run_lock_until_ts: now + 5,
      not_before_ts: now + 60,
    });
    await bench.clock.advance(60_000);
    const later = summaryOf(bench.clock, running);
    expect(later).toMatchObject({ status: 'paused_flood' });
    for (const field of ['run_lock_owner', 'run_lock_until_ts', 'not_before_ts', 'user', 'note']) {
      expect(later).not.toHaveProperty(field);
    }
  });

  it('calls nothing approved that is not in use', async () => {
    const { bench, view } = await open();
    for (const one of [view({}, 'none'), view({}, 'ended'), view({ held: 'cancelled' })]) {
      const summary = summaryOf(bench.clock, one);
      expect(summary).toMatchObject({ approved: false });
      expect(summary).not.toHaveProperty('approval_valid_until_ts');
    }
    expect(summaryOf(bench.clock, view({}, 'none'))).not.toHaveProperty('approved_at_ts');
  });
});
