/** One row of the refusal table. `docs/ERRORS.md` is generated from it. */
export interface RefusalRow {
  readonly message: string;
  /** What the caller can do, one sentence an agent can act on. */
  readonly next: string;
  /** Whether the same call can succeed later without anything else changing. */
  readonly retryable: boolean;
  /** Names of the facts it carries in `data`. */
  readonly carries?: readonly string[];
}

/** Builds a row. */
export function row(
  message: string,
  next: string,
  retryable: boolean,
  carries: readonly string[] = [],
): RefusalRow {
  return { message, next, retryable, carries };
}
