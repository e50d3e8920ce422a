/* Executions of many sessions at once, as `make bench-actions` measures them; what one waits for is counted beside this. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crowdSpeed } from '../../../scripts/dist/bench/actions/speed.js';
import { openBenchHouse, type BenchHouse } from '../../../scripts/dist/bench/house.js';

/** Other work on the machine only adds, and in one long wait at a time: the best of some runs counts. */
const RUNS = 6;
const MOST_SPREAD = 10;
const SESSIONS = 8;

let house: BenchHouse;
beforeAll(async () => {
  house = await openBenchHouse();
});
afterAll(() => house.close());

it(`keeps ${SESSIONS} sessions of one account that execute at once within ${MOST_SPREAD} times their median`, async () => {
  let least = Number.POSITIVE_INFINITY;
  for (let runs = 0; runs < RUNS && least > MOST_SPREAD; runs += 1) {
    const { p50, p99 } = await crowdSpeed(house, SESSIONS, 3, 3);
    least = Math.min(least, p99 / p50);
  }
  expect(least).toBeLessThanOrEqual(MOST_SPREAD);
});
