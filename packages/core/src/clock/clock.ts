/** Time as the rest of the code may see it: injected everywhere, so that tests decide what time it is. */
export interface Clock {
  /** Wall clock, milliseconds since the epoch. Can step. */
  now(): number;
  /** Milliseconds on one clock shared by all processes since boot; never steps back, restarts at reboot. */
  monotonic(): number;
  /** Identifies this boot: monotonic times of another boot mean nothing here. */
  bootId(): string;
  /** Waits `ms` milliseconds; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
