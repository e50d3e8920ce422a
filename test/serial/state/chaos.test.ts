/** Kills and pauses at any moment: nothing acknowledged is lost, nothing is used twice, nobody waits for the dead. */
import { createFileStore, systemClock } from '@tgmcp/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lengthOf } from '../lengths.js';
import { measured } from '../rounds.js';
import { lostIncrements, makeTrouble, usedTwice } from './chaos.js';
import { openCrew, type Crew } from './crew.js';
import { COUNTER } from './documents.js';

const SECONDS = Number(process.env['TGMCP_CHAOS_SECONDS'] ?? lengthOf(12, 60));
const MOST_SECONDS_OF_THE_BARE_ONE = 300;
const NEXT_WRITER_MS = 1_000;

let crew: Crew;
beforeEach(() => {
  crew = openCrew();
});
afterEach(() => crew.close());

/** Trouble on a new folder, and whatever is expected of it but the time: how long the next writer waited at most. */
async function longestWait(): Promise<number> {
  crew.close();
  crew = openCrew();
  const { kills, pauses } = await makeTrouble(crew, 'chaos', SECONDS * 1_000);
  const store = createFileStore({ root: crew.root, clock: systemClock() });
  const stored = (await store.get(COUNTER, 'shared'))?.value.count ?? 0;
  const increments = crew.acknowledged.filter(({ sign }) => sign === '+');
  const times = increments.map(({ at }) => at).toSorted((one, other) => one - other);
  const waits = kills
    .flatMap((kill) => times.find((at) => at > kill) ?? [])
    .map((at, n) => at - (kills[n] ?? at));
  process.stdout.write(
    `chaos: ${SECONDS} s, ${kills.length} kills, ${pauses} pauses, ${increments.length} increments acknowledged, ` +
      `${lostIncrements(crew, stored)} lost, ${usedTwice(crew).length} codes used twice, ` +
      `next writer after ${Math.max(...waits).toFixed(0)} ms at most\n`,
  );
  expect(kills.length + pauses).toBeGreaterThan(SECONDS);
  expect(increments.length).toBeGreaterThan(SECONDS * 20);
  expect(lostIncrements(crew, stored)).toBe(0);
  expect(usedTwice(crew)).toEqual([]);
  // Whoever was killed before it was told may have counted all the same, once.
  expect(stored).toBeLessThanOrEqual(increments.length + kills.length + 12);
  return Math.max(...waits);
}

describe('state under kills and pauses', () => {
  it(
    `loses nothing and uses nothing twice in ${SECONDS} seconds, and lets the next writer in within one second of a kill`,
    async () => {
      const longest = await measured(longestWait, (ms) => ms <= NEXT_WRITER_MS);
      expect(longest).toBeLessThanOrEqual(NEXT_WRITER_MS);
    },
    5 * SECONDS * 2_000 + 60_000,
  );

  it(
    'is put to a test that the bare lock and writer fail',
    async () => {
      const lost = (): number => lostIncrements(crew, Number.POSITIVE_INFINITY) + usedTwice(crew).length;
      const { kills } = await makeTrouble(
        crew,
        'bare-chaos',
        MOST_SECONDS_OF_THE_BARE_ONE * 1_000,
        () => lost() > 0,
      );
      process.stdout.write(
        `bare lock and writer: ${lost()} lost or used twice after ${kills.length} kills\n`,
      );
      expect(lost()).toBeGreaterThan(0);
    },
    MOST_SECONDS_OF_THE_BARE_ONE * 1_000 + 60_000,
  );
});
