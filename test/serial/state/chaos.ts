/** Twelve processes on one folder; every quarter of a second one of them is killed, or paused for two to three seconds. */
import { systemClock } from '@tgmcp/core';
import type { Crew, Worker } from './crew.js';

const PROCESSES = 12;
const EVERY_MS = 250;

/** What the trouble was. */
export interface Trouble {
  readonly kills: readonly number[];
  readonly pauses: number;
}

/** Makes trouble for `ms` milliseconds, or until `enough` says so. All workers have ended afterwards. */
export async function makeTrouble(
  crew: Crew,
  job: string,
  ms: number,
  enough: () => boolean = () => false,
): Promise<Trouble> {
  const clock = systemClock();
  const kills: number[] = [];
  const waking: Promise<void>[] = [];
  let pauses = 0;
  const begin = (): Worker => {
    const worker = crew.start(job, 1_000_000);
    worker.go();
    return worker;
  };
  const workers = Array.from({ length: PROCESSES }, begin);
  await Promise.all(workers.map(({ ready }) => ready));

  const ends = clock.monotonic() + ms;
  while (clock.monotonic() < ends && !enough()) {
    await clock.sleep(EVERY_MS);
    const index = Math.floor(Math.random() * PROCESSES);
    const worker = workers[index];
    if (worker === undefined) continue;
    if (Math.random() < 0.5) {
      kills.push(clock.monotonic());
      worker.process.kill('SIGKILL');
      await worker.ended;
      workers[index] = begin();
    } else {
      pauses += 1;
      worker.process.kill('SIGSTOP');
      waking.push(clock.sleep(2_000 + Math.random() * 1_000).then(() => void worker.process.kill('SIGCONT')));
    }
  }
  await Promise.all(waking);
  for (const { process } of workers) process.kill('SIGKILL');
  await Promise.all(workers.map(({ ended }) => ended));
  return { kills, pauses };
}

/**
 * How many acknowledged increments were lost: two that counted to the same number, or a number that is above what is
 * stored in the end, tell of one each.
 */
export function lostIncrements(crew: Crew, stored: number): number {
  const counts = crew.acknowledged.filter(({ sign }) => sign === '+').map(({ what }) => Number(what));
  return counts.length - new Set(counts).size + counts.filter((count) => count > stored).length;
}

/** Codes that more than one worker was told to have used. */
export function usedTwice(crew: Crew): string[] {
  const codes = crew.acknowledged.filter(({ sign }) => sign === '!').map(({ what }) => what);
  return codes.filter((code, index) => codes.indexOf(code) !== index);
}
