/** The hours in which a lane may be used, on the clocks of a time zone. */
import { done, isTimeZone, refuse, type Outcome } from '@tgmcp/core';
import type { LaneHours } from './scope.js';

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;
const DAY_MIN = 1_440;

/** The hours that three arguments name; none when all are empty. Refused with INPUT_INVALID. */
export function hoursFrom(start: string, end: string, timezone: string): Outcome<LaneHours | undefined> {
  if (start === '' && end === '' && timezone === '') return done(undefined);
  const problems = [
    ...(CLOCK.test(start) ? [] : ['active_hours_start: must be HH:MM']),
    ...(CLOCK.test(end) ? [] : ['active_hours_end: must be HH:MM']),
    ...(start === end ? ['active_hours_end: must differ from active_hours_start'] : []),
    ...(timezone !== '' && isTimeZone(timezone)
      ? []
      : ['active_timezone: must be an IANA name, for example Europe/Berlin']),
  ];
  return problems.length === 0
    ? done({ start, end, timezone })
    : refuse('INPUT_INVALID', { data: { problems } });
}

/** Minutes until the hours begin, 0 within them. A change of the clocks in between is not foreseen. */
export function minutesUntilOpen({ start, end, timezone }: LaneHours, nowMs: number): number {
  const now = minuteOfDay(nowMs, timezone);
  const [from, to] = [minuteOf(start), minuteOf(end)];
  const isOpen = from < to ? now >= from && now < to : now >= from || now < to;
  return isOpen ? 0 : (from - now + DAY_MIN) % DAY_MIN;
}

function minuteOf(clock: string): number {
  const [, hour, minute] = CLOCK.exec(clock) ?? [];
  return Number(hour) * 60 + Number(minute);
}

function minuteOfDay(nowMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
  });
  return minuteOf(format.format(nowMs));
}
