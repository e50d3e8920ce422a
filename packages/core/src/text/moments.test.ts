import { describe, expect, it } from 'vitest';
import { isoFromSeconds, readMoment } from './moments.js';

const NEW_YEAR = Date.UTC(2026, 0, 1) / 1000;

describe('a moment in an argument', () => {
  it('without an offset is one of the zone that is given, whatever the clock does there on that day', () => {
    const at = (iso: string) => Date.parse(iso) / 1000;
    expect(readMoment('2026-01-01', 'Asia/Tehran')).toEqual({
      first: at('2025-12-31T20:30:00Z'),
      last: at('2026-01-01T20:29:59Z'),
    });
    expect(readMoment('2026-03-29', 'Europe/Berlin')).toEqual({
      first: at('2026-03-28T23:00:00Z'),
      last: at('2026-03-29T21:59:59Z'),
    });
    expect(readMoment('2026-10-25', 'Europe/Berlin')).toEqual({
      first: at('2026-10-24T22:00:00Z'),
      last: at('2026-10-25T22:59:59Z'),
    });
    expect(readMoment('2026-07-01T12:00', 'America/New_York')?.first).toBe(at('2026-07-01T16:00:00Z'));
    expect(readMoment('2026-07-01T12:00+02:00', 'America/New_York')?.first).toBe(at('2026-07-01T10:00:00Z'));
  });

  it('is a whole day, its last second included', () => {
    expect(readMoment('2026-01-01')).toEqual({ first: NEW_YEAR, last: NEW_YEAR + 86_399 });
  });

  it.each([
    ['2026-01-01T00:00:00Z', 0],
    ['2026-01-01T00:00', 0],
    ['2026-01-01 01:30', 5400],
    ['2026-01-01T03:00:00+03:00', 0],
    ['2026-01-01T03:00:00+0300', 0],
    ['2025-12-31T19:00:00-05:00', 0],
    ['2026-01-01T00:00:01.5Z', 1],
  ])('is read with its zone, UTC without one: %s', (written, offset) => {
    expect(readMoment(written)).toEqual({ first: NEW_YEAR + offset, last: NEW_YEAR + offset });
  });

  it.each([
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-1-1',
    '01.02.2026',
    '2026-01-01T25:00',
    '1767225600',
  ])('is refused when no calendar has it: "%s"', (written) => {
    expect(readMoment(written)).toBeUndefined();
  });

  it('is printed in UTC', () => {
    expect(isoFromSeconds(NEW_YEAR)).toBe('2026-01-01T00:00:00Z');
  });
});
