/**
 * The gates, in the order in which a write meets them. CHECKS look and take nothing: a refusal there costs the caller
 * nothing, and no code is used up. SPENDS take, and each leaves a record before the next begins.
 */
import {
  actionsEnabled,
  codeMatches,
  confirmed,
  inputValid,
  phraseMatches,
  policySafe,
  targetAllowed,
  type Check,
} from './checks.js';
import { claimIntent, consumeCode, reserveQuota, send, settle, type Spend } from './spends.js';

/** Looked at by every call, the last three by executions only. */
export const CHECKS: readonly Check[] = [
  policySafe,
  actionsEnabled,
  inputValid,
  targetAllowed,
  confirmed,
  phraseMatches,
  codeMatches,
];

/** Taken by executions only. */
export const SPENDS: readonly Spend[] = [claimIntent, reserveQuota, consumeCode, send, settle];
