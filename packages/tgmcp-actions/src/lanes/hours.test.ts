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
      // What is given in part is meant, and not left out: such a lane would be open at all hours.
      ['', '17:00', '', 'active_hours_start'],
      ['09:00', '', '', 'active_hours_end'],
    ] as const) {
      const refused = hoursFrom(start, end, zone);
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'INPUT_INVALID' } });
      expect(JSON.stringify(refused)).toContain(problem);
    }
  });

  it('name every argument that is wrong, and no other', () => {
    const problems = (start: string, end: string, zone: string): unknown => {
      const answer = hoursFrom(start, end, zone);
      return answer.ok ? answer.value : answer.refusal.data?.['problems'];
    };
    const zone = 'active_timezone: must be an IANA name, for example Europe/Berlin';
    const [start, end] = ['active_hours_start: must be HH:MM', 'active_hours_end: must be HH:MM'];
    expect(problems('x', 'y', 'z')).toEqual([start, end, zone]);
    for (const wrong of ['09:60', '25:00', '109:00', '09:000', '0900', ' 09:00']) {
      expect(problems(wrong, '17:00', 'UTC')).toEqual([start]);
      expect(problems('08:00', wrong, 'UTC')).toEqual([end]);
    }
    expect(problems('', '', 'UTC')).toEqual([
      start,
      end,
      'active_hours_end: must differ from active_hours_start',
    ]);
    expect(problems('00:00', '23:59', 'UTC')).toEqual({ start: '00:00', end: '23:59', timezone: 'UTC' });
    expect(problems('19:30', '20:05', 'Asia/Tokyo')).toMatchObject({ start: '19:30' });
  });

  it('know midnight', () => {
    const day = { start: '00:00', end: '12:00', timezone: 'UTC' };
    expect(minutesUntilOpen(day, at('2026-01-15T00:00:00Z'))).toBe(0);
    expect(minutesUntilOpen(day, at('2026-01-15T23:59:00Z'))).toBe(1);
    expect(minutesUntilOpen({ ...day, start: '12:30', end: '13:00' }, at('2026-01-15T13:00:00Z'))).toBe(
      23 * 60 + 30,
    );
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
    expect(minutesUntilOpen(hours, at('2026-01-15T17:30:00Z'))).toBe(0);
    expect(minutesUntilOpen(hours, at('2026-01-15T20:29:00Z'))).toBe(0);
    expect(minutesUntilOpen(hours, at('2026-01-15T20:30:00Z'))).toBe(20 * 60);
  });
});
