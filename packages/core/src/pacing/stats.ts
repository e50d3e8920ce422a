/** Upper bounds of the latency buckets, in milliseconds; the last bucket has none. */
const LATENCY_BOUNDS_MS = [50, 100, 250, 500, 1_000, 2_000, 5_000] as const;

/** What this process has done since it started, for `tg_get_stats`. */
export interface CallCounts {
  /** When this process began to count, ISO time. */
  readonly since: string;
  /** RPCs that were sent, repeats included. */
  readonly sent: number;
  readonly succeeded: number;
  readonly failed: number;
  /** RPCs that had to wait for their turn in the budget. */
  readonly throttled: number;
  /** Calls that were refused before anything was sent. */
  readonly held_back: number;
  readonly floods: number;
  readonly repeats: number;
  readonly deadlines: number;
  /** RPCs by duration: `le_100` counts those of more than the bound before and at most 100 ms. */
  readonly latency_ms: Readonly<Record<string, number>>;
}

/** Counts calls of this process. */
export class CallStats {
  succeeded = 0;
  failed = 0;
  throttled = 0;
  heldBack = 0;
  floods = 0;
  repeats = 0;
  deadlines = 0;
  readonly #buckets: number[] = [];

  /** `begun`: milliseconds since the epoch. */
  constructor(readonly begun: number) {}

  /** One RPC took `ms` milliseconds. */
  took(ms: number): void {
    const bound = LATENCY_BOUNDS_MS.findIndex((most) => ms <= most);
    const bucket = bound === -1 ? LATENCY_BOUNDS_MS.length : bound;
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  snapshot(): CallCounts {
    const names = [...LATENCY_BOUNDS_MS.map((most) => `le_${most}`), `over_${LATENCY_BOUNDS_MS.at(-1)}`];
    return {
      since: new Date(this.begun).toISOString(),
      sent: this.#buckets.reduce((sum, count) => sum + count, 0),
      succeeded: this.succeeded,
      failed: this.failed,
      throttled: this.throttled,
      held_back: this.heldBack,
      floods: this.floods,
      repeats: this.repeats,
      deadlines: this.deadlines,
      latency_ms: Object.fromEntries(names.map((name, bucket) => [name, this.#buckets[bucket] ?? 0])),
    };
  }
}
