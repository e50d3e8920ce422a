/** What needs no approval: ending a batch, holding it, letting it go on, and giving failed items another chance. */
import { done, refuse, type Clock, type Outcome } from '@tgmcp/core';
import type { Grants } from '../approvals/grants.js';
import type { BatchBook } from './book.js';
import type { Progress } from './records.js';
import { RETRIED, statusOf, type BatchStatus, type BatchView } from './summary.js';

/** What can be done to a batch. */
export const CONTROLS = ['pause', 'resume', 'retry_failed', 'cancel'] as const;
export type Control = (typeof CONTROLS)[number];

const CHANGES: Readonly<Record<Control, (progress: Progress) => Progress>> = {
  pause: (progress) => ({ ...progress, held: 'paused' }),
  resume: ({ held: _held, ...progress }) => progress,
  // What failed was approved and not done: doing it is no more than that. The run asks for an approval that holds.
  retry_failed: (progress) => ({
    ...progress,
    ends: progress.ends.filter(({ end }) => !RETRIED.includes(end)),
  }),
  cancel: (progress) => ({ ...progress, held: 'cancelled' }),
};

const OVER: readonly BatchStatus[] = ['cancelled', 'expired', 'refused', 'revoked', 'invalid_scope'];

/** What controlling is done with. */
interface ControlParts {
  readonly book: BatchBook;
  readonly clock: Clock;
  readonly grants: Pick<Grants, 'revoke'>;
}

/** Does it; a run that is under way ends before its next item. GRANT_NOT_FOUND, BATCH_OVER. */
export async function controlBatch(
  { book, clock, grants }: ControlParts,
  id: string,
  control: Control,
): Promise<Outcome<BatchView>> {
  const found = await book.find(id);
  if (found === undefined) return refuse('GRANT_NOT_FOUND', { data: { id } });
  const status = statusOf(clock, found);
  const over = OVER.includes(status) || (status === 'completed' && control !== 'retry_failed');
  if (over) return refuse('BATCH_OVER', { data: { batch_id: id, status } });
  // Somebody else may have ended it meanwhile, for good.
  const progress = await book.change(id, (now) => (now.held === 'cancelled' ? now : CHANGES[control](now)));
  const { grant } = found;
  if (control === 'cancel' && grant !== undefined) {
    const revoked = await grants.revoke('batch', grant.grant.id, 'agent', 'cancelled');
    if (!revoked.ok) return revoked;
  }
  return done({ ...found, progress });
}
