/** Clocks of the world's time zones, as the running Node knows them. */

/** Whether a name is that of a time zone, for example `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The moment, in Unix seconds, at which clocks of `zone` show what a UTC clock shows at `shown`. A time that a change of
 * the clock skips is moved by what was skipped; of a time that comes twice, one is taken.
 */
export function inZone(shown: number, zone: string): number {
  if (zone === 'UTC') return shown;
  const guess = shown - ahead(shown, zone);
  return shown - ahead(guess, zone);
}

/** Seconds by which clocks of `zone` are ahead of UTC at a moment. */
function ahead(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at * 1000);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const clock = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return clock / 1000 - at;
}
