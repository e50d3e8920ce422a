import { REFUSALS, type RefusalCode } from './codes.js';
import type { Refused } from './outcome.js';

/** What a refusal adds to its row: seconds to wait, a more exact sentence, facts. */
export interface RefusalDetails {
  readonly retryAfter?: number;
  /** Replaces the row's message where a more exact one is at hand. */
  readonly message?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Refusals that always say how long to wait. */
export type WaitCode =
  | 'FLOOD_WAIT'
  | 'SLOW_MODE'
  | 'BREAKER_OPEN'
  | 'BUDGET_BUSY'
  | 'INTENT_BUSY'
  | 'LANE_WAIT'
  | 'TAKEOUT_DELAYED'
  | 'TOO_FRESH'
  | 'PHRASE_LOCKED'
  | 'TOO_MANY_PROPOSALS'
  | 'BATCH_BUSY';

/** What a refusal of code `C` needs: without its seconds, a wait does not compile. */
type DetailsOf<C extends RefusalCode> = C extends WaitCode
  ? readonly [details: RefusalDetails & { readonly retryAfter: number }]
  : readonly [details?: RefusalDetails];

/** Builds the refusal of a code. `retryAfter` in seconds, rounded up to whole ones. */
export function refuse<C extends RefusalCode>(code: C, ...[given]: DetailsOf<C>): Refused {
  const details: RefusalDetails = given ?? {};
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
