/** What goes wrong. `before` and `after` speak of the effect of the call: not done, or done though the caller sees otherwise. */
export type FaultKind =
  | 'error'
  | 'error_after'
  | 'close_before'
  | 'close_after'
  | 'lose_answer'
  | 'delay'
  | 'hold'
  | 'silence';

/** The kinds, for who must check one. */
export const FAULT_KINDS: readonly FaultKind[] = [
  'error',
  'error_after',
  'close_before',
  'close_after',
  'lose_answer',
  'delay',
  'hold',
  'silence',
];

/** Trouble on demand for calls that match. */
export interface Fault {
  /** A TL method, or `*` for all. */
  readonly method: string;
  /** Only calls of this user (decimal id). */
  readonly account?: string;
  readonly kind: FaultKind;
  /** How many calls it hits; 1 when absent. */
  readonly times?: number;
  /** How many matching calls pass first. */
  readonly after?: number;
  /** For the error kinds; 500 INTERNAL when absent. */
  readonly code?: number;
  readonly message?: string;
  /** For `delay`: real milliseconds before the call is looked at. */
  readonly delay_ms?: number;
  /** For `delay`, instead: seconds of world time, so that whoever moves the clock decides when. */
  readonly delay_sec?: number;
}

interface Armed {
  readonly fault: Fault;
  passes: number;
  left: number;
}

/** The faults in force, oldest first; a call gets the first that matches. */
export class Faults {
  #armed: Armed[] = [];
  #held: (() => void)[] = [];

  add(...faults: readonly Fault[]): void {
    for (const fault of faults) {
      const { after = 0, times = 1 } = fault;
      if (times > 0) this.#armed.push({ fault, passes: after, left: times });
    }
  }

  /** Takes them back; calls that are on hold go on. */
  clear(): void {
    this.#armed = [];
    for (const goOn of this.#held.splice(0)) goOn();
  }

  /** Resolves when they are taken back. */
  cleared(): Promise<void> {
    return new Promise((resolve) => this.#held.push(resolve));
  }

  /** What is still to come. */
  get pending(): readonly Fault[] {
    return this.#armed.map(({ fault, passes, left }) => ({ ...fault, after: passes, times: left }));
  }

  /** The fault that hits this call, counted as used; a method that moved goes by either of its names. */
  take(methods: readonly string[], account: string | null): Fault | undefined {
    for (const armed of this.#armed) {
      const { fault } = armed;
      const named = fault.method === '*' || methods.includes(fault.method);
      if (!named || (fault.account !== undefined && fault.account !== account)) continue;
      if (armed.passes > 0) {
        armed.passes -= 1;
        continue;
      }
      armed.left -= 1;
      if (armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
      return fault;
    }
    return undefined;
  }
}
