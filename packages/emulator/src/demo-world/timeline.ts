import type { Seeded } from './seeded.js';

const DAY = 86_400;
const HOUR = 3600;

/**
 * Starting times for `count` threads within the `days` before `now`, oldest first: in waking hours, and none within
 * ten minutes of `now`. Seconds since the epoch.
 */
export function startingTimes(count: number, days: number, now: number, seeded: Seeded): number[] {
  const midnight = now - (now % DAY);
  const times = Array.from({ length: count }, () => {
    const at = midnight - seeded.between(0, days) * DAY + seeded.between(7 * HOUR, 22 * HOUR);
    return at > now - 2 * HOUR ? at - DAY : at;
  });
  return times.toSorted((a, b) => a - b);
}
