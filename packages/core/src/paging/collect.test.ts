import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { collect, type Page, type Portion } from './collect.js';
import { PageRoom } from './page.js';

/** A list of numbers that is read in portions; odd ones are left out by the question. */
function source(length: number, portion: number) {
  return (from: number | undefined): Promise<Outcome<Portion<number, number>>> => {
    const start = from ?? 0;
    const end = Math.min(length, start + portion);
    const items = Array.from({ length: end - start }, (_, index) => ({
      record: (start + index) % 2 === 0 ? start + index : undefined,
      after: start + index + 1,
    }));
    return Promise.resolve(done({ items, more: end < length }));
  };
}

function pageOf<R, P>(outcome: Outcome<Page<R, P>>): Page<R, P> {
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
}

describe('collecting pages', () => {
  it('shows every record exactly once, whatever the sizes of pages and portions', async () => {
    const sizes = fc.tuple(
      fc.nat(60),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(12),
    );
    await fc.assert(
      fc.asyncProperty(sizes, async ([length, portion, limit, bytes]) => {
        const seen: number[] = [];
        let start: number | undefined;
        for (let pages = 0; pages < 200; pages += 1) {
          const room = new PageRoom(bytes + 1, limit);
          const page = pageOf(await collect({ room, start, maxCalls: 3, fetch: source(length, portion) }));
          seen.push(...page.records);
          start = page.next;
          if (start === undefined) break;
        }
        expect(start).toBeUndefined();
        expect(seen).toEqual(Array.from({ length: Math.ceil(length / 2) }, (_, index) => index * 2));
      }),
    );
  });

  it('keeps what it has when a later call is refused, and says why it stopped', async () => {
    const fetch = source(20, 5);
    const page = pageOf(
      await collect<number, number>({
        room: new PageRoom(10_000, 100),
        start: undefined,
        maxCalls: 10,
        fetch: (from) =>
          from === 10 ? Promise.resolve(refuse('FLOOD_WAIT', { retryAfter: 9 })) : fetch(from),
      }),
    );
    expect(page.records).toEqual([0, 2, 4, 6, 8]);
    expect(page.next).toBe(10);
    expect(page.stopped).toMatchObject({ code: 'FLOOD_WAIT', retry_after: 9 });
  });

  it('is refused when the first call is', async () => {
    const refused = await collect({
      room: new PageRoom(10, 1),
      start: undefined,
      maxCalls: 1,
      fetch: () => Promise.resolve(refuse('NO_RIGHTS')),
    });
    expect(!refused.ok && refused.refusal.code).toBe('NO_RIGHTS');
  });
});
