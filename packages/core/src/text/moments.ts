/** Moments as agents write them: a day, or a day with a time; in UTC unless a zone is given. */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const DAY_SECONDS = 86_400;

/** The first and the last second that a written moment covers, in Unix seconds; undefined when it is none. */
export function readMoment(written: string): { readonly first: number; readonly last: number } | undefined {
  if (DAY.test(written)) {
    const first = seconds(`${written}T00:00:00Z`, written);
    return first === undefined ? undefined : { first, last: first + DAY_SECONDS - 1 };
  }
  const parts = TIME.exec(written);
  if (parts?.[1] === undefined) return undefined;
  const zoned = parts[2] === undefined ? `${written}Z` : written;
  const at = seconds(zoned.replace(' ', 'T'), parts[1]);
  return at === undefined ? undefined : { first: at, last: at };
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
