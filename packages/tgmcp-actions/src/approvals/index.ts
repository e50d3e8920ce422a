/** What the operator's command may know of the actions server: proposals and a person's word about them. */
export { openDesk, type ApprovalDesk, type PendingProposal } from './desk.js';
export { openGrantDesk, type HeldGrant } from './grant-desk.js';
export { unsettledAttempts, type UnsettledAttempt } from './unsettled.js';
export { writeStop, type WriteStop } from './write-stop.js';
export { settleByOperator } from '../journal/settle.js';
export { pruneHistory, type Pruned } from '../history/prune.js';
export { pruneSpool } from '../files/prune-spool.js';
export { allowlistIssues, allowlistText, parseAllowlist, type AllowlistEntry } from '../allowlist/entries.js';
