/** What the operator's command may know of the actions server: proposals and a person's word about them. */
export { openDesk, type ApprovalDesk, type PendingProposal, type UnsettledAttempt } from './desk.js';
export { named } from './render.js';
