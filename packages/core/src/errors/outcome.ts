import type { RefusalCode } from './codes.js';

/** Why something was not done, as the caller sees it. Built by {@link refuse} from the table in `codes.ts`. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  /** What the caller can do about it, one sentence. */
  readonly next_step: string;
  readonly retryable: boolean;
  /** Seconds until a retry can succeed, where that is known. */
  readonly retry_after?: number;
  /** Facts that the table says this refusal carries; never secrets. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What was asked for was done. */
export interface Done<T> {
  readonly ok: true;
  readonly value: T;
}

/** What was asked for was not done, and why. */
export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** A refusal is a value, a bug is a throw: whatever can be refused for a reason the caller may act on returns this. */
export type Outcome<T> = Done<T> | Refused;

/** Wraps a result. */
export function done<T>(value: T): Done<T> {
  return { ok: true, value };
}
