/** Arguments that bound a list by dates. */
import * as z from 'zod';
import { readMoment } from '../text/moments.js';
import { isTimeZone } from '../text/time-zones.js';

/** A day or a moment that must be given. */
export const moment = z
  .string()
  .max(40)
  .refine((written) => readMoment(written) !== undefined, 'must be YYYY-MM-DD or ISO 8601');

/** A day or a moment; empty for none. */
export const date = z
  .string()
  .max(40)
  .default('')
  .refine((written) => written === '' || readMoment(written) !== undefined, 'must be YYYY-MM-DD or ISO 8601')
  .describe('YYYY-MM-DD or ISO 8601; inclusive');

/** The zone of dates that carry no offset. */
export const timezone = z
  .string()
  .max(64)
  .default('UTC')
  .refine(isTimeZone, 'must be an IANA name, for example Europe/Berlin');

/** Telegram counts in seconds of 32 bits; one more stands beside an end that belongs to the range. */
const LAST_SECOND = 0x7fff_ffff - 1;

/** The first and last second of a range in Unix seconds, 0 where a side is open; held within what a message can have. */
export function dateRange(
  from: string,
  to: string,
  zone: string,
): { readonly since: number; readonly until: number } {
  const since = Math.min(readMoment(from, zone)?.first ?? 0, LAST_SECOND);
  const until = Math.min(readMoment(to, zone)?.last ?? 0, LAST_SECOND);
  // Nothing was written before the first second: a range from there is open, and one to there is empty.
  return { since: since > 1 ? since : 0, until: to === '' ? 0 : Math.max(until, 1) };
}
