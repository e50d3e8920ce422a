/**
 * The one path for every RPC: breaker, budget, call with deadline, learning from the answer. Short waits are slept here,
 * long ones become refusals; nothing else in the product sleeps or repeats a call.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.js';
import { done, type Outcome, type Refused } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { refuseState } from '../state/refuse-state.js';
import { StateError, type StateStore } from '../state/store.js';
import { createBreaker, type Admission } from './breaker.js';
import { createBudget, type BudgetMode } from './budget.js';
import { CallLimit, GivenUp } from './call-limit.js';
import { isAnswer, type Failure, type PacedCall, type PacingTicket } from './failure.js';
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

/** What one try came to. */
type Try<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'held back'; readonly refused: Refused }
  | Failure;

/** At higher rates nobody waits long enough to be overtaken, and the queue's own timers would be what is slow. */
const SHORTEST_ORDERED_MS = 5;

const GO = done(undefined);

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
  let tickets = 0;

  async function waitForTurn(call: PacedCall, limit: CallLimit): Promise<Outcome<number>> {
    if (budget.mode === 'off') return done(0);
    const expected = turns.ahead * budget.intervalMs;
    if (turns.full || expected > limit.left) return busy(expected - limit.left);
    const task = async (): Promise<Outcome<number>> => {
      limit.check();
      const most = limit.left;
      const waitMs = await budget.reserve(most);
      if (waitMs > most) return busy(waitMs - most);
      // A timer cannot do less than a millisecond; the lane keeps count of it all the same.
      if (waitMs >= 1) {
        stats.throttled += 1;
        await clock.sleep(waitMs, limit.signal);
      }
      return done(waitMs);
    };
    const ordered = budget.intervalMs >= SHORTEST_ORDERED_MS;
    try {
      return await limit.race(ordered ? turns.take(call.lane ?? 'interactive', task) : task());
    } catch (error) {
      if (error instanceof GivenUp && error.why === 'deadline') return busy(budget.intervalMs);
      throw error;
    }
  }

  async function tryOnce<T>(
    call: PacedCall,
    limit: CallLimit,
    attempt: (ticket: PacingTicket, signal: AbortSignal) => Promise<T>,
    classify: (error: unknown) => Failure,
  ): Promise<Try<T>> {
    const slowMs = call.peer === undefined ? 0 : await slowModes.left(call.peer);
    if (slowMs > 0) return { kind: 'held back', refused: slow(call, slowMs / 1_000) };
    const admitted = await breaker.admit(call.kind, limit.left);
    if (!admitted.ok) return { kind: 'held back', refused: admitted };
    let answered = false;
    try {
      const unprepared = await prepare(call, limit, classify);
      if (unprepared !== undefined) return unprepared;
      const turn = await waitForTurn(call, limit);
      if (!turn.ok) return { kind: 'held back', refused: turn };
      if (turn.value > 0 && admitted.value.probe === undefined) {
        // Another call may have met a flood meanwhile.
        const again = await breaker.admit(call.kind, limit.left);
        if (!again.ok) return { kind: 'held back', refused: again };
        await settleQuietly(again.value, false);
      }
      const may = (await call.mayStart?.()) ?? GO;
      if (!may.ok) return { kind: 'held back', refused: may };
      limit.check();
      const result = await send(call, limit, attempt, classify);
      answered = result.kind === 'value' || (result.kind !== 'held back' && isAnswer(result));
      return result;
    } finally {
      await settleQuietly(admitted.value, answered);
    }
  }

  async function prepare(
    call: PacedCall,
    limit: CallLimit,
    classify: (error: unknown) => Failure,
  ): Promise<Failure | undefined> {
    if (call.prepare === undefined) return undefined;
    try {
      await limit.race(call.prepare(limit.signal));
      return undefined;
    } catch (error) {
      return failureOf(error, call, classify);
    }
  }

  function failureOf(error: unknown, call: PacedCall, classify: (error: unknown) => Failure): Failure {
    if (!(error instanceof GivenUp)) return classify(error);
    if (error.why === 'cancelled') throw error;
    stats.deadlines += 1;
    return { kind: 'refusal', refusal: refuse('DEADLINE', { data: { method: call.method } }).refusal };
  }

  async function send<T>(
    call: PacedCall,
    limit: CallLimit,
    attempt: (ticket: PacingTicket, signal: AbortSignal) => Promise<T>,
    classify: (error: unknown) => Failure,
  ): Promise<Try<T>> {
    tickets += 1;
    const ticket = { id: tickets, method: call.method, open: true };
    const begun = clock.monotonic();
    try {
      const work = (async () => attempt(ticket, limit.signal))();
      return { kind: 'value', value: await limit.race(work, call.kind === 'read') };
    } catch (error) {
      return failureOf(error, call, classify);
    } finally {
      ticket.open = false;
      stats.took(clock.monotonic() - begun);
    }
  }

  const settleQuietly = (admission: Admission, answered: boolean): Promise<void> =>
    quietly(breaker.settle(admission, answered));

  async function refusalOf(failure: Failure, call: PacedCall): Promise<Refused> {
    const data = { method: call.method };
    switch (failure.kind) {
      case 'flood':
        await quietly(breaker.trip({ seconds: failure.seconds, method: call.method }));
        return refuse('FLOOD_WAIT', { retryAfter: failure.seconds, data });
      case 'slowmode':
        if (call.peer !== undefined) await quietly(slowModes.remember(call.peer, failure.seconds));
        return slow(call, failure.seconds);
      case 'peer_flood':
        await quietly(breaker.latchWrites(call.method));
        return refuse('WRITES_LATCHED');
      case 'transient':
        return { ok: false, refusal: failure.refusal ?? refuse('TELEGRAM_TROUBLE', { data }).refusal };
      case 'refusal':
        return { ok: false, refusal: failure.refusal };
      default:
        throw failure.error;
    }
  }

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
          if (pauseMs === undefined) return patience.final(await refusalOf(result, call));
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

function slow(call: PacedCall, seconds: number): Refused {
  return refuse('SLOW_MODE', {
    retryAfter: seconds,
    data: call.peer === undefined ? {} : { peer: call.peer },
  });
}

function busy(ms: number): Refused {
  return refuse('BUDGET_BUSY', { retryAfter: Math.max(1, ms / 1_000) });
}

/** What was learned must not turn an answer that is already there into a refusal; the next call meets the bad state. */
async function quietly(task: Promise<void>): Promise<void> {
  try {
    await task;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
  }
}
