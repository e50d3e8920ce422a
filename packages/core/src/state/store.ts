import type * as z from 'zod';

/** A kind of state document: the folder its files stand in, its strict schema and its format version. */
export interface DocumentKind<T> {
  readonly folder: string;
  readonly version: number;
  readonly schema: z.ZodType<T>;
}

/** A document as read, with the generation number that a swap must name. */
export interface Versioned<T> {
  readonly value: T;
  readonly generation: number;
}

/** A lease on a name: whoever holds the highest fencing token is the holder. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly token: number;
}

/**
 * Shared state of one account's processes. Safe under kill, pause and full disk: every commit is a compare-and-swap on
 * a numbered, checksummed generation, and one-time facts are created, never updated.
 * Every method throws {@link StateError} when the state cannot be trusted or written: callers fail closed.
 */
export interface StateStore {
  /** Reads a document; undefined when it never existed. */
  get<T>(kind: DocumentKind<T>, key: string): Promise<Versioned<T> | undefined>;
  /** Creates a one-time fact. True for exactly one caller, ever; false when it exists. */
  create<T>(kind: DocumentKind<T>, key: string, value: T): Promise<boolean>;
  /** Replaces generation `expected` (0: none yet). The new generation, or undefined when somebody else was first. */
  compareAndSwap<T>(
    kind: DocumentKind<T>,
    key: string,
    expected: number,
    value: T,
  ): Promise<number | undefined>;
  /**
   * Reads, changes and swaps until it wins; `change` may run several times and must be pure.
   * Return undefined from `change` to leave the document as it is. Resolves to the value now stored.
   */
  update<T>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => T | undefined,
  ): Promise<T | undefined>;
  /**
   * Removes a document for good. Only for what is over: a one-time fact that is removed can be created again, so whoever
   * removes it has seen to it that nothing happens twice by that.
   */
  remove(kind: DocumentKind<unknown>, key: string): Promise<void>;
  /** Keys of a kind, in no order. */
  keys(kind: DocumentKind<unknown>): Promise<string[]>;
  /** Takes a lease for `ttlMs`, or undefined while somebody else holds it. Re-entrant for nobody. */
  acquireLease(name: string, owner: string, ttlMs: number): Promise<Lease | undefined>;
  /** False when the lease was lost. Else it holds for `ttlMs` from now, or for the two thirds of it that are left at least. */
  renewLease(lease: Lease, ttlMs: number): Promise<boolean>;
  releaseLease(lease: Lease): Promise<boolean>;
  /**
   * Reserves the next slot of a GCRA lane; see `gcra.ts`. Milliseconds to wait before using it; when that would be more
   * than `maxWaitMs`, nothing is reserved. Not made durable: it counts on the monotonic clock, which a reboot restarts anyway.
   */
  reserve(lane: string, intervalMs: number, burst: number, maxWaitMs?: number): Promise<number>;
  /** Appends one record to a log and fsyncs it; `seal` gets the previous record and returns the line to write. */
  append(log: string, seal: (previousLine: string | undefined) => string): Promise<void>;
  /** Reads a log's lines, oldest first. */
  readLog(log: string): Promise<string[]>;
  /** The newest line as remembered beside the log, so that a log that was cut short is noticed. */
  logAnchor(log: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** The state cannot be trusted or written. `code` is the refusal the caller gets; nothing was changed. */
export class StateError extends Error {
  constructor(
    readonly code: 'STATE_CORRUPT' | 'STATE_UNWRITABLE' | 'STATE_UNSAFE_MODE' | 'STATE_BUSY' | 'STATE_SHARED',
    readonly file: string,
    message: string,
    /** What the refusal carries besides the file: the system's reason, or the command that mends it. */
    readonly data: { readonly reason?: string; readonly fix?: string } = {},
  ) {
    super(message);
    this.name = 'StateError';
  }
}
