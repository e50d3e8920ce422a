import type { Clock } from '../clock/clock.js';
import { abortReason } from '../clock/system-clock.js';

/** Why a call was given up. */
export class GivenUp extends Error {
  constructor(readonly why: 'deadline' | 'cancelled') {
    super(why);
    this.name = 'GivenUp';
  }
}

/** The time a call has: one signal that aborts at its deadline or when the caller cancels it. */
export class CallLimit {
  readonly #control = new AbortController();
  readonly #stop = new AbortController();
  readonly #ends: number;
  #cancellable = true;

  constructor(
    readonly clock: Clock,
    deadlineMs: number,
    readonly caller: AbortSignal | undefined,
  ) {
    this.#ends = clock.monotonic() + deadlineMs;
    clock.sleep(deadlineMs, this.#stop.signal).then(
      () => this.#control.abort(new GivenUp('deadline')),
      // Stopped, because the call ended in time.
      () => undefined,
    );
    caller?.addEventListener('abort', () => this.#obeyCaller(), { signal: this.#stop.signal });
    this.#obeyCaller();
  }

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  /** Milliseconds until the deadline. */
  get left(): number {
    return Math.max(0, this.#ends - this.clock.monotonic());
  }

  /** Throws {@link GivenUp} when the time is over or the caller does not want the call any more. */
  check(): void {
    this.#obeyCaller();
    if (this.signal.aborted) throw abortReason(this.signal);
  }

  /**
   * The task's result, or a rejection with {@link GivenUp} as soon as the time is over. With `cancellable` false the
   * caller's wish is not heard before the next `check`.
   */
  async race<T>(task: Promise<T>, cancellable = true): Promise<T> {
    const { signal } = this;
    const settled = new AbortController();
    const over = new Promise<never>((_, reject) => {
      const give = (): void => reject(abortReason(signal));
      if (signal.aborted) give();
      else signal.addEventListener('abort', give, { signal: settled.signal });
    });
    this.#cancellable = cancellable;
    try {
      return await Promise.race([task, over]);
    } finally {
      settled.abort();
      this.#cancellable = true;
    }
  }

  /** Ends the limit; nothing of it stays behind. */
  close(): void {
    this.#stop.abort();
  }

  #obeyCaller(): void {
    if (this.#cancellable && this.caller?.aborted === true) this.#control.abort(new GivenUp('cancelled'));
  }
}
