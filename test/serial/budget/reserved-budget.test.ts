/** What many processes reserve of one budget, measured where it is reserved. */
import { systemClock } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { lengthOf } from '../lengths.js';
import { mostInASecond, rateOf, reserve } from './reservers.js';

const PROCESSES = 8;
const SECONDS = lengthOf(10, 30);
const TOLERANCE = 0.02;

describe('a shared budget', () => {
  it(`of 40 a second is met within 2 % by ${PROCESSES} processes over ${SECONDS} seconds`, async () => {
    const { slots } = await reserve(PROCESSES, 40, SECONDS * 1_000);
    process.stdout.write(
      `budget of 40: ${rateOf(slots).toFixed(2)} a second, ${mostInASecond(slots)} at most in one\n`,
    );
    expect(Math.abs(rateOf(slots) / 40 - 1)).toBeLessThan(TOLERANCE);
    expect(mostInASecond(slots)).toBeLessThanOrEqual(41);
  });

  it('loses one slot at most for each process that is killed', async () => {
    const clock = systemClock();
    const kills = 4;
    const { slots, used } = await reserve(PROCESSES, 20, 5_000, async (workers) => {
      await clock.sleep(1_000);
      for (const { process: child } of workers.slice(0, kills)) {
        child.kill('SIGKILL');
        await clock.sleep(300);
      }
    });
    const last = used.at(-1) ?? 0;
    const gone = slots.filter((slot) => slot <= last && !used.includes(slot));
    const gaps = used.slice(1).map((at, n) => at - (used[n] ?? at));
    process.stdout.write(`killed ${kills}: ${gone.length} slots lost, longest gap ${Math.max(...gaps)} ms\n`);
    expect(gone.length).toBeLessThanOrEqual(kills);
    // The slots go on being given out: at most two neighbours are missing where two were killed in a row.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(50 * (kills + 1));
    expect(rateOf(slots)).toBeGreaterThan(19);
  });
});
