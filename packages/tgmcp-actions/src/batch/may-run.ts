import { done, refuse, requiredWaitLeft, type Clock, type Outcome } from '@tgmcp/core';
import { statusOf, type BatchView } from './summary.js';

/**
 * Whether items of a batch may be carried out now; asked before each of them. BATCH_OVER, REFUSED_BY_OPERATOR,
 * GRANT_NOT_ACTIVE, APPROVAL_PENDING, BATCH_PAUSED.
 */
export function mayRun(clock: Clock, view: BatchView): Outcome<void> {
  const status = statusOf(clock, view);
  const data = { batch_id: view.batch.id, status };
  const state = view.grant?.state;
  if (status === 'completed' || status === 'cancelled' || status === 'expired') {
    return refuse('BATCH_OVER', { data });
  }
  if (state === 'refused') return refuse('REFUSED_BY_OPERATOR');
  if (state === 'revoked' || state === 'invalid_scope')
    return refuse('GRANT_NOT_ACTIVE', { data: { state } });
  if (state !== 'active') {
    return refuse('APPROVAL_PENDING', {
      message: 'The approval of this batch is missing or over: tg_approve_batch says how it is given.',
      data: { proposal_id: view.progress.grantId ?? '' },
    });
  }
  return view.progress.held === 'paused' ? refuse('BATCH_PAUSED', { data }) : done(undefined);
}

/** Whether the wait that ended the last run is over; a quota may have been raised meanwhile, so it is tried. BATCH_PAUSED. */
export function hasWaited(clock: Clock, { batch, progress }: BatchView): Outcome<void> {
  const wait = progress.stopped?.reason === 'flood' ? progress.stopped.notBefore : undefined;
  const leftMs = wait === undefined ? 0 : requiredWaitLeft(clock, wait);
  if (leftMs === 0) return done(undefined);
  return refuse('BATCH_PAUSED', {
    message: 'Telegram asked this account to wait; the batch waits, too.',
    retryAfter: leftMs / 1000,
    data: { batch_id: batch.id, status: 'paused_flood' },
  });
}
