import { REFUSALS, type RefusalCode } from './codes.js';
import type { Refused } from './outcome.js';

/** What a refusal adds to its row: seconds to wait, a more exact sentence, facts. */
export interface RefusalDetails {
  readonly retryAfter?: number;
  /** Replaces the row's message where a more exact one is at hand. */
  readonly message?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Builds the refusal of a code. `retryAfter` in seconds, rounded up to whole ones. */
export function refuse(code: RefusalCode, details: RefusalDetails = {}): Refused {
  const row = REFUSALS[code];
  return {
    ok: false,
    refusal: {
      code,
      message: details.message ?? row.message,
      next_step: row.next,
      retryable: row.retryable,
      ...(details.retryAfter === undefined
        ? {}
        : { retry_after: Math.max(0, Math.ceil(details.retryAfter)) }),
      ...(details.data === undefined ? {} : { data: details.data }),
    },
  };
}
