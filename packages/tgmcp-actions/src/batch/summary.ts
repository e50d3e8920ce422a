/** Where a batch stands, and what every tool says of it. Reads nothing: everything comes in. */
import { permissionLeft, requiredWaitLeft, type Clock, type Moment } from '@tgmcp/core';
import type { StandingGrant } from '../approvals/grants.js';
import { isPolicy } from './item-outcome.js';
import { ITEM_ENDS, type Batch, type ItemEnd, type Progress } from './records.js';

/** Where a batch stands. `paused_…` says why the last run ended; it may be run again once the reason is gone. */
export const BATCH_STATUSES = [
  'pending_approval',
  'approved',
  'running',
  'paused',
  'paused_quota',
  'paused_flood',
  'paused_unknown',
  'completed',
  'cancelled',
  'refused',
  'revoked',
  'invalid_scope',
  'expired',
] as const;
export type BatchStatus = (typeof BATCH_STATUSES)[number];

/** A batch with all that its status comes from. */
export interface BatchView {
  readonly batch: Batch;
  readonly progress: Progress;
  /** The newest leave that was asked for it. */
  readonly grant?: StandingGrant;
}

/** Numbers of the items that have no end yet, in order. */
export function pendingItems({ batch, progress }: Pick<BatchView, 'batch' | 'progress'>): number[] {
  const ended = new Set(progress.ends.map(({ item }) => item));
  return batch.items.map((_, item) => item).filter((item) => !ended.has(item));
}

/** Where a batch stands now. */
export function statusOf(clock: Clock, view: BatchView): BatchStatus {
  const { batch, progress, grant } = view;
  if (progress.held === 'cancelled') return 'cancelled';
  if (pendingItems(view).length === 0) return 'completed';
  const ended = ENDED[grant?.state ?? ''];
  if (ended !== undefined) return ended;
  if (permissionLeft(clock, batch.created) === 0) return 'expired';
  if (progress.run !== undefined && permissionLeft(clock, progress.run.until) > 0) return 'running';
  if (grant?.state !== 'active') return 'pending_approval';
  if (progress.held === 'paused') return 'paused';
  return PAUSES[progress.stopped?.reason ?? ''] ?? 'approved';
}

const ENDED: Readonly<Record<string, BatchStatus>> = {
  refused: 'refused',
  revoked: 'revoked',
  invalid_scope: 'invalid_scope',
};

const PAUSES: Readonly<Record<string, BatchStatus>> = {
  join_quota_exceeded: 'paused_quota',
  flood: 'paused_flood',
  outcome_unknown: 'paused_unknown',
};

/** The summary of a batch, as every batch tool answers it. Times in whole seconds since the epoch. */
export function summaryOf(clock: Clock, view: BatchView) {
  const { batch, progress, grant } = view;
  const status = statusOf(clock, view);
  const counts = countsOf(view);
  const approved = grant?.state === 'active' && status !== 'cancelled';
  const taken = grant?.taken;
  const { run, stopped } = progress;
  const wait = stopped?.notBefore;
  return {
    batch_id: batch.id,
    batch_type: batch.type,
    status,
    approved,
    ...(approved ? { approval_valid_until_ts: seconds(clock.now() + grant.leftMs) } : {}),
    ...(status === 'running' && run
      ? { run_lock_owner: run.owner, run_lock_until_ts: endOf(run.until) }
      : {}),
    ...(batch.user === undefined ? {} : { user: batch.user }),
    ...(batch.note === '' ? {} : { note: batch.note }),
    created_at_ts: seconds(batch.created.wall),
    ...(taken === undefined ? {} : { approved_at_ts: seconds(taken.wall) }),
    expires_at_ts: endOf(batch.created),
    total: batch.items.length + batch.blocked.length,
    ...counts,
    ...(wait !== undefined && requiredWaitLeft(clock, wait) > 0 ? { not_before_ts: endOf(wait) } : {}),
  };
}

function countsOf(view: BatchView) {
  const count = (end: ItemEnd): number => view.progress.ends.filter((one) => one.end === end).length;
  const blocked = view.batch.blocked.filter(({ code }) => isPolicy(code)).length;
  const lost = view.batch.blocked.length - blocked;
  return {
    pending_count: pendingItems(view).length,
    success_count: count('success'),
    already_member_count: count('already_member'),
    failed_count: count('failed') + lost,
    blocked_rights_count: count('blocked_rights'),
    blocked_policy_count: count('blocked_policy') + blocked,
  } satisfies Record<`${ItemEnd | 'pending'}_count`, number>;
}

function endOf(moment: Moment | undefined): number {
  return moment === undefined ? 0 : seconds(moment.wall + moment.ms);
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** Ends that a retry gives another chance: whatever Telegram or the rights of the account forbade. */
export const RETRIED: readonly ItemEnd[] = ITEM_ENDS.filter(
  (end) => end === 'failed' || end === 'blocked_rights',
);
