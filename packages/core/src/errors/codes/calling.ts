import { row } from './row.js';

/** Refusals of a call as such, whatever the tool. */
export const callingCodes = {
  INPUT_INVALID: row(
    'The arguments are not valid.',
    'Correct the arguments named in data.problems and call again.',
    false,
    ['problems'],
  ),
  CURSOR_INVALID: row(
    'The cursor does not belong to this call.',
    'Repeat the call without cursor, with the arguments it was made for.',
    false,
    [],
  ),
  CANCELLED: row('The call was cancelled.', 'Call again if the result is still wanted.', true, []),
  INTERNAL: row(
    'The server has a fault of its own.',
    'Report it with the reference in data.reference; the operator finds the details in the log.',
    false,
    ['reference'],
  ),
};
