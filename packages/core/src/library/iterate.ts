import type { Outcome } from '../errors/outcome.js';
import { must } from './reader-error.js';

/** One call's worth of a list; items without a record only carry the place behind them. */
export interface Part<R, P> {
  readonly items: readonly { readonly record: R | undefined; readonly after: P | undefined }[];
  readonly more: boolean;
}

/** Reads call after call, as long as somebody takes what comes; throws a ReaderError for a refusal. */
export async function* iterate<R, P>(
  fetch: (from: P | undefined) => Promise<Outcome<Part<R, P>>>,
  limit: number = Infinity,
): AsyncGenerator<R, void> {
  let from: P | undefined;
  let left = limit;
  while (left > 0) {
    const { items, more } = must(await fetch(from));
    const before = from;
    for (const { record, after } of items) {
      from = after ?? from;
      if (record === undefined) continue;
      yield record;
      left -= 1;
      if (left <= 0) return;
    }
    // An answer that brings no new place would be asked for without end.
    if (!more || from === before) return;
  }
}
