import type { Refusal, Refused } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { Failure, PacedCall } from './failure.js';
import { MOST_SLEEP_MS, sleptInCall, type Slept } from './sleep-allowance.js';

const MOST_REPEATS = 3;
const FIRST_BACKOFF_MS = 250;

/** Decides for one call which failures are slept off and repeated: at most three, and five seconds in all its tool call. */
export class Patience {
  readonly #slept: Slept;
  #repeats = 0;
  /** Set when an earlier try of a write may have been carried out: then that is the answer, whatever came after. */
  #unknown: Refusal | undefined;

  constructor(readonly call: PacedCall) {
    this.#slept = sleptInCall(call.lane);
  }

  /** Milliseconds to sleep before the same request goes again; undefined when it does not. */
  pauseBeforeRepeat(failure: Failure, leftMs: number): number | undefined {
    const wanted = this.#wanted(failure);
    if (wanted === undefined || this.#repeats >= MOST_REPEATS) return undefined;
    const pause = Math.max(wanted, FIRST_BACKOFF_MS * 2 ** this.#repeats);
    if (this.#slept.ms + pause > MOST_SLEEP_MS || pause >= leftMs) return undefined;
    this.#repeats += 1;
    this.#slept.ms += pause;
    if (failure.kind === 'transient' && this.call.kind === 'write') {
      this.#unknown =
        failure.refusal ?? refuse('TELEGRAM_TROUBLE', { data: { method: this.call.method } }).refusal;
    }
    return pause;
  }

  /** The refusal to give, which must not claim that nothing was sent after a try of unknown outcome. */
  final(refused: Refused): Refused {
    return this.#unknown === undefined ? refused : { ok: false, refusal: this.#unknown };
  }

  #wanted(failure: Failure): number | undefined {
    if (failure.kind === 'flood' || failure.kind === 'slowmode') return failure.seconds * 1_000;
    const isSafe = this.call.kind === 'read' || this.call.repeatable === true;
    return failure.kind === 'transient' && isSafe ? 0 : undefined;
  }
}
