import type { Clock } from '../clock/clock.js';
import { gcra } from '../state/gcra.js';
import type { StateStore } from '../state/store.js';

/** Whether the rate holds for all processes of the account, for this process, or not at all. */
export type BudgetMode = 'shared' | 'local' | 'off';

/** Evenly spaced calls. */
export interface Budget {
  readonly mode: BudgetMode;
  /** Milliseconds between two calls. */
  readonly intervalMs: number;
  /** Milliseconds until the next call may go; nothing is spent when that is more than `maxWaitMs`. */
  reserve(maxWaitMs: number): Promise<number>;
}

const ACCOUNT_LANE = 'account';

/** The budget of an account: `rateRps` calls a second, at most `burst` at once. What was reserved is never given back. */
export function createBudget(options: {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly mode: BudgetMode;
  readonly rateRps: number;
  readonly burst?: number;
}): Budget {
  const { store, clock, mode, burst = 1 } = options;
  const intervalMs = 1_000 / options.rateRps;
  let arrival: number | undefined;

  async function reserve(maxWaitMs: number): Promise<number> {
    if (mode === 'off') return 0;
    if (mode === 'shared') return store.reserve(ACCOUNT_LANE, intervalMs, burst, maxWaitMs);
    const step = gcra(arrival, clock.monotonic(), intervalMs, burst);
    if (step.waitMs <= maxWaitMs) arrival = step.next;
    return step.waitMs;
  }

  return { mode, intervalMs, reserve };
}
