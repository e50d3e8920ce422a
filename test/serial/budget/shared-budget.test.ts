/** Eight processes with a session each share the budget of their account: what counts is what reaches the wire. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../../support/house.js';
import { lengthOf } from '../lengths.js';
import { measured } from '../rounds.js';
import { keepBusy, type Busy } from './busy-servers.js';
import { mostInASecond, rateOf, reserve, type Reserved } from './reservers.js';

const WORKERS = 8;
const SECONDS = lengthOf(15, 30);
/** The default of RATE_RPS. */
const RATE = 4;
const TOLERANCE = 0.02;
const MOST_IN_A_SECOND = 6;
const MOST_RESERVED_IN_A_SECOND = 5;
/** How much too soon a timer, and another clock, may let a call go. */
const TIMERS_MS = 50;

let house: House;
let busy: Busy;
let reserved: Reserved;

/** A run, and whatever is expected of it but what a machine that stops can spoil: too much there is for no such reason. */
async function run(): Promise<{ busy: Busy; reserved: Reserved }> {
  // At the same time, and without Telegram, as many processes only reserve; ready before anything is timed.
  let reserving: Promise<Reserved> | undefined;
  const made = await keepBusy(house, {
    servers: WORKERS,
    rate: '',
    seconds: SECONDS,
    begin: () =>
      new Promise((begin) => {
        reserving = reserve(WORKERS, RATE, SECONDS * 1000, async () => begin());
      }),
  });
  if (reserving === undefined) throw new Error('nobody reserved');
  const slots = await reserving;
  expect(mostInASecond(slots.slots)).toBeLessThanOrEqual(MOST_RESERVED_IN_A_SECOND);
  expect(rateOf(slots.slots) / RATE - 1).toBeLessThan(TOLERANCE);
  // A call may be late, and never early: so many there are at most since before the first could be reserved.
  const early = made.arrivals.map((at, n) => made.opened + (n * 1000) / RATE - at);
  expect(Math.max(...early)).toBeLessThan(TIMERS_MS);
  return { busy: made, reserved: slots };
}

/** From the first to the last, milliseconds. */
const span = (times: readonly number[]): number => (times.at(-1) ?? 0) - (times[0] ?? 0);
const isMet = (times: readonly number[]): boolean => Math.abs(rateOf(times) / RATE - 1) < TOLERANCE;
const fairShare = ({ answered }: Busy): number => answered.reduce((sum, one) => sum + one) / WORKERS;

beforeAll(async () => {
  house = await openHouse();
  ({ busy, reserved } = await measured(
    run,
    (one) =>
      span(one.busy.steady) > (SECONDS - 2) * 1000 &&
      isMet(one.busy.steady) &&
      isMet(one.reserved.slots) &&
      mostInASecond(one.busy.arrivals) <= MOST_IN_A_SECOND &&
      Math.min(...one.busy.answered) > fairShare(one.busy) / 2,
  ));
}, 300_000);

afterAll(async () => {
  await house.close();
});

describe('the budget of an account', () => {
  it(`holds ${RATE} calls a second within 2 % for ${WORKERS} busy processes over ${SECONDS} seconds`, () => {
    const times = busy.steady;
    process.stdout.write(
      `budget of ${RATE}: ${rateOf(times).toFixed(2)} a second at the wire, ${mostInASecond(times)} at most in one; ` +
        `${rateOf(reserved.slots).toFixed(2)} reserved, ${mostInASecond(reserved.slots)} at most in one\n`,
    );
    expect(span(times)).toBeGreaterThan((SECONDS - 2) * 1000);
    expect(Math.abs(rateOf(times) / RATE - 1)).toBeLessThan(TOLERANCE);
    expect(Math.abs(rateOf(reserved.slots) / RATE - 1)).toBeLessThan(TOLERANCE);
  });

  it(`never lets more than ${MOST_IN_A_SECOND} calls arrive within one second, the first ones included, and reserves ${MOST_RESERVED_IN_A_SECOND} at most`, () => {
    expect(mostInASecond(busy.arrivals)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
    expect(mostInASecond(reserved.slots)).toBeLessThanOrEqual(MOST_RESERVED_IN_A_SECOND);
  });

  it('gives every process its share', () => {
    expect(Math.min(...busy.answered)).toBeGreaterThan(fairShare(busy) / 2);
  });

  it('breaks no rule of the protocol on the way', () => {
    expect(house.emulator.protocolErrors).toEqual([]);
    expect(house.emulator.unimplemented).toEqual([]);
  });
});
