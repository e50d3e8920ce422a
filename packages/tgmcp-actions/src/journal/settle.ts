/** The operator's word about a write of which nobody knows whether Telegram carried it out. */
import {
  createAuditLog,
  momentAfter,
  refuse,
  type Clock,
  type Outcome,
  type StateStore,
  done,
} from '@tgmcp/core';
import { FOUND_NOT_DONE, SETTLED_BY_READING } from './records.js';
import { attemptKey, intentStatus, isUnsettled, unsettledIntents } from './status.js';
import { whileNobodyExecutes } from './while-nobody-executes.js';

/** What a person who looked at Telegram saw. */
export type SeenOutcome = 'done' | 'not_done';

/**
 * Settles what was begun under a proposal: `done` counts as sent from now on; `not_done` may be attempted again, by an
 * approved code that is within its life. Sends nothing. Undefined when nothing of this proposal is open. Refused with
 * INTENT_BUSY while an execution of the content runs, and with AUDIT_UNWRITABLE.
 */
export async function settleByOperator(
  store: StateStore,
  clock: Clock,
  proposalId: string,
  seen: SeenOutcome,
): Promise<Outcome<void> | undefined> {
  const standing = (await unsettledIntents(store)).find(({ intent }) => intent.proposalId === proposalId);
  if (standing === undefined) return undefined;
  const { intent } = standing;
  let settled: Outcome<void> = done(undefined);
  const held = await whileNobodyExecutes(store, intent, async () => {
    const status = await intentStatus(store, intent);
    if (!isUnsettled(status) || !('attempts' in status)) return true;
    const { accountId, verb, target } = intent.action;
    const recorded = await createAuditLog({ store, clock }).append({
      event: 'settle',
      action: verb,
      account: accountId,
      peer: target.id,
      content_sha256: intent.contentDigest,
      proposal_id: proposalId,
      outcome: seen,
    });
    if (!recorded.ok) settled = recorded;
    const fact = { intentId: intent.id, at: momentAfter(clock, 0) };
    if (recorded.ok && seen === 'done') {
      const ending = { kind: 'sent', result: {}, repeated: true } as const;
      await store.create(SETTLED_BY_READING, intent.id, { ...fact, ending });
    }
    if (recorded.ok && seen === 'not_done') {
      const { attempts: attempt } = status;
      await store.create(FOUND_NOT_DONE, attemptKey(intent, attempt), { ...fact, attempt });
    }
    return true;
  });
  return held ? settled : refuse('INTENT_BUSY', { retryAfter: 1 });
}
