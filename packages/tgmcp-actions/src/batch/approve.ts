/** Taking a batch into use, once a person has given leave; and asking anew where that leave is over. */
import { done, permissionLeft, refuse, type Clock, type Outcome, type ToolCall } from '@tgmcp/core';
import type { AskedGrant, Grants, GrantState, StandingGrant } from '../approvals/grants.js';
import type { GateParts } from '../gates/parts.js';
import { askForBatch } from './ask.js';
import type { BatchBook } from './book.js';
import { statusOf, type BatchStatus, type BatchView } from './summary.js';

/** What approving is done with. */
export interface ApproveParts {
  readonly grants: Grants;
  readonly book: BatchBook;
  readonly clock: Clock;
  readonly account: GateParts['account'];
  readonly leaseMs: number;
}

/** What the caller gives. */
export interface BatchApproval {
  readonly batchId: string;
  readonly confirmationText: string;
  readonly approvalCode: string;
}

/** The batch after the call; `asked`: its leave was over or never given, or its code was lost, and it was asked for anew. */
export interface Approved {
  readonly view: BatchView;
  readonly asked?: AskedGrant;
}

const OVER: readonly BatchStatus[] = ['completed', 'cancelled', 'expired'];

/** Where nothing forbids to ask once more. */
const ANEW: readonly GrantState[] = ['ended', 'expired', 'replaced'];

/** Whether a grant that was not taken into use waits for a code that the caller does not have; codes are told once. */
function isCodeLost(grants: Grants, { grant, state }: StandingGrant, code: string): boolean {
  return (state === 'waiting' || state === 'approved') && code === '' && grants.needsCode(grant);
}

/**
 * Takes the leave for a batch into use, where it was given; a batch that is in use stays as it is. GRANT_NOT_FOUND,
 * BATCH_OVER, and as {@link Grants.redeem}: APPROVAL_PENDING says that a person has not decided yet. Without the code, where
 * one is needed, leave is asked for anew, with a new code that has to grow old again.
 */
export async function approveBatch(
  parts: ApproveParts,
  { batchId, confirmationText, approvalCode }: BatchApproval,
  call: ToolCall,
): Promise<Outcome<Approved>> {
  const { grants, book, clock } = parts;
  const view = await book.find(batchId);
  if (view === undefined) return refuse('GRANT_NOT_FOUND', { data: { id: batchId } });
  const status = statusOf(clock, view);
  if (OVER.includes(status)) return refuse('BATCH_OVER', { data: { batch_id: batchId, status } });
  const { grant, batch } = view;
  if (grant?.state === 'active') return done({ view });
  if (grant === undefined || ANEW.includes(grant.state) || isCodeLost(grants, grant, approvalCode)) {
    const account = await parts.account();
    if (!account.ok) return account;
    const asked = await askForBatch(parts, batch, account.value, permissionLeft(clock, batch.created), call);
    return asked.ok ? done({ view: await again(book, view), asked: asked.value }) : asked;
  }
  const redeemed = await grants.redeem({
    verb: 'batch',
    id: grant.grant.id,
    approval_code: approvalCode,
    confirmation_text: confirmationText,
    codeOptional: true,
  });
  return redeemed.ok ? done({ view: await again(book, view) }) : redeemed;
}

async function again(book: BatchBook, view: BatchView): Promise<BatchView> {
  return (await book.find(view.batch.id)) ?? view;
}
