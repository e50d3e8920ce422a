import { describe, expect, it } from 'vitest';
import { hoursFrom, minutesUntilOpen } from './hours.js';

const at = (iso: string) => Date.parse(iso);

describe('the hours of a lane', () => {
  it('may be left out, and else need both ends and a zone that exists', () => {
    expect(hoursFrom('', '', '')).toEqual({ ok: true, value: undefined });
    expect(hoursFrom('09:00', '17:30', 'Europe/Berlin')).toMatchObject({ ok: true });
    for (const [start, end, zone, problem] of [
      ['09:00', '', 'Europe/Berlin', 'active_hours_end'],
      ['', '17:00', 'Europe/Berlin', 'active_hours_start'],
      ['9:00', '17:00', 'Europe/Berlin', 'active_hours_start'],
      ['24:00', '17:00', 'Europe/Berlin', 'active_hours_start'],
      ['09:00', '09:00', 'Europe/Berlin', 'must differ'],
      ['09:00', '17:00', '', 'active_timezone'],
      ['09:00', '17:00', 'Mars/Olympus', 'active_timezone'],
      ['', '', 'Europe/Berlin', 'active_hours_start'],
    ] as const) {
      const refused = hoursFrom(start, end, zone);
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'INPUT_INVALID' } });
      expect(JSON.stringify(refused)).toContain(problem);
    }
  });

  it('include their start and not their end, on the clocks of the zone', () => {
    const hours = { start: '09:00', end: '17:00', timezone: 'Europe/Berlin' };
    expect(minutesUntilOpen(hours, at('2026-01-15T07:59:59Z'))).toBe(1);
    expect(minutesUntilOpen(hours, at('2026-01-15T08:00:00Z'))).toBe(0);
    expect(minutesUntilOpen(hours, at('2026-01-15T15:59:59Z'))).toBe(0);
    expect(minutesUntilOpen(hours, at('2026-01-15T16:00:00Z'))).toBe(16 * 60);
    expect(minutesUntilOpen(hours, at('2026-07-15T07:00:00Z'))).toBe(0);
    expect(minutesUntilOpen(hours, at('2026-07-15T06:59:00Z'))).toBe(1);
  });

  it('may go over midnight', () => {
    const hours = { start: '22:00', end: '02:00', timezone: 'Asia/Kolkata' };
    expect(minutesUntilOpen(hours, at('2026-01-15T16:29:00Z'))).toBe(1);
    expect(minutesUntilOpen(hours, at('2026-01-15T16:30:00Z'))).toBe(0);
    expect(minutesUntilOpen(hours, at('2026-01-15T20:29:00Z'))).toBe(0);
    expect(minutesUntilOpen(hours, at('2026-01-15T20:30:00Z'))).toBe(20 * 60);
  });
});
