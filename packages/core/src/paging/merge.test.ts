import { describe, expect, it } from 'vitest';
import { collect } from './collect.js';
import { mergeLists, type ListPlace } from './merge.js';
import { PageRoom } from './page.js';

/** Reads lists of numbers, greatest first, in calls of `size` and pages of `limit`; returns all pages. */
async function readAll(lists: readonly number[][], size: number, limit: number): Promise<number[][]> {
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
          const items = rest.slice(0, size).map((n) => ({ record: n, key: String(n), at: n, after: n }));
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
});
