/**
 * A stored point in time that survives clock steps and reboots. A required wait ends when both clocks say so, a
 * permission (a lease, a time to live) at the first; after a reboot monotonic times mean nothing and the wall clock decides.
 */
import * as z from 'zod';
import type { Clock } from './clock.js';

/** A stored moment, as state documents hold it. */
export const momentSchema = z.strictObject({
  boot: z.string(),
  /** When it was set, and for how long: milliseconds on the wall clock and on the clock since boot. */
  wall: z.number(),
  monotonic: z.number(),
  ms: z.number().nonnegative(),
});

/** A start and a length in milliseconds, on both clocks. */
export type Moment = z.infer<typeof momentSchema>;

/** The moment `ms` milliseconds from now. */
export function momentAfter(clock: Clock, ms: number): Moment {
  return { boot: clock.bootId(), wall: clock.now(), monotonic: clock.monotonic(), ms: Math.max(0, ms) };
}

/** Milliseconds until a required wait is over, 0 when it is: the later of both clocks. */
export function requiredWaitLeft(clock: Clock, moment: Moment): number {
  const wallPassed = clock.now() - moment.wall;
  if (clock.bootId() !== moment.boot) return left(moment.ms, Math.max(0, wallPassed));
  const passed = clock.monotonic() - moment.monotonic;
  // A wall clock that reads earlier than when the wait began was stepped back and says nothing.
  return left(moment.ms, wallPassed < 0 ? passed : Math.min(passed, wallPassed));
}

/** Milliseconds until a permission ends, 0 when it has: the earlier of both clocks. */
export function permissionLeft(clock: Clock, moment: Moment): number {
  const wallPassed = clock.now() - moment.wall;
  if (clock.bootId() !== moment.boot) return wallPassed < 0 ? 0 : left(moment.ms, wallPassed);
  return left(moment.ms, Math.max(clock.monotonic() - moment.monotonic, wallPassed));
}

function left(ms: number, passed: number): number {
  return Math.max(0, ms - passed);
}
