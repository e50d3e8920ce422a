import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../actions/canonical-json.js';
import { rawParams } from './raw-params.js';

describe('the arguments of a raw call', () => {
  it('have one form that can be digested, or are refused: a thousand of them', () => {
    const odd = fc.oneof(
      fc.double(),
      fc.maxSafeInteger(),
      fc.string({ unit: 'binary' }),
      fc.constant('\uD800'),
    );
    const given = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), odd));
    fc.assert(
      fc.property(given, (params) => {
        const read = rawParams(params);
        if (!read.ok) expect(read.refusal.code).toBe('INPUT_INVALID');
        else expect(canonicalJson(read.value).length).toBeGreaterThan(1);
      }),
      { numRuns: 1_000, seed: 20_261_126 },
    );
  });

  it('keep fractions by their digits, and whole numbers as they are', () => {
    expect(rawParams({ lat: 52.52, period: 5, on: true, list: [1, 0.5], none: null })).toEqual({
      ok: true,
      value: { lat: '52.52', period: 5, on: true, list: [1, '0.5'], none: null },
    });
  });

  it.each([[1e300], [Number.NaN], [1e-9], ['\uD800'], [{ '\uD800': 1 }], [undefined], [() => 1]])(
    'are refused for %s, which has no such form',
    (value) => {
      expect(rawParams({ value })).toMatchObject({
        refusal: { code: 'INPUT_INVALID', data: { problems: ['params.value: cannot be given here'] } },
      });
    },
  );

  it('are read by a person, so they have an end', () => {
    expect(rawParams({ text: 'x'.repeat(7_900) }).ok).toBe(true);
    expect(rawParams({ text: 'x'.repeat(8_000) }).ok).toBe(false);
    const deep = Array.from({ length: 200_000 }).reduce<unknown>((inner) => [inner], 1);
    expect(rawParams({ deep }).ok).toBe(false);
  });
});
