/** Gathers one page over as many calls as it takes, and always knows where the next page begins. */
import type { Outcome, Refusal } from '../errors/outcome.js';
import { done } from '../errors/outcome.js';
import type { PageRoom } from './page.js';

/** One thing that was read: a record to show, or none when the question leaves it out, and the position after it. */
export interface Read<R, P> {
  readonly record: R | undefined;
  readonly after: P;
}

/** What one call brought, and whether there can be more behind it. */
export interface Portion<R, P> {
  readonly items: readonly Read<R, P>[];
  readonly more: boolean;
}

/** What to read, how much of it fits, and from where on. */
export interface Collection<R, P> {
  readonly room: PageRoom;
  readonly start: P | undefined;
  /** The most calls for one page; a question that finds little ends early, with a cursor. */
  readonly maxCalls: number;
  readonly fetch: (from: P | undefined, wanted: number) => Promise<Outcome<Portion<R, P>>>;
}

/** A page: its records, the position behind the last of them while there can be more, and why it ended early. */
export interface Page<R, P> {
  readonly records: readonly R[];
  readonly next: P | undefined;
  readonly stopped?: Refusal;
}

/** Reads until the page is full or the end is reached. A refusal after the first records ends the page instead of losing them. */
export async function collect<R, P>(collection: Collection<R, P>): Promise<Outcome<Page<R, P>>> {
  const { room, maxCalls, fetch } = collection;
  const records: R[] = [];
  let position = collection.start;
  for (let calls = 0; calls < maxCalls; calls += 1) {
    const portion = await fetch(position, room.wanted);
    if (!portion.ok) {
      if (records.length === 0 || portion.refusal.code === 'CANCELLED') return portion;
      return done({ records, next: position, stopped: portion.refusal });
    }
    for (const { record, after } of portion.value.items) {
      if (record !== undefined) {
        if (!room.take(record)) return done({ records, next: position });
        records.push(record);
      }
      position = after;
    }
    if (!portion.value.more || portion.value.items.length === 0) return done({ records, next: undefined });
    if (room.full) break;
  }
  return done({ records, next: position });
}
