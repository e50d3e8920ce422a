import { describe, expect, it } from 'vitest';
import { collect } from './collect.js';
import { mergeLists, type ListPlace } from './merge.js';
import { PageRoom } from './page.js';

/** Reads lists of numbers, greatest first, in calls of `size` and pages of `limit`; returns all pages. */
async function readAll(
  lists: readonly number[][],
  size: number,
  limit: number,
  hidden: ReadonlySet<number> = new Set(),
): Promise<number[][]> {
  const pages: number[][] = [];
  let start: ListPlace<number>[] | undefined;
  for (let turns = 0; turns < 1000; turns += 1) {
    const page = await collect<number, ListPlace<number>[]>({
      room: new PageRoom(100_000, limit),
      start,
      maxCalls: 100,
      fetch: (from = lists.map(() => null)) => {
        const portions = lists.map((list, index) => {
          const place = from[index] ?? null;
          const rest = place === 'end' ? [] : list.filter((n) => place === null || n < place);
          const part = rest.slice(0, size);
          const isNothing = part.every((n) => hidden.has(n));
          const items = part.map((n) => ({
            record: hidden.has(n) ? undefined : n,
            key: String(n),
            at: n,
            after: hidden.has(n) && !isNothing ? undefined : n,
          }));
          return { items, more: rest.length > size };
        });
        return Promise.resolve({ ok: true, value: mergeLists(portions, from) });
      },
    });
    if (!page.ok) throw new Error(page.refusal.message);
    pages.push([...page.value.records]);
    start = page.value.next;
    if (start === undefined) return pages;
  }
  throw new Error('it never ends');
}

describe('merged lists', () => {
  it('give each record once and in order, whatever the size of calls and pages', async () => {
    const lists = [[90, 70, 50, 30, 10], [95, 90, 89, 88, 50, 49, 48, 47, 46, 2, 1], [], [70]];
    const wanted = [...new Set(lists.flat())].toSorted((one, other) => other - one);
    for (const size of [1, 2, 3, 100]) {
      for (const limit of [1, 2, 5, 100]) {
        expect((await readAll(lists, size, limit)).flat(), `${size}/${limit}`).toEqual(wanted);
      }
    }
  });

  it('ask a list no more that was read to its end', () => {
    const item = (n: number) => ({ record: n, key: String(n), at: n, after: n });
    const merged = mergeLists(
      [
        { items: [item(9)], more: false },
        { items: [item(8), item(7)], more: true },
      ],
      [null, null],
    );
    expect(merged.items.at(-1)?.after).toEqual(['end', 8]);
    expect(merged.more).toBe(true);
  });

  it('pass what is hidden without a trace, and never stand still', async () => {
    const hidden = new Set([100, 98, 96, 60, 5]);
    const lists = [
      [100, 60, 50, 5],
      [98, 97, 96, 10],
    ];
    const shown = [97, 50, 10];
    for (const size of [2, 3, 100]) {
      for (const limit of [1, 2, 100]) {
        const pages = await readAll(lists, size, limit, hidden);
        expect(pages.flat(), `${size}/${limit}`).toEqual(shown);
      }
    }
    const item = (n: number, after: number | undefined) => ({ record: n, key: String(n), at: n, after });
    const merged = mergeLists(
      [{ items: [item(9, undefined), item(8, 8), item(7, undefined)], more: true }],
      [null],
    );
    expect(merged.items.map(({ after }) => after)).toEqual([[null], [8], [8]]);
  });
});
