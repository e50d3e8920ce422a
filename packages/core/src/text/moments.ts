/** Moments as agents write them: a day, or a day with a time; in UTC unless a zone is given. */
import { inZone } from './time-zones.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const DAY_SECONDS = 86_400;

/**
 * The first and the last second that a written moment covers, in Unix seconds; undefined when it is none. A moment that
 * names no offset is one of `zone`, an IANA name; a day with a change of the clock then has 23 or 25 hours.
 */
export function readMoment(
  written: string,
  zone = 'UTC',
): { readonly first: number; readonly last: number } | undefined {
  if (DAY.test(written)) {
    const first = seconds(`${written}T00:00:00Z`, written);
    if (first === undefined) return undefined;
    return { first: inZone(first, zone), last: inZone(first + DAY_SECONDS, zone) - 1 };
  }
  const parts = TIME.exec(written);
  if (parts?.[1] === undefined) return undefined;
  const isZoned = parts[2] !== undefined;
  const at = seconds((isZoned ? written : `${written}Z`).replace(' ', 'T'), parts[1]);
  if (at === undefined) return undefined;
  const moment = isZoned ? at : inZone(at, zone);
  return { first: moment, last: moment };
}

function seconds(iso: string, day: string): number | undefined {
  const milliseconds = Date.parse(iso);
  // A day that no calendar has (30 February) would silently become another one.
  const known = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(milliseconds) || Number.isNaN(known.getTime())) return undefined;
  return known.toISOString().startsWith(day) ? Math.floor(milliseconds / 1000) : undefined;
}

/** Unix seconds as ISO 8601 in UTC, whole seconds. */
export function isoFromSeconds(unix: number): string {
  return new Date(unix * 1000).toISOString().replace('.000Z', 'Z');
}
