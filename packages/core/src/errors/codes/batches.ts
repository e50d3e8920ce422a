import { row } from './row.js';

/** Refusals of batches. */
export const batchCodes = {
  BATCH_EMPTY: row(
    'Nothing of the list can be done.',
    'Correct the list, or ask the operator about the allowlist; data.blocked_targets begins the list of reasons.',
    false,
    ['blocked_targets'],
  ),
  BATCH_WRONG_TYPE: row('The batch is of another type.', 'Run it by the tool for data.batch_type.', false, [
    'batch_type',
  ]),
  BATCH_BUSY: row(
    'Another run is at work on this batch.',
    'Wait retry_after seconds, then look at tg_get_batch_status.',
    true,
    ['batch_id'],
  ),
  BATCH_PAUSED: row(
    'The batch is paused.',
    'Wait until not_before_ts of tg_get_batch_status; what a call has paused goes on by tg_control_batch.',
    true,
    ['batch_id', 'status'],
  ),
  BATCH_OVER: row(
    'The batch is over.',
    'Look at tg_get_batch_status; what is left to do takes a new batch.',
    false,
    ['batch_id', 'status'],
  ),
};
