/** Arguments and result fields that the batch tools share. */
import { neutraliseText, type Clock } from '@tgmcp/core';
import * as z from 'zod';
import { BATCH_TYPES } from '../records.js';
import { BATCH_STATUSES, pendingItems, summaryOf, type BatchView } from '../summary.js';
import { shortly } from '../create.js';

/** The id of a batch. */
export const batchId = z.string().min(1).max(64);
/** What the batch is for, in the caller's words; the approver sees it. */
export const note = z.string().max(300).default('');
/** How long the batch can be run; TG_ACTIONS_BATCH_TTL_HOURS unless given. */
export const ttlHours = z.int().min(1).max(720).optional();
/** A file within the file roots, the inbox or the exports. */
export const listPath = z.string().min(1).max(4096);

const ts = z.int().min(0).max(100_000_000_000);
const amount = z.int().min(0).max(1000);
const SHOWN = 20;

/** The summary, as every batch tool answers it. */
export const batchResult = {
  batch_id: batchId,
  batch_type: z.enum(BATCH_TYPES),
  status: z.enum(BATCH_STATUSES),
  approved: z.boolean(),
  approval_valid_until_ts: ts.optional(),
  run_lock_owner: z.string().optional(),
  run_lock_until_ts: ts.optional(),
  user: z.string().optional(),
  note: z.string().optional(),
  created_at_ts: ts,
  approved_at_ts: ts.optional(),
  expires_at_ts: ts,
  total: amount,
  pending_count: amount,
  success_count: amount,
  already_member_count: amount,
  failed_count: amount,
  blocked_rights_count: amount,
  blocked_policy_count: amount,
  not_before_ts: ts.optional(),
  next_step: z.string(),
};

/** What status and creation tell besides. */
export const batchDetails = {
  pending_groups_preview: z.array(z.string()),
  failures: z.array(z.string()),
  last_error: z.string().optional(),
  stopped_reason: z.string().optional(),
};

/** The summary with what to do next. */
export function batchFields(clock: Clock, view: BatchView) {
  const summary = summaryOf(clock, view);
  return { ...summary, next_step: NEXT[summary.status] };
}

/** The next targets, and why items failed; 20 of each at most. */
export function detailFields({ batch, progress }: BatchView) {
  const titleOf = (item: number): string => {
    const target = batch.items[item]?.target;
    return `${target?.id ?? ''} ${neutraliseText(target?.title ?? '').value}`;
  };
  const failures = progress.ends.flatMap(({ item, code }) =>
    code === undefined ? [] : [`${titleOf(item)}: ${code}`],
  );
  const { stopped, lastError } = progress;
  return {
    pending_groups_preview: pendingItems({ batch, progress }).slice(0, SHOWN).map(titleOf),
    failures: [...failures, ...batch.blocked.map(shortly)].slice(0, SHOWN),
    ...(lastError === undefined ? {} : { last_error: lastError }),
    ...(stopped === undefined ? {} : { stopped_reason: stopped.reason }),
  };
}

const NEXT: Readonly<Record<ReturnType<typeof summaryOf>['status'], string>> = {
  pending_approval: 'A person must approve it: tg_approve_batch says where and how.',
  approved: 'Call its run tool until status is completed.',
  running: 'A run is at work; look again later.',
  paused: 'It goes on by tg_control_batch with action resume.',
  paused_quota: 'Wait until not_before_ts, then call its run tool; nothing is lost.',
  paused_flood: 'Wait until not_before_ts, then call its run tool; do not loop.',
  paused_unknown:
    'Call its run tool once: it looks what became of the item. If it stops there again, a person must look and run "tgmcp settle".',
  completed: 'Nothing is left to do; tg_control_batch with action retry_failed tries failed items again.',
  cancelled: 'It was cancelled for good.',
  revoked: 'It was ended; do not make it again unless the person asks for it.',
  invalid_scope: 'It is not what was approved any more; tell the person.',
  refused: 'A person refused it; do not make it again unless they ask for it.',
  expired: 'It can no longer be run; what is left takes a new batch.',
};
