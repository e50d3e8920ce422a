/** Eight processes with a session each share the budget of their account: what counts is what reaches the wire. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../../support/house.js';
import type { Agent } from '../../support/mcp-client.js';
import { GROUP } from '../../support/small-world.js';
import { mostInASecond, rateOf, reserve, type Reserved } from './reservers.js';

const WORKERS = 8;
const SECONDS = 30;
/** The default of RATE_RPS. */
const RATE = 4;
const TOLERANCE = 0.02;
const MOST_IN_A_SECOND = 6;
const MOST_RESERVED_IN_A_SECOND = 5;
/** A connection begins with these; they cannot wait for a turn, because every turn needs a connection. */
const CONNECTION_SET_UP = new Set(['help.getConfig', 'ping', 'ping_delay_disconnect']);

let house: House;
let arrivals: { readonly at: number; readonly dc: number; readonly method: string }[];
let answered: number[];
let reserved: Reserved;

beforeAll(async () => {
  house = await openHouse();
  const agents = await Promise.all(
    Array.from({ length: WORKERS }, async (_, n) =>
      house.start('read', { RATE_RPS: '', TG_SESSION_PATH: await house.logIn(`worker-${n}`) }),
    ),
  );
  // At the same time, and without Telegram, as many processes only reserve; ready before anything is timed.
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const reserving = reserve(WORKERS, RATE, SECONDS * 1000, async () => begin());
  await begun;
  answered = await Promise.all(agents.map(work));
  reserved = await reserving;
  arrivals = house.emulator.calls.all
    .filter(({ method }) => !CONNECTION_SET_UP.has(method))
    .map(({ at, dc, method }) => ({ at, dc, method }));
}, 120_000);

afterAll(async () => {
  await house.close();
});

/** Reads without a pause until the time is over, which begins with the first arrival; returns how many answers came. */
async function work(agent: Agent): Promise<number> {
  let answers = 0;
  const isOver = (): boolean => {
    const first = house.emulator.calls.all.find(({ method }) => !CONNECTION_SET_UP.has(method));
    return first !== undefined && house.emulator.clock.now() - first.at > SECONDS * 1000;
  };
  while (!isOver()) {
    const { refused, body } = await agent.call('tg_get_messages', { group: GROUP.id, limit: 1 });
    if (refused) throw new Error(JSON.stringify(body));
    answers += 1;
  }
  return answers;
}

describe('the budget of an account', () => {
  it(`holds ${RATE} calls a second within 2 % for ${WORKERS} busy processes over ${SECONDS} seconds`, () => {
    const times = arrivals.map(({ at }) => at);
    process.stdout.write(
      `budget of ${RATE}: ${rateOf(times).toFixed(2)} a second at the wire, ${mostInASecond(times)} at most in one; ` +
        `${rateOf(reserved.slots).toFixed(2)} reserved, ${mostInASecond(reserved.slots)} at most in one\n`,
    );
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan((SECONDS - 2) * 1000);
    expect(Math.abs(rateOf(times) / RATE - 1)).toBeLessThan(TOLERANCE);
    expect(Math.abs(rateOf(reserved.slots) / RATE - 1)).toBeLessThan(TOLERANCE);
  });

  it(`never lets more than ${MOST_IN_A_SECOND} calls arrive within one second, the first ones included, and reserves ${MOST_RESERVED_IN_A_SECOND} at most`, () => {
    expect(mostInASecond(arrivals.map(({ at }) => at))).toBeLessThanOrEqual(MOST_IN_A_SECOND);
    expect(mostInASecond(reserved.slots)).toBeLessThanOrEqual(MOST_RESERVED_IN_A_SECOND);
  });

  it('gives every process its share', () => {
    const fair = answered.reduce((sum, one) => sum + one) / WORKERS;
    expect(Math.min(...answered)).toBeGreaterThan(fair / 2);
  });

  it('breaks no rule of the protocol on the way', () => {
    expect(house.emulator.protocolErrors).toEqual([]);
    expect(house.emulator.unimplemented).toEqual([]);
  });
});
