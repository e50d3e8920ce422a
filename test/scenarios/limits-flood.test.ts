/** What Telegram demanded is kept: by both servers, through restarts, clock steps and blocked event loops, to the end and no longer. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, type House, type Server } from '../support/house.js';
import type { Agent, Answer } from '../support/mcp-client.js';
import { approve, execute, message, preview } from '../support/writing.js';

const PRELOAD = fileURLToPath(new URL('../support/wall-preload.cjs', import.meta.url));
const DAY = 86_400;
const HOUR = 3_600;
/** The default of TG_FLOOD_CIRCUIT_COOLDOWN_SEC. */
const COOLDOWN = 900;
/** How a connection begins; no call of ours. */
const CONNECTING = new Set(['help.getConfig', 'ping', 'ping_delay_disconnect']);

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.close();
});

/** Both servers have this tool; one call of it is one RPC. */
const read = (agent: Agent): Promise<Answer> => agent.call('tg_get_my_dialogs', { limit: 1 });
const arrived = (): number => house.emulator.calls.all.length;
const rpcs = (): string[] =>
  house.emulator.calls.all.map(({ method }) => method).filter((method) => !CONNECTING.has(method));

function flood(seconds: number): void {
  house.emulator.faults.add({
    method: 'messages.getDialogs',
    kind: 'error',
    code: 420,
    message: `FLOOD_WAIT_${seconds}`,
  });
}

async function refusedFor(agent: Agent, seconds: number): Promise<void> {
  const { refused, body } = await read(agent);
  expect([refused, body['code']]).toEqual([true, 'BREAKER_OPEN']);
  expect(Math.abs(Number(body['retry_after']) - seconds)).toBeLessThan(60);
}

// Starting servers takes a busy machine seconds each.
const LONG = { timeout: 120_000 };

describe('a flood wait of a day in one process', LONG, () => {
  it('lets nothing out of either server for a day, through restarts, and then exactly one probe', async () => {
    const reader = await house.start('read');
    expect(await read(reader)).toMatchObject({ refused: false });
    flood(DAY);
    expect(await read(reader)).toMatchObject({ body: { code: 'FLOOD_WAIT', retry_after: DAY } });

    let writer = await house.start('actions');
    const before = arrived();
    let passed = 0;
    for (const at of [0, COOLDOWN, DAY / 2, DAY - 30]) {
      await house.passTime(at - passed);
      passed = at;
      await writer.close();
      writer = await house.start('actions');
      const fresh = await house.start('read');
      for (const agent of [reader, writer, fresh]) await refusedFor(agent, DAY - at);
      await fresh.close();
    }
    expect(await writer.call('tg_send_message', message)).toMatchObject({ body: { code: 'BREAKER_OPEN' } });
    expect(arrived()).toBe(before);

    // Over: whoever comes first asks, and the others wait for what Telegram answers.
    await house.passTime(40);
    const fresh = await house.start('read');
    const sent = rpcs().length;
    house.emulator.faults.add({ method: '*', kind: 'delay', delay_ms: 700, times: 20 });
    const answers = await Promise.all([reader, writer, fresh].map(read));
    expect(answers.filter(({ refused }) => !refused).length).toBeGreaterThanOrEqual(1);
    const held = answers.filter(({ body }) => body['code'] === 'BREAKER_OPEN');
    expect(held.length).toBeGreaterThanOrEqual(1);
    for (const { body } of held) expect(Number(body['retry_after'])).toBeLessThanOrEqual(5);
    house.emulator.faults.clear();
    expect(rpcs().length).toBeGreaterThan(sent);
    for (const agent of [reader, writer, fresh]) expect(await read(agent)).toMatchObject({ refused: false });
  });

  it('is probed by one call alone, whose flood shuts everything again', async () => {
    const agents = await Promise.all(
      (['read', 'read', 'actions'] as const).map((server: Server) => house.start(server)),
    );
    for (const agent of agents) expect(await read(agent)).toMatchObject({ refused: false });
    const [first] = agents;
    if (first === undefined) throw new Error('no agent');
    flood(DAY);
    await read(first);
    await house.passTime(DAY + 1);
    const before = rpcs().length;
    house.emulator.faults.add({
      method: '*',
      kind: 'error',
      code: 420,
      message: `FLOOD_WAIT_${HOUR}`,
      times: 9,
    });
    const answers = await Promise.all(agents.map(read));
    expect(answers.every(({ refused }) => refused)).toBe(true);
    expect(rpcs().length - before).toBe(1);
    for (const agent of agents) await refusedFor(agent, HOUR);
    expect(rpcs().length - before).toBe(1);
  });
});

describe('limits and clocks', LONG, () => {
  const changes = (): Record<string, string> => ({
    NODE_OPTIONS: `${house.env()['NODE_OPTIONS'] ?? ''} --require ${JSON.stringify(PRELOAD)}`,
    TGMCP_WALL: join(house.dir, 'wall'),
    MAX_GROUP_MSGS_PER_DAY: '1',
  });
  const stepTo = (seconds: number): Promise<void> =>
    writeFile(join(house.dir, 'wall'), String(seconds * 1000));

  it('are neither lost nor locked for ever when the wall clock steps an hour either way', async () => {
    let agent = await house.start('actions', changes());
    const send = async (text: string): Promise<Answer> => {
      const args = { ...message, message_text: text };
      const shown = await preview(agent, args);
      await approve(house, shown);
      await house.passTime(2);
      return execute(agent, shown['approval_code'], args);
    };
    expect(await send('one')).toMatchObject({ refused: false });
    flood(600);
    expect(await read(agent)).toMatchObject({ body: { code: 'FLOOD_WAIT' } });
    const before = arrived();
    for (const step of [HOUR, 0, -HOUR, HOUR]) {
      await stepTo(step);
      await refusedFor(agent, COOLDOWN);
      await agent.close();
      agent = await house.start('actions', changes());
      await refusedFor(agent, COOLDOWN);
    }
    expect(arrived()).toBe(before);

    await stepTo(-HOUR);
    await house.passTime(COOLDOWN + 1);
    expect(await read(agent)).toMatchObject({ refused: false });
    // The quota of the day was not given back by the hour that never passed, and it ends all the same.
    await stepTo(0);
    expect(await send('two')).toMatchObject({ body: { code: 'QUOTA_EXHAUSTED' } });
    await stepTo(-HOUR);
    await house.passTime(DAY);
    await stepTo(0);
    expect(await send('three')).toMatchObject({ refused: false });
  });

  it('hold for a process whose event loop was blocked for four seconds, and for the others meanwhile', async () => {
    const settings = { ...changes(), RATE_RPS: '4' };
    const [blocked, other] = await Promise.all([
      house.start('read', settings),
      house.start('read', settings),
    ]);
    for (const agent of [blocked, other]) expect(await read(agent)).toMatchObject({ refused: false });
    const from = arrived();
    const busy = async (agent: Agent, calls: number): Promise<number> => {
      for (let n = 0; n < calls; n += 1) expect(await read(agent)).toMatchObject({ refused: false });
      return performance.now();
    };
    const begun = performance.now();
    process.kill(blocked.pid, 'SIGUSR2');
    const [blockedEnd, otherEnd] = await Promise.all([busy(blocked, 6), busy(other, 8)]);
    expect(blockedEnd - begun).toBeGreaterThan(4_000);
    expect(otherEnd - begun).toBeLessThan(4_000);
    const times = house.emulator.calls.all.slice(from).map(({ at }) => at);
    const most = times.map((at) => times.filter((one) => one >= at && one < at + 1_000).length);
    expect(Math.max(...most)).toBeLessThanOrEqual(6);

    // The one that holds the probe is blocked: the others are told to wait seconds, and then go on without it.
    flood(300);
    await read(other);
    await house.passTime(COOLDOWN + 1);
    house.emulator.faults.add({ method: '*', kind: 'delay', delay_ms: 500 });
    const probing = read(blocked);
    await new Promise((resolve) => setTimeout(resolve, 250));
    process.kill(blocked.pid, 'SIGUSR2');
    const meanwhile = await read(other);
    expect(meanwhile).toMatchObject({ body: { code: 'BREAKER_OPEN' } });
    expect(Number(meanwhile.body['retry_after'])).toBeLessThanOrEqual(5);
    expect(await probing).toMatchObject({ refused: false });
    expect(await read(other)).toMatchObject({ refused: false });
  });
});
