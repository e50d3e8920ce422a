import { join } from 'node:path';
import type { Clock, Settings, StateStore } from '@tgmcp/core';
import { createApprovals } from '../approvals/approvals.js';
import { approvalPolicy, type ApprovalSettings } from '../approvals/policy.js';
import { isGrant } from '../approvals/proposal.js';
import { INTENTS } from '../journal/records.js';
import { intentStatus, unsettledIntents } from '../journal/status.js';
import { filesOf } from './outgoing-file.js';
import { copiesBefore, removeCopies, sweepBegun } from './spool.js';

/** Between the copy and its proposal a preview asks Telegram who and what is meant. */
const FRESH_MS = 60_000;

/** What half-written copies of killed processes are given. */
const BEGUN_MS = 3_600_000;

/** The folder of the copies of one account. */
export function spoolFolder({ TG_DATA_DIR }: Pick<Settings, 'TG_DATA_DIR'>, accountId: string): string {
  return join(TG_DATA_DIR, 'spool', accountId);
}

/** What pruning looks at. */
export interface PrunedSpool {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly settings: ApprovalSettings & Pick<Settings, 'TG_DATA_DIR'>;
  readonly accountId: string;
}

/**
 * Removes the copies of files for which nothing waits any more: neither a proposal that can be executed still, nor a write
 * of unknown outcome. Safe at any time, beside previews and executions. Returns how many it removed.
 */
export async function pruneSpool({ store, clock, settings, accountId }: PrunedSpool): Promise<number> {
  const folder = spoolFolder(settings, accountId);
  const now = clock.now();
  sweepBegun(folder, now - BEGUN_MS);
  const old = copiesBefore(folder, now - FRESH_MS);
  if (old.length === 0) return 0;
  const approvals = createApprovals(store, clock, approvalPolicy(settings));
  const needed = new Set<string>();
  for (const proposal of await approvals.open()) {
    if (isGrant(proposal)) continue;
    const word = await approvals.word(proposal);
    if (word === undefined || word.said === 'refused') continue;
    const used = await approvals.consumedFor(proposal.id);
    if (used === undefined && word.replacedBy !== undefined) continue;
    const intent = used && (await store.get(INTENTS, used.intentId))?.value;
    if (intent !== undefined && (await intentStatus(store, intent)).state === 'sent') continue;
    for (const { sha256 } of filesOf(proposal.action.content)) needed.add(sha256);
  }
  if (old.some((name) => !needed.has(name))) {
    for (const { intent } of await unsettledIntents(store))
      for (const { sha256 } of filesOf(intent.action.content)) needed.add(sha256);
  }
  const over = old.filter((name) => !needed.has(name));
  removeCopies(folder, over, now - FRESH_MS);
  return over.length;
}
