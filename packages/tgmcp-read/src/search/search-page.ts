/** Pages of what several queries find, put together. */
import {
  collect,
  count,
  done,
  mergeLists,
  PageRoom,
  type ListPlace,
  type ListPortion,
  type Outcome,
  type Page,
} from '@tgmcp/core';
import * as z from 'zod';

const MAX_CALLS = 10;

/** What Telegram counts for each query that was asked for this page. */
export const totals = z.record(z.string(), count);

/** A page, and the counts. */
export interface SearchPage<R, P> {
  readonly page: Page<R, ListPlace<P>[]>;
  readonly totals: Record<string, number>;
}

/** The positions of a search in its cursor. */
export function placesOf<P>(place: z.ZodType<P>): z.ZodType<ListPlace<P>[]> {
  return z.array(z.union([place, z.literal('end'), z.null()])).max(10);
}

/** Gathers one page; `fetch` asks for one query from a place on. */
export async function searchPage<R, P>(search: {
  readonly terms: readonly string[];
  readonly start: ListPlace<P>[] | undefined;
  readonly limit: number;
  readonly pageBytes: number;
  readonly fetch: (
    term: string,
    from: P | undefined,
  ) => Promise<Outcome<ListPortion<R, P> & { readonly total: number }>>;
}): Promise<Outcome<SearchPage<R, P>>> {
  const { terms } = search;
  const counted = new Map<string, number>();
  const page = await collect<R, ListPlace<P>[]>({
    room: new PageRoom(search.pageBytes, search.limit),
    start: search.start,
    maxCalls: MAX_CALLS,
    fetch: async (from = terms.map(() => null)) => {
      const portions: ListPortion<R, P>[] = [];
      for (const [index, term] of terms.entries()) {
        const place = from[index] ?? null;
        if (place === 'end') {
          portions.push({ items: [], more: false });
          continue;
        }
        const found = await search.fetch(term, place ?? undefined);
        if (!found.ok) return found;
        if (!counted.has(term)) counted.set(term, found.value.total);
        portions.push(found.value);
      }
      return done(mergeLists(portions, from));
    },
  });
  return page.ok ? done({ page: page.value, totals: Object.fromEntries(counted) }) : page;
}

/** The notes of a result as one. */
export function joinNotes(...notes: readonly (string | undefined)[]): { note?: string } {
  const said = notes.filter((note) => note !== undefined);
  return said.length === 0 ? {} : { note: said.join(' ') };
}
