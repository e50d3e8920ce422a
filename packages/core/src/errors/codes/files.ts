import { row } from './row.js';

/** Refusals on the way of a file from Telegram to the inbox, or into an answer. */
export const filesCodes = {
  NO_FILE: row(
    'There is no such file to fetch.',
    'Choose a message, photo or story whose media has a file; data.reason says what this one is.',
    false,
    ['reason'],
  ),
  FILE_TOO_LARGE: row(
    'The file is larger than the operator allows.',
    'Choose a smaller file, or ask the operator to raise the setting named in data.setting.',
    false,
    ['size', 'limit', 'setting'],
  ),
  INBOX_UNWRITABLE: row(
    'The file cannot be written to the inbox; nothing half-written stands there under its name.',
    'Ask the operator to free disk space or to mend what data.reason names.',
    true,
    ['file', 'reason'],
  ),
};
