import { row } from './row.js';

/** Refusals on the way of a file: from Telegram to the inbox or into an answer, and from a person's disk to Telegram. */
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
  FILE_REFUSED: row(
    'This file is not sent.',
    'Put the file itself, no link, into a folder of TG_ACTIONS_FILE_ROOTS and give its path; data.reason says what is wrong.',
    false,
    ['file', 'reason'],
  ),
  URL_REFUSED: row(
    'The file cannot be fetched from this URL.',
    'Give an https: URL of a public host that answers with the file itself, or a path; data.reason says what is wrong.',
    false,
    ['url', 'reason'],
  ),
  SPOOL_UNWRITABLE: row(
    'The file cannot be copied for approval; nothing was kept of it and nothing else is lost.',
    'Ask the operator to mend what data.reason names, or wait until what waits is sent or refused; then preview again.',
    true,
    ['file', 'reason'],
  ),
  FILE_COPY_LOST: row(
    'The copy of the file that was approved is gone or damaged; nothing was sent.',
    'Preview again, and have that approved.',
    false,
    ['file', 'reason'],
  ),
  UPLOAD_FAILED: row(
    'A file could not be uploaded, so nothing was sent.',
    'Repeat the same call with the same approval_code.',
    true,
    ['cause', 'rpc'],
  ),
};
