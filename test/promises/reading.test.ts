import { describe, expect, it } from 'vitest';
import { titlesWith } from '../docs/promises.js';
import { NOT_HERE, READING } from './reading.js';

const named = READING.flatMap(({ topic, what, shown }) =>
  shown.map(([file, words]) => ({ promise: `${topic}: ${what}`, file, words })),
);

describe('what is promised of reading', () => {
  it.each(named)('$promise', async ({ file, words }) => {
    expect(await titlesWith(file, words)).toHaveLength(1);
  });

  it('is listed once, under each of its topics', () => {
    const rows = READING.map(({ topic, what }) => `${topic}: ${what}`);
    expect(rows).toEqual([...new Set(rows)]);
    const needed = [
      'info',
      'messages',
      'count',
      'creation date',
      'participants',
      'search',
      'pagination',
      'download',
      'export',
      'scope',
      'raw',
    ];
    expect(needed.filter((topic) => !READING.some((row) => row.topic === topic))).toEqual([]);
  });

  it('leaves nothing out without a reason', () => {
    for (const reason of Object.values(NOT_HERE)) expect(reason.length).toBeGreaterThan(20);
  });
});
