/**
 * The one path for every RPC: breaker, budget, call with deadline, learning from the answer. Short waits are slept here,
 * long ones become refusals; nothing else in the product sleeps or repeats a call.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.js';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { refuseState } from '../state/refuse-state.js';
import type { StateStore } from '../state/store.js';
import { createBreaker } from './breaker.js';
import { createBudget, type BudgetMode } from './budget.js';
import { CallLimit, GivenUp } from './call-limit.js';
import type { Failure, PacedCall, PacingTicket } from './failure.js';
import { busy } from './held-back.js';
import { learnFrom } from './learn-from.js';
import { createTries } from './one-try.js';
import { Patience } from './patience.js';
import { createSlowModes } from './slow-modes.js';
import { CallStats, type CallCounts } from './stats.js';
import { Turns } from './turns.js';

/** How calls are paced. */
export interface PacerSettings {
  /** RATE_RPS: calls a second. */
  readonly rateRps: number;
  /** TG_GLOBAL_RPS_MODE. */
  readonly mode: BudgetMode;
  /** Calls that may go at once; default 1. */
  readonly burst?: number;
  /** TG_FLOOD_CIRCUIT_THRESHOLD_SEC and TG_FLOOD_CIRCUIT_COOLDOWN_SEC, seconds. */
  readonly breakerThresholdSec: number;
  readonly breakerCooldownSec: number;
}

/** What `tg_get_stats` shows of the pace. */
export interface PacerStats {
  readonly budget: { readonly mode: BudgetMode; readonly rate_rps: number; readonly waiting: number };
  readonly breaker: {
    /** False when the threshold is 0: demanded waits are kept all the same. */
    readonly enabled: boolean;
    readonly state: 'closed' | 'open' | 'half_open';
    readonly retry_after?: number;
    readonly reason?: string;
    readonly threshold_sec: number;
    readonly cooldown_sec: number;
  };
  readonly writes_latched: boolean;
  /** Chats in slow mode, by canonical id. */
  readonly slow_modes: readonly { readonly peer: string; readonly retry_after: number }[];
  readonly calls: CallCounts;
}

/** The one path to Telegram of a process: breaker, budget, deadline, learning from the answer. */
export interface Pacer {
  /**
   * Runs one RPC. `attempt` is called once for each try, each time with a fresh ticket; it must send the same request
   * again. `classify` says what its rejection means. What was not sent for sure is refused with BUDGET_BUSY,
   * BREAKER_OPEN, WRITES_LATCHED, CANCELLED, FLOOD_WAIT, SLOW_MODE, a STATE code or what `mayStart` says; after DEADLINE and
   * TELEGRAM_TROUBLE a write may have been carried out. Throws for bugs only.
   */
  run<T>(
    call: PacedCall,
    attempt: (ticket: PacingTicket, signal: AbortSignal) => Promise<T>,
    classify: (error: unknown) => Failure,
  ): Promise<Outcome<T>>;
  stats(): Promise<PacerStats>;
  /** Lets writes go again after PEER_FLOOD; for the operator. */
  clearLatch(): Promise<void>;
}

/** The pacer of a process, over its account's state store. */
export function createPacer(options: {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly settings: PacerSettings;
}): Pacer {
  const { store, clock, settings } = options;
  const breaker = createBreaker({
    store,
    clock,
    thresholdSec: settings.breakerThresholdSec,
    cooldownSec: settings.breakerCooldownSec,
    owner: `${process.pid}-${randomUUID()}`,
  });
  const budget = createBudget({ store, clock, ...settings });
  const slowModes = createSlowModes(store, clock);
  const turns = new Turns();
  const stats = new CallStats(clock.now());
  const tryOnce = createTries({ clock, breaker, budget, slowModes, turns, stats });

  return {
    async run(call, attempt, classify) {
      const limit = new CallLimit(clock, call.deadlineMs, call.signal);
      const patience = new Patience(call);
      try {
        for (;;) {
          const result = await tryOnce(call, limit, attempt, classify);
          if (result.kind === 'value') {
            stats.succeeded += 1;
            return done(result.value);
          }
          if (result.kind === 'held back') {
            stats.heldBack += 1;
            return patience.final(result.refused);
          }
          stats.failed += 1;
          if (result.kind === 'flood') stats.floods += 1;
          const pauseMs = patience.pauseBeforeRepeat(result, limit.left);
          if (pauseMs === undefined)
            return patience.final(await learnFrom({ breaker, slowModes }, result, call));
          stats.repeats += 1;
          limit.check();
          await clock.sleep(pauseMs, limit.signal);
        }
      } catch (error) {
        if (error instanceof GivenUp) {
          stats.heldBack += 1;
          return patience.final(error.why === 'cancelled' ? refuse('CANCELLED') : busy(0));
        }
        return patience.final(refuseState(error));
      } finally {
        limit.close();
      }
    },

    async stats() {
      const state = await breaker.state();
      return {
        budget: { mode: budget.mode, rate_rps: settings.rateRps, waiting: turns.ahead },
        breaker: {
          enabled: settings.breakerThresholdSec > 0,
          state: state.state,
          ...(state.state === 'open' ? { retry_after: Math.ceil(state.leftMs / 1_000) } : {}),
          ...(state.state === 'closed' ? {} : { reason: state.reason }),
          threshold_sec: settings.breakerThresholdSec,
          cooldown_sec: settings.breakerCooldownSec,
        },
        writes_latched: await breaker.latched(),
        slow_modes: (await slowModes.all()).map(({ peer, leftMs }) => ({
          peer,
          retry_after: Math.ceil(leftMs / 1_000),
        })),
        calls: stats.snapshot(),
      };
    },

    clearLatch: () => breaker.clearLatch(),
  };
}
