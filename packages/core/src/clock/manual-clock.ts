import type { Clock } from './clock.js';
import { abortReason } from './system-clock.js';

/** A clock that moves only when told to. Sleeps end when the time has been advanced past them. */
export interface ManualClock extends Clock {
  /** Moves wall and monotonic time on by `ms`; every sleep that ends on the way resolves in its order. */
  advance(ms: number): Promise<void>;
  /** Steps the wall clock alone, forward or back. */
  stepWall(ms: number): void;
  /** A new boot: another boot id, monotonic time from zero. `offMs` of wall time pass while the machine is off. */
  reboot(offMs?: number): void;
  /** How many sleeps are waiting. */
  readonly sleeping: number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

const ROUNDS_OF_SETTLING = 5;

/** Makes a manual clock. `start`: wall time in milliseconds since the epoch, by default 2026-11-01 12:00 UTC. */
export function manualClock(start: number = Date.UTC(2026, 10, 1, 12)): ManualClock {
  let wall = start;
  let monotonic = 1_000;
  let boots = 1;
  const sleepers = new Set<Sleeper>();

  return {
    now: () => wall,
    monotonic: () => monotonic,
    bootId: () => `manual-boot-${boots}`,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(abortReason(signal));
          return;
        }
        if (ms <= 0) {
          resolve();
          return;
        }
        const abort = (): void => {
          sleepers.delete(sleeper);
          if (signal !== undefined) reject(abortReason(signal));
        };
        const sleeper: Sleeper = {
          at: monotonic + ms,
          wake: () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', abort, { once: true });
      });
    },
    async advance(ms) {
      const end = monotonic + ms;
      await settle();
      for (;;) {
        const next = firstUntil(sleepers, end);
        if (next === undefined) break;
        sleepers.delete(next);
        const step = Math.max(0, next.at - monotonic);
        wall += step;
        monotonic += step;
        next.wake();
        // What was woken may read files and sleep again before `end`.
        await settle();
      }
      wall += end - monotonic;
      monotonic = end;
      await settle();
    },
    stepWall(ms) {
      wall += ms;
    },
    reboot(offMs = 0) {
      boots += 1;
      wall += offMs;
      monotonic = 0;
    },
    get sleeping() {
      return sleepers.size;
    },
  };
}

function firstUntil(sleepers: ReadonlySet<Sleeper>, end: number): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) {
    if (sleeper.at <= end && (first === undefined || sleeper.at < first.at)) first = sleeper;
  }
  return first;
}

async function settle(): Promise<void> {
  for (let round = 0; round < ROUNDS_OF_SETTLING; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
