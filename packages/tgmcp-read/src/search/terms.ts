/** What is looked for: one query, or several whose results are put together. */
import * as z from 'zod';

const MOST_TERMS = 5;

/** The words that are looked for. */
export const query = z.string().trim().min(1).max(256);

/** More of them. */
export const also = z
  .array(query)
  .max(MOST_TERMS - 1)
  .default([])
  .describe('more queries; results are merged, each message once');

/** All queries, each once, whatever its case. */
export function termsOf(args: { readonly query: string; readonly also: readonly string[] }): string[] {
  const terms = new Map<string, string>();
  for (const term of [args.query, ...args.also]) {
    const key = term.toLowerCase();
    if (!terms.has(key)) terms.set(key, term);
  }
  return [...terms.values()];
}

/** What somebody may expect of a query that Telegram's search does not do. */
const UNKNOWN_TO_SEARCH: readonly (readonly [RegExp, string])[] = [
  [/[*?%](?=\S)|(?<=\S)\*/u, 'wildcards'],
  [/\\[a-z]|\.\*|\[[^\]]+\]|\^|\$$|\(\?/iu, 'regular expressions'],
  [/\s(?:AND|OR|NOT)\s|\s[|&]{1,2}\s/u, 'AND, OR and NOT (give further queries in also)'],
  [/^["“«].+["”»]$/u, 'exact phrases'],
];

/** A note for queries that ask for more than Telegram's search can do; undefined for plain words. */
export function searchNote(terms: readonly string[]): string | undefined {
  const named = UNKNOWN_TO_SEARCH.filter(([pattern]) => terms.some((term) => pattern.test(term)));
  if (named.length === 0) return undefined;
  const what = named.map(([, name]) => name).join(', ');
  return `Telegram's search looks for all the words of a query, in any order; it knows no ${what}.`;
}
