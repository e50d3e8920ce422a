/** Eight processes with a session each share the budget of their account: what counts is what reaches the wire. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../../support/house.js';
import type { Agent } from '../../support/mcp-client.js';
import { GROUP } from '../../support/small-world.js';

const WORKERS = 8;
const SECONDS = 30;
/** The default of RATE_RPS. */
const RATE = 4;
const TOLERANCE = 0.02;
const MOST_IN_A_SECOND = 6;
/** A connection begins with these; they cannot wait for a turn, because every turn needs a connection. */
const CONNECTION_SET_UP = new Set(['help.getConfig', 'ping', 'ping_delay_disconnect']);

let house: House;
let arrivals: { readonly at: number; readonly dc: number; readonly method: string }[];
let answered: number[];

beforeAll(async () => {
  house = await openHouse();
  const agents = await Promise.all(
    Array.from({ length: WORKERS }, async (_, n) =>
      house.start('read', { RATE_RPS: '', TG_SESSION_PATH: await house.logIn(`worker-${n}`) }),
    ),
  );
  const end = performance.now() + SECONDS * 1000;
  answered = await Promise.all(agents.map((agent) => work(agent, end)));
  arrivals = house.emulator.calls.all
    .filter(({ method }) => !CONNECTION_SET_UP.has(method))
    .map(({ at, dc, method }) => ({ at, dc, method }));
}, 60_000);

afterAll(async () => {
  await house.close();
});

/** Reads without a pause until the time is over; returns how many answers came. */
async function work(agent: Agent, end: number): Promise<number> {
  let answers = 0;
  while (performance.now() < end) {
    const { refused, body } = await agent.call('tg_get_messages', { group: GROUP.id, limit: 1 });
    if (refused) throw new Error(JSON.stringify(body));
    answers += 1;
  }
  return answers;
}

describe('the budget of an account', () => {
  it(`holds ${RATE} calls a second within 2 % for ${WORKERS} busy processes over ${SECONDS} seconds`, () => {
    const first = arrivals[0]?.at ?? 0;
    const last = arrivals.at(-1)?.at ?? 0;
    const rate = ((arrivals.length - 1) * 1000) / (last - first);
    expect(last - first).toBeGreaterThan((SECONDS - 2) * 1000);
    expect(Math.abs(rate / RATE - 1)).toBeLessThan(TOLERANCE);
  });

  it(`never lets more than ${MOST_IN_A_SECOND} calls arrive within one second, the first ones included`, () => {
    const most = arrivals.map(
      ({ at }) => arrivals.filter((one) => one.at >= at && one.at < at + 1000).length,
    );
    expect(Math.max(...most)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
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
