import { row } from './row.js';

/** Refusals of write lanes. */
export const lanesCodes = {
  OUTSIDE_LANE: row(
    'The lane does not allow this message.',
    'Change what data.bound names if that is what the person wants, or use tg_send_message; look for no way around.',
    false,
    ['bound', 'reason'],
  ),
  LANE_WAIT: row(
    'The lane allows no message to this chat yet.',
    'Wait retry_after seconds; do not loop.',
    true,
    ['bound'],
  ),
  LANE_EXHAUSTED: row(
    'The lane has no message left.',
    'Tell the person; only a new lane that they approve has more.',
    false,
    ['bound', 'used', 'limit'],
  ),
};
