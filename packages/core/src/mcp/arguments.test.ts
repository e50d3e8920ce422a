import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { readArguments } from './arguments.js';

const INPUT = z.strictObject({ params: z.record(z.string(), z.unknown()), who: z.unknown() });

/** Lists in each other, `levels` of them. */
function nested(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
}

describe('arguments', () => {
  it.each([51, 3_000, 100_000])('are refused by name when they are %i levels deep', (levels) => {
    expect(
      readArguments(INPUT, { who: nested(levels), params: {}, zebra: { inner: nested(levels - 1) } }),
    ).toEqual(
      expect.objectContaining({
        ok: false,
        refusal: expect.objectContaining({
          code: 'INPUT_INVALID',
          data: { problems: ['who: at most 50 levels deep', 'zebra: at most 50 levels deep'] },
        }),
      }),
    );
  });

  it('are taken up to 50 levels, however wide', () => {
    const given = { who: nested(50), params: { wide: Array.from({ length: 200_000 }, () => [1]) } };
    expect(readArguments(INPUT, given)).toEqual(done(given));
  });
});
