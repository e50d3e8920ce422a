import { expect, it } from 'vitest';
import { titlesWith } from '../docs/promises.js';
import type { Promised } from './promised.js';

/**
 * Tests that each promise names tests that exist, one title each, that none is listed twice, that each topic has some, and
 * that nothing is left out without a reason.
 */
export function checkPromises(
  rows: readonly Promised[],
  topics: readonly string[],
  notHere: Readonly<Record<string, string>>,
): void {
  const named = rows.flatMap(({ topic, what, shown }) =>
    shown.map(([file, words]) => ({ promise: `${topic}: ${what}`, file, words })),
  );

  it.each(named)('$promise', async ({ file, words }) => {
    expect(await titlesWith(file, words)).toHaveLength(1);
  });

  it('is listed once, under each of its topics', () => {
    const all = rows.map(({ topic, what }) => `${topic}: ${what}`);
    expect(all).toEqual([...new Set(all)]);
    expect(topics.filter((topic) => !rows.some((row) => row.topic === topic))).toEqual([]);
  });

  it('leaves nothing out without a reason', () => {
    for (const reason of Object.values(notHere)) expect(reason.length).toBeGreaterThan(20);
  });
}
