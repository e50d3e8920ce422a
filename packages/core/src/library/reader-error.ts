import type { RefusalCode } from '../errors/codes.js';
import type { Outcome, Refusal } from '../errors/outcome.js';

/** Why something was not read. Every code, with what to do about it, stands in docs/ERRORS.md. */
export class ReaderError extends Error {
  override readonly name = 'ReaderError';

  constructor(readonly refusal: Refusal) {
    super(`${refusal.message} ${refusal.next_step}`);
  }

  get code(): RefusalCode {
    return this.refusal.code;
  }

  /** Seconds until another try can succeed, where that is known; Telegram's own waits among them. */
  get retryAfter(): number | undefined {
    return this.refusal.retry_after;
  }
}

/** The settings cannot be used; every problem is named at once. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** The value of an outcome; throws a {@link ReaderError} for a refusal. */
export function must<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new ReaderError(outcome.refusal);
}
