/** Refusals of calls that were not sent, and what may not turn an answer into one. */
import type { Refused } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { StateError } from '../state/store.js';
import type { PacedCall } from './failure.js';

/** A chat in slow mode takes nothing for so many seconds. */
export function slow(call: PacedCall, seconds: number): Refused {
  return refuse('SLOW_MODE', {
    retryAfter: seconds,
    data: call.peer === undefined ? {} : { peer: call.peer },
  });
}

/** The budget has no slot in time. `ms`: how much later there is one. */
export function busy(ms: number): Refused {
  return refuse('BUDGET_BUSY', { retryAfter: Math.max(1, ms / 1_000) });
}

/** What was learned must not turn an answer that is already there into a refusal; the next call meets the bad state. */
export async function quietly(task: Promise<void>): Promise<void> {
  try {
    await task;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
  }
}
