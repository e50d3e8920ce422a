/** One try of a call: let in by the breaker, in its turn of the budget, with its deadline. */
import type { Clock } from '../clock/clock.js';
import { done, type Outcome, type Refused } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { Breaker } from './breaker.js';
import type { Budget } from './budget.js';
import { GivenUp, type CallLimit } from './call-limit.js';
import { isAnswer, type Failure, type PacedCall, type PacingTicket } from './failure.js';
import { busy, quietly, slow } from './held-back.js';
import type { SlowModes } from './slow-modes.js';
import type { CallStats } from './stats.js';
import type { Turns } from './turns.js';

/** What one try came to. */
type Try<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'held back'; readonly refused: Refused }
  | Failure;

/** What tries go through. */
interface TryParts {
  readonly clock: Clock;
  readonly breaker: Pick<Breaker, 'admit' | 'settle'>;
  readonly budget: Budget;
  readonly slowModes: Pick<SlowModes, 'left'>;
  readonly turns: Turns;
  readonly stats: CallStats;
}

/** Sends a request under a ticket; called once for each try. */
type Attempt<T> = (ticket: PacingTicket, signal: AbortSignal) => Promise<T>;

/** Says what a rejection means. */
type Classify = (error: unknown) => Failure;

/** Runs one try; throws {@link GivenUp} when its caller has gone or its time is over before it is sent, and for bugs. */
export type TryOnce = <T>(
  call: PacedCall,
  limit: CallLimit,
  attempt: Attempt<T>,
  classify: Classify,
) => Promise<Try<T>>;

/** At higher rates nobody waits long enough to be overtaken, and the queue's own timers would be what is slow. */
const SHORTEST_ORDERED_MS = 5;

const GO = done(undefined);

/** The tries of one process. */
export function createTries({ clock, breaker, budget, slowModes, turns, stats }: TryParts): TryOnce {
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
    attempt: Attempt<T>,
    classify: Classify,
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
        await quietly(breaker.settle(again.value, false));
      }
      const may = (await call.mayStart?.()) ?? GO;
      if (!may.ok) return { kind: 'held back', refused: may };
      limit.check();
      const result = await send(call, limit, attempt, classify);
      answered = result.kind === 'value' || (result.kind !== 'held back' && isAnswer(result));
      return result;
    } finally {
      await quietly(breaker.settle(admitted.value, answered));
    }
  }

  async function prepare(
    call: PacedCall,
    limit: CallLimit,
    classify: Classify,
  ): Promise<Failure | undefined> {
    if (call.prepare === undefined) return undefined;
    try {
      await limit.race(call.prepare(limit.signal));
      return undefined;
    } catch (error) {
      return failureOf(error, call, classify);
    }
  }

  function failureOf(error: unknown, call: PacedCall, classify: Classify): Failure {
    if (!(error instanceof GivenUp)) return classify(error);
    if (error.why === 'cancelled') throw error;
    stats.deadlines += 1;
    return { kind: 'refusal', refusal: refuse('DEADLINE', { data: { method: call.method } }).refusal };
  }

  async function send<T>(
    call: PacedCall,
    limit: CallLimit,
    attempt: Attempt<T>,
    classify: Classify,
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

  return tryOnce;
}
