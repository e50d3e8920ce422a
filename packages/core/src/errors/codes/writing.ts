import { row } from './row.js';

/** Refusals of the write gates. */
export const writingCodes = {
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
  WRITES_STOPPED: row(
    'The operator has stopped all writing.',
    'Do nothing more; only the operator can let it go on (tgmcp resume-writes).',
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
  RAW_NOT_ALLOWED: row(
    'The operator does not allow this raw method.',
    'Use the tool made for it, or ask the operator to add data.method to TG_ACTIONS_RAW_METHODS.',
    false,
    ['method'],
  ),
  TEXT_INVALID: row('The text cannot be sent.', 'Correct what data.reason names.', false, ['reason']),
  DUPLICATE: row(
    'The same was already done to this target.',
    'If the person wants it done again, preview with force_resend=true.',
    true,
    ['message_id', 'sent_at'],
  ),
  INTENT_BUSY: row(
    'The same action is being executed right now.',
    'Wait retry_after seconds, then repeat the same call to learn its result.',
    true,
    [],
  ),
  NOT_IN_LAYER: row(
    'The version of Telegram’s protocol that this program speaks has no method for this; nothing was done.',
    'Make the bot in the chat with @BotFather by tg_run_bot_steps (/newbot, the name, the username), or ask the person to.',
    false,
    [],
  ),
  OUTCOME_UNKNOWN: row(
    'It is not known whether Telegram carried this out.',
    'Repeat the same call with the same approval_code: it settles the outcome and never sends twice.',
    true,
    ['proposal_id'],
  ),
  UNFINISHED: row(
    'A part of it is done, and the rest is not yet.',
    'Repeat the same call with the same approval_code, after the wait where one is given: it goes on where it stopped and repeats nothing.',
    true,
    ['proposal_id', 'cause'],
  ),
  QUOTA_EXHAUSTED: row(
    'The daily quota for this kind of action is used up.',
    'Wait retry_after seconds, or ask the operator about the quota.',
    true,
    ['quota', 'used', 'limit'],
  ),
  GRANT_NOT_FOUND: row(
    'There is no batch or write lane with this id.',
    'Take the id from the call that created it, or list what there is.',
    false,
    ['id'],
  ),
  GRANT_NOT_ACTIVE: row(
    'This batch or write lane cannot be used: data.state says why.',
    'While it is waiting, ask the person to approve it (tgmcp approve), then take it into use; otherwise create a new one if they want it.',
    false,
    ['state'],
  ),
};
