import { row } from './row.js';

/** Refusals by Telegram, or on the way there. */
export const telegramCodes = {
  FLOOD_WAIT: row(
    'Telegram asked this account to wait.',
    'Wait retry_after seconds before any further call; do not loop.',
    true,
    ['method'],
  ),
  SLOW_MODE: row('The chat is in slow mode.', 'Wait retry_after seconds before writing to this chat.', true, [
    'peer',
  ]),
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
    'Call again in a moment; if it repeats, ask the operator to check the network',
    true,
    ['method'],
  ),
  DISCONNECTED: row(
    'There is no connection to Telegram.',
    'Call again in a moment; if it repeats, ask the operator to check the network.',
    true,
    [],
  ),
  TAKEOUT_OFF: row(
    'Telegram answers this within a data export only, and beginning one is switched off.',
    'Ask the operator to set TG_READ_TAKEOUT=1; Telegram will tell them of the export on all devices.',
    false,
    [],
  ),
  TAKEOUT_DELAYED: row(
    'Telegram lets the data export begin later only, so that the person can object.',
    'Ask the person to allow the export in the message that Telegram sent them, or wait retry_after seconds.',
    true,
    [],
  ),
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
};
