/** One row of the refusal table. `docs/ERRORS.md` is generated from it. */
export interface RefusalRow {
  readonly message: string;
  /** What the caller can do, one sentence an agent can act on. */
  readonly next: string;
  /** Whether the same call can succeed later without anything else changing. */
  readonly retryable: boolean;
  /** Names of the facts it carries in `data`. */
  readonly carries?: readonly string[];
}

/** Every reason for which something is not done. The code is the contract; texts may be improved. */
export const REFUSALS = {
  INPUT_INVALID: row(
    'The arguments are not valid.',
    'Correct the arguments named in data.problems and call again.',
    false,
    ['problems'],
  ),
  NOT_AUTHORIZED: row('No Telegram session is usable.', 'Ask the operator to run: tgmcp login', false, [
    'reason',
  ]),
  SESSION_UNSAFE: row(
    'The session file cannot be used as it is.',
    'Ask the operator to follow data.fix.',
    false,
    ['file', 'reason', 'fix'],
  ),
  SESSION_BUSY: row(
    'Another process owns this session.',
    'Stop the process named in data.holder, or ask the operator for a session of its own.',
    true,
    ['holder'],
  ),
  ACCOUNT_MISMATCH: row(
    'The session belongs to another account than the settings expect.',
    'Ask the operator to check TG_EXPECTED_USERNAME and TG_EXPECTED_USER_ID, or to log in again.',
    false,
    [],
  ),
  PEER_NOT_FOUND: row(
    'No such user or chat is known to this account.',
    'Use tg_get_my_dialogs to find the id, or give an @username or a t.me link.',
    false,
    ['peer'],
  ),
  PEER_AMBIGUOUS: row(
    'Several chats have this title.',
    'Choose one of data.candidates and give its id.',
    false,
    ['peer', 'candidates'],
  ),
  PEER_INVALID: row(
    'This is not a way to name a user or chat.',
    'Give an id as printed by any tool, an @username, a t.me link, "me", or an exact title.',
    false,
    ['peer'],
  ),
  WRONG_PEER_KIND: row(
    'The tool does not work on this kind of peer.',
    'Choose a peer of the kind named in data.wanted.',
    false,
    ['wanted'],
  ),
  NO_RIGHTS: row(
    'The account may not do this here.',
    'Ask an admin of the chat for the right, or choose another chat.',
    false,
    ['rpc'],
  ),
  MESSAGE_NOT_FOUND: row(
    'There is no such message in this chat.',
    'Take message ids from tg_get_messages or tg_search_messages of the same chat.',
    false,
    [],
  ),
  CURSOR_INVALID: row(
    'The cursor does not belong to this call.',
    'Repeat the call without cursor, with the arguments it was made for.',
    false,
    [],
  ),
  FLOOD_WAIT: row(
    'Telegram asked this account to wait.',
    'Wait retry_after seconds before any further call; do not loop.',
    true,
    ['method'],
  ),
  SLOW_MODE: row(
    'The chat is in slow mode.',
    'Wait retry_after seconds before writing to this chat.',
    true,
    [],
  ),
  BREAKER_OPEN: row(
    'Calls are paused because Telegram asked this account to wait.',
    'Wait retry_after seconds; the pause is shared by all tools of the account.',
    true,
    ['reason'],
  ),
  WRITES_LATCHED: row(
    'Telegram limited this account for writing to strangers (PEER_FLOOD); writes are stopped.',
    'Ask the operator to check the account and run: tgmcp unlatch',
    false,
    [],
  ),
  BUDGET_BUSY: row(
    'Too many calls are waiting for their turn.',
    'Wait retry_after seconds and call again.',
    true,
    [],
  ),
  DEADLINE: row(
    'Telegram did not answer in time.',
    'Call again in a moment; if it repeats, ask the operator to run: tgmcp doctor',
    true,
    ['method'],
  ),
  DISCONNECTED: row(
    'There is no connection to Telegram.',
    'Call again in a moment; if it repeats, ask the operator to check the network.',
    true,
    [],
  ),
  CANCELLED: row('The call was cancelled.', 'Call again if the result is still wanted.', true, []),
  RPC_ERROR: row(
    'Telegram refused the call.',
    'Read data.rpc; correct the arguments if it names one.',
    false,
    ['method', 'rpc', 'rpc_code'],
  ),
  TELEGRAM_TROUBLE: row('Telegram had an internal error.', 'Call again in a minute.', true, [
    'method',
    'rpc',
    'rpc_code',
  ]),
  WRITE_BLOCKED: row(
    'This process may not send this method to Telegram.',
    'Reading tools read; for writing use the tools of tgmcp-actions.',
    false,
    ['method'],
  ),
  STATE_CORRUPT: row(
    'A state file is damaged; it was set aside and nothing was done.',
    'Ask the operator to look at data.file and to follow docs/OPERATIONS.md, "damaged state".',
    false,
    ['file'],
  ),
  STATE_UNWRITABLE: row(
    'State cannot be written, so nothing was done.',
    'Ask the operator to free disk space or to mend the rights of data.file.',
    true,
    ['file', 'reason'],
  ),
  STATE_UNSAFE_MODE: row(
    'A state file or folder is open to other users.',
    'Ask the operator to run the command in data.fix.',
    false,
    ['file', 'fix'],
  ),
  STATE_BUSY: row('Another process holds the state.', 'Call again in a moment.', true, ['file']),
  POLICY_UNSAFE: row(
    'The write policy has weak or missing settings, so writing is off.',
    'Ask the operator to set what data.issues names and to restart the server.',
    false,
    ['issues'],
  ),
  ACTIONS_DISABLED: row(
    'Writing is switched off.',
    'Ask the operator to set TG_ACTIONS_ENABLED=1 and to restart the server.',
    false,
    [],
  ),
  TARGET_NOT_ALLOWED: row(
    'The target is not on the allowlist for this action.',
    'Ask the operator to add data.target to TG_ACTIONS_ALLOWED_GROUPS; do not try another target.',
    false,
    ['target', 'title', 'verb'],
  ),
  ALLOWLIST_MOVED: row(
    'An allowlist entry no longer leads to the chat it was pinned to.',
    'Ask the operator to check data.entry and to pin it again by numeric id.',
    false,
    ['entry', 'pinned', 'now'],
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
  DUPLICATE: row(
    'The same content was already sent to this target.',
    'If the person wants it sent again, preview with force_resend=true.',
    true,
    ['message_id', 'sent_at'],
  ),
  INTENT_BUSY: row(
    'The same action is being executed right now.',
    'Wait retry_after seconds, then repeat the same call to learn its result.',
    true,
    [],
  ),
  OUTCOME_UNKNOWN: row(
    'It is not known whether Telegram carried this out.',
    'Repeat the same call with the same approval_code: it settles the outcome and never sends twice.',
    true,
    ['proposal_id'],
  ),
  QUOTA_EXHAUSTED: row(
    'The daily quota for this kind of action is used up.',
    'Wait retry_after seconds, or ask the operator about the quota.',
    true,
    ['quota', 'used', 'limit'],
  ),
  TEXT_INVALID: row('The text cannot be sent.', 'Correct what data.reason names.', false, ['reason']),
  AUDIT_UNWRITABLE: row(
    'The audit log cannot be written, so nothing was done.',
    'Ask the operator to free disk space or to mend the rights of data.file.',
    true,
    ['file'],
  ),
  INTERNAL: row(
    'The server has a fault of its own.',
    'Report it with the reference in data.reference; the operator finds the details in the log.',
    false,
    ['reference'],
  ),
} as const satisfies Record<string, RefusalRow>;

export type RefusalCode = keyof typeof REFUSALS;

function row(message: string, next: string, retryable: boolean, carries: readonly string[] = []): RefusalRow {
  return { message, next, retryable, carries };
}
