/** What an answer means for an item, and for the run: an item's own trouble ends the item, all other trouble the run. */
import type { Outcome, Refusal, RefusalCode } from '@tgmcp/core';
import type { Executed } from '../gates/spends.js';
import type { BatchType, ItemEnd } from './records.js';

/** Why a run ends before its batch. `code`: the refusal that ended it. */
export interface Stop {
  readonly reason: string;
  readonly code?: RefusalCode;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** What became of one item in one run. */
export type ItemResult =
  | { readonly end: ItemEnd; readonly code?: RefusalCode; readonly message?: string }
  | { readonly stop: Stop };

/** What only this item suffers from: another one may go through. */
const ITEMS_OWN: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'RPC_ERROR',
  'PEER_NOT_FOUND',
  'PEER_AMBIGUOUS',
  'PEER_INVALID',
  'INVITE_LINK',
  'WRONG_PEER_KIND',
  'MESSAGE_NOT_FOUND',
  'INPUT_INVALID',
  'CODE_CONSUMED',
  'DUPLICATE',
]);

/** What the operator does not let be done to a chat: it is not on the allowlist, or may not be looked at. */
const POLICY: ReadonlySet<string> = new Set<RefusalCode>([
  'TARGET_NOT_ALLOWED',
  'ALLOWLIST_MOVED',
  'CHAT_OUT_OF_SCOPE',
]);

/** What the account as a whole has to wait for. */
const FLOOD: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'FLOOD_WAIT',
  'SLOW_MODE',
  'BREAKER_OPEN',
  'BUDGET_BUSY',
]);

/** What the privacy of the invited person forbids, whichever group it is; see core.telegram.org/api/invites. */
const PRIVACY = /^(USER_PRIVACY_RESTRICTED|PRIVACY_PREMIUM_REQUIRED|USER_NOT_MUTUAL_CONTACT)$/;

/** Reads the outcome of an item's execution. `before`: an earlier attempt of this batch did it. */
export function itemResult(type: BatchType, outcome: Outcome<Executed>, before = false): ItemResult {
  if (outcome.ok) {
    const already = type === 'add_member' && outcome.value.alreadySent && !before;
    return { end: already ? 'already_member' : 'success' };
  }
  const { refusal } = outcome;
  const { code, message } = refusal;
  if (isPolicy(code)) return { end: 'blocked_policy', code, message };
  if (code === 'NO_RIGHTS') return { end: isPrivacy(refusal) ? 'failed' : 'blocked_rights', code, message };
  if (ITEMS_OWN.has(code)) return { end: 'failed', code, message };
  return { stop: stopOf(refusal) };
}

/** Whether a chat was left out because of the operator's lists, not because it could not be found. */
export function isPolicy(code: string): boolean {
  return POLICY.has(code);
}

function isPrivacy({ data }: Refusal): boolean {
  const rpc = data?.['rpc'];
  return data?.['missing_invitee'] === true || (typeof rpc === 'string' && PRIVACY.test(rpc));
}

/** Why a refusal ends the run. */
export function stopOf({ code, retry_after, data }: Refusal): Stop {
  const wait = retry_after === undefined ? {} : { retryAfter: retry_after };
  if (FLOOD.has(code)) return { reason: 'flood', code, ...wait };
  if (code === 'QUOTA_EXHAUSTED') {
    const reason = data?.['quota'] === 'join' ? 'join_quota_exceeded' : 'quota_exceeded';
    return { reason, code, ...wait };
  }
  return { reason: code.toLowerCase(), code, ...wait };
}
