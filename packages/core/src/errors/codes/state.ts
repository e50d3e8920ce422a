import { row } from './row.js';

/** Refusals because state cannot be trusted or written: nothing was done. */
export const stateCodes = {
  STATE_CORRUPT: row(
    'A state file is damaged; it was set aside and nothing was done.',
    'Ask the operator to run: tgmcp state check',
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
  STATE_SHARED: row(
    'The data folder lies on a network file system, or another host uses it.',
    'Ask the operator to run: tgmcp state check',
    false,
    ['file', 'reason'],
  ),
  STATE_BUSY: row('Another process holds the state.', 'Call again in a moment.', true, ['file']),
  AUDIT_UNWRITABLE: row(
    'The audit log cannot be written, so nothing was done.',
    'Ask the operator to follow data.fix, to free disk space, or to mend data.file; tgmcp audit verify names damage.',
    true,
    ['file', 'reason', 'fix'],
  ),
};
