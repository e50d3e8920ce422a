/** Several lists in the same order read as one, each record once, with a position in every list after each record. */
import type { Portion } from './collect.js';

/** A record of one list: what it is, to know it in another list, and its place in the order, greater ones first. */
export interface Listed<R, P> {
  readonly record: R | undefined;
  readonly key: string;
  readonly at: number;
  /** Undefined where nothing may tell that it was here: the list goes on where it did before it. */
  readonly after: P | undefined;
}

/** What one call brought of one list; if it brought anything, something in it has a place after it. */
export interface ListPortion<R, P> {
  readonly items: readonly Listed<R, P>[];
  readonly more: boolean;
}

/** Where a list goes on: behind a record, at its beginning (null), or nowhere. */
export type ListPlace<P> = P | 'end' | null;

/** Merges what calls brought of lists that go on at `starts`; what lies below the end of an unfinished list waits for the next call. */
export function mergeLists<R, P>(
  portions: readonly ListPortion<R, P>[],
  starts: readonly ListPlace<P>[],
): Portion<R, ListPlace<P>[]> {
  const all = new Map<string, { readonly item: Listed<R, P>; readonly places: [number, Listed<R, P>][] }>();
  for (const [list, { items }] of portions.entries()) {
    for (const item of items) {
      const known = all.get(item.key);
      if (known === undefined) all.set(item.key, { item, places: [[list, item]] });
      else known.places.push([list, item]);
    }
  }
  const ordered = [...all.values()].toSorted((one, other) => other.item.at - one.item.at);
  const ready = ordered.slice(
    0,
    countReady(
      portions,
      ordered.map(({ item }) => item),
    ),
  );
  const places = starts.map((start, list) => (isEmpty(portions[list]) ? 'end' : start));
  const items = ready.map(({ item, places: found }) => {
    for (const [list, { after }] of found) places[list] = after ?? places[list] ?? null;
    return { record: item.record, after: [...places] };
  });
  const last = items.at(-1);
  // A list that has been read to its end need not be asked again.
  for (const [list, portion] of portions.entries()) {
    const end = portion.items.findLast(({ after }) => after !== undefined);
    if (last !== undefined && !portion.more && end !== undefined && last.after[list] === end.after)
      last.after[list] = 'end';
  }
  return { items, more: ready.length < ordered.length || portions.some(({ more }) => more) };
}

function isEmpty(portion: ListPortion<unknown, unknown> | undefined): boolean {
  return portion === undefined || (portion.items.length === 0 && !portion.more);
}

/** How many records surely have nothing between them that an unfinished list still holds back. */
function countReady(
  portions: readonly ListPortion<unknown, unknown>[],
  order: readonly Listed<unknown, unknown>[],
): number {
  const ends = portions.filter(({ more }) => more).map(({ items }) => items.at(-1)?.at ?? -Infinity);
  if (portions.length === 1 || ends.length === 0) return order.length;
  const edge = Math.max(...ends);
  const above = order.filter(({ at }) => at > edge);
  // Where all have the same place in the order, it is better to go on than to stand still.
  return above.some(({ after }) => after !== undefined)
    ? above.length
    : order.filter(({ at }) => at >= edge).length;
}
