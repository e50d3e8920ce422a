/** Processes that reserve from one call lane as fast as they are let, without Telegram. */
import { systemClock } from '@tgmcp/core';
import { openCrew, type Acknowledged, type Crew, type Worker } from '../state/crew.js';

/** What became of a run. */
export interface Reserved {
  /** When each slot was that somebody reserved, first to last, in milliseconds. */
  readonly slots: readonly number[];
  /** When each slot was that somebody used. */
  readonly used: readonly number[];
  /** When each slot was that nobody used, and nobody was waiting for at the end. */
  readonly lost: readonly number[];
}

/** Lets `processes` reserve at `rate` a second for `ms` milliseconds; `during` may make trouble meanwhile. */
export async function reserve(
  processes: number,
  rate: number,
  ms: number,
  during: (workers: readonly Worker[]) => Promise<void> = async () => undefined,
): Promise<Reserved> {
  const crew: Crew = openCrew();
  try {
    const workers = Array.from({ length: processes }, () => crew.start(`reserve-${rate}`, 1_000_000));
    await Promise.all(workers.map(({ ready }) => ready));
    for (const worker of workers) worker.go();
    const over = systemClock().sleep(ms);
    await during(workers);
    await over;
    const waiting = workers.filter(({ process }) => !process.killed).map(({ number }) => number);
    for (const { process } of workers) process.kill('SIGKILL');
    await Promise.all(workers.map(({ ended }) => ended));
    const { acknowledged } = crew;
    const used = slotsOf(acknowledged, 'used');
    const last = waiting.map((number) => acknowledged.findLast(({ worker }) => worker === number));
    const lost = slotsOf(
      acknowledged.filter((line) => !last.includes(line)),
      'reserved',
    ).filter((slot) => !used.includes(slot));
    return { slots: slotsOf(acknowledged, 'reserved'), used, lost };
  } finally {
    crew.close();
  }
}

function slotsOf(lines: readonly Acknowledged[], sign: string): number[] {
  return lines
    .filter((line) => line.sign === sign)
    .map(({ what }) => Number(what))
    .toSorted((one, other) => one - other);
}

/** The most that fall into any second. */
export function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((at) => times.filter((one) => one >= at && one < at + 1_000).length));
}

/** Calls a second between the first and the last. */
export function rateOf(times: readonly number[]): number {
  return ((times.length - 1) * 1_000) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
}
