/** What an answer of Telegram says about an attempt: done, surely not done, or nobody knows. */
import type { Outcome, Refusal, RefusalCode } from '@tgmcp/core';
import type { Ending } from '../journal/records.js';
import type { Performed } from './spec.js';

/**
 * Refusals that are given before a byte of the request left, or by which Telegram says that it did nothing. With those of
 * a grant, and with INTENT_BUSY, the last look before a request holds it back: what a person took back, what waits, or what
 * another process goes on with.
 */
const NOTHING_DONE: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'NOT_AUTHORIZED',
  'SESSION_UNSAFE',
  'SESSION_BUSY',
  'ACCOUNT_MISMATCH',
  'PEER_NOT_FOUND',
  'PEER_AMBIGUOUS',
  'PEER_INVALID',
  'INVITE_LINK',
  'WRONG_PEER_KIND',
  'NO_RIGHTS',
  'MESSAGE_NOT_FOUND',
  'FLOOD_WAIT',
  'SLOW_MODE',
  'BREAKER_OPEN',
  'WRITES_LATCHED',
  'WRITES_STOPPED',
  'REFUSED_BY_OPERATOR',
  'GRANT_NOT_FOUND',
  'GRANT_NOT_ACTIVE',
  'LANE_WAIT',
  'APPROVAL_PENDING',
  'INTENT_BUSY',
  'BATCH_BUSY',
  'BATCH_OVER',
  'BATCH_PAUSED',
  'BUDGET_BUSY',
  'WRITE_BLOCKED',
  'CANCELLED',
  'STATE_CORRUPT',
  'STATE_UNWRITABLE',
  'STATE_UNSAFE_MODE',
  'STATE_BUSY',
  'STATE_SHARED',
  'INPUT_INVALID',
  'TEXT_INVALID',
  'FILE_COPY_LOST',
  'UPLOAD_FAILED',
]);

// A message's date has whole seconds, and both clocks are known to a few seconds only.
const DATE_SLACK_MS = 5_000;

/** How the attempt ended. `claimedMs`: when the intent was claimed, in server time. */
export function endingOf(outcome: Outcome<Performed>, claimedMs: number): Ending {
  if (outcome.ok) {
    return { kind: 'sent', result: outcome.value.result, repeated: isRepeat(outcome.value, claimedMs) };
  }
  const { refusal } = outcome;
  return { kind: surelyNotDone(refusal) ? 'not_sent' : 'unknown', code: refusal.code };
}

function isRepeat({ repeated, ptsCount, dateMs }: Performed, claimedMs: number): boolean {
  if (repeated !== undefined) return repeated;
  if (ptsCount !== undefined) return ptsCount === 0;
  return dateMs !== undefined && dateMs + DATE_SLACK_MS < claimedMs;
}

/** Telegram says that a message of this `random_id` is on its way already: probably sent (error 500). */
export function isInProgress(outcome: Outcome<Performed>): boolean {
  return !outcome.ok && outcome.refusal.data?.['rpc'] === 'RANDOM_ID_DUPLICATE';
}

/** Whether a refusal says that nothing was done: no byte left, or Telegram refused. */
export function surelyNotDone(refusal: Refusal): boolean {
  if (NOTHING_DONE.has(refusal.code) || refusal.data?.['reached_wire'] === false) return true;
  if (refusal.code !== 'RPC_ERROR') return false;
  const code = refusal.data?.['rpc_code'];
  return (
    typeof code === 'number' && code >= 400 && code < 500 && refusal.data?.['rpc'] !== 'RANDOM_ID_DUPLICATE'
  );
}
