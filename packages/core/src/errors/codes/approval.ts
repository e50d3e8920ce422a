import { row } from './row.js';

/** Refusals on the way from a preview to its execution. */
export const approvalCodes = {
  TOO_MANY_PROPOSALS: row(
    'Too many previews wait for a decision.',
    'Ask the person to decide what waits (tgmcp approve); make no further previews.',
    true,
    ['waiting'],
  ),
  CONFIRM_MISSING: row(
    'Execution needs confirm=true.',
    'Show the preview to the person, then repeat the call with confirm=true and the approval_code.',
    false,
    [],
  ),
  PHRASE_WRONG: row(
    'The confirmation text is missing or wrong.',
    'Ask the person for the confirmation phrase; it is not available to tools.',
    false,
    ['tries_left'],
  ),
  PHRASE_LOCKED: row(
    'Too many wrong confirmation texts.',
    'Wait retry_after seconds, or ask the operator to run: tgmcp unlatch',
    true,
    [],
  ),
  APPROVAL_CODE_MISSING: row(
    'Execution needs the approval code of a preview.',
    'Call with dry_run=true first, then repeat with its approval_code.',
    false,
    [],
  ),
  APPROVAL_UNKNOWN: row(
    'No proposal has this approval code.',
    'Call with dry_run=true for a new code.',
    false,
    [],
  ),
  APPROVAL_PENDING: row(
    'A person has not approved this yet.',
    'Ask the person to approve it: tgmcp approve',
    true,
    ['proposal_id'],
  ),
  APPROVAL_MISMATCH: row(
    'The arguments differ from what was previewed.',
    'Repeat the call with exactly the previewed arguments, or make a new preview.',
    false,
    ['fields'],
  ),
  TOO_FRESH: row(
    'The approval code is not old enough yet.',
    'Wait retry_after seconds and repeat the same call with the same code.',
    true,
    [],
  ),
  EXPIRED: row('The approval has expired.', 'Call with dry_run=true for a new preview and code.', false, []),
  CODE_CONSUMED: row(
    'This approval code was already used.',
    'Call with dry_run=true for a new preview and code.',
    false,
    [],
  ),
  REFUSED_BY_OPERATOR: row(
    'A person refused this.',
    'Do not try again unless the person asks for it.',
    false,
    [],
  ),
};
