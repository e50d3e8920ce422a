import { row } from './row.js';

/** Refusals that concern the session and the account. */
export const sessionCodes = {
  NOT_AUTHORIZED: row('No Telegram session is usable.', 'Ask the operator to run: tgmcp login', false, [
    'reason',
  ]),
  SESSION_UNSAFE: row(
    'The session file cannot be used as it is.',
    'Ask the operator to follow data.fix.',
    false,
    ['file', 'reason', 'fix'],
  ),
  SESSION_KEY_MISSING: row(
    'The session is encrypted and its key is not at hand.',
    'Ask the operator to check TG_SESSION_KEY_PROVIDER and what it names, or to log in again.',
    false,
    ['reason'],
  ),
  SESSION_NAME_INVALID: row(
    'There is no session of that name.',
    'Take a name that tg_list_sessions shows.',
    false,
    ['name', 'sessions'],
  ),
  SESSION_SWITCH_OFF: row(
    'Changing the session is switched off.',
    'Go on with the present session, or ask the operator to set TG_ALLOW_SESSION_SWITCH=1.',
    false,
    [],
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
  LOGIN_FAILED: row(
    'Logging in did not work.',
    'Correct what the message names and run tgmcp login again.',
    false,
    ['reason', 'rpc'],
  ),
};
