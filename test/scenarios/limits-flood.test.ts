/** What Telegram demanded is kept: by both servers, through restarts, clock steps and blocked event loops, to the end and no longer. */
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, type House, type Server } from '../support/house.js';
import type { Agent, Answer } from '../support/mcp-client.js';
import { within } from '../support/raw-server.js';
import { shortest } from '../support/shortest.js';
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

/** Seconds of world time since `moment`, however long the test itself took. */
const since = (moment: number): number => (house.emulator.clock.now() - moment) / 1000;

/** Lets time pass until so many seconds after `moment`. */
const passUntil = (seconds: number, moment: number): Promise<void> =>
  house.passTime(Math.max(0, seconds - since(moment)));

/** Nothing of the agent goes out, until so many seconds after `moment`. */
async function refusedFor(agent: Agent, seconds: number, moment: number): Promise<void> {
  const { refused, body } = await read(agent);
  expect([refused, body['code']]).toEqual([true, 'BREAKER_OPEN']);
  expect(Math.abs(Number(body['retry_after']) + since(moment) - seconds)).toBeLessThan(60);
}

// Starting servers takes a busy machine seconds each.
const LONG = { timeout: 120_000 };

describe('a flood wait of a day in one process', LONG, () => {
  it('lets nothing out of either server for a day, through restarts, and then exactly one probe', async () => {
    const reader = await house.start('read');
    expect(await read(reader)).toMatchObject({ refused: false });
    flood(DAY);
    expect(await read(reader)).toMatchObject({ body: { code: 'FLOOD_WAIT', retry_after: DAY } });
    const flooded = house.emulator.clock.now();

    let writer = await house.start('actions');
    const before = arrived();
    for (const at of [0, COOLDOWN, DAY / 2, DAY - 300]) {
      await passUntil(at, flooded);
      await writer.close();
      writer = await house.start('actions');
      const fresh = await house.start('read');
      for (const agent of [reader, writer, fresh]) await refusedFor(agent, DAY, flooded);
      await fresh.close();
    }
    await passUntil(DAY - 30, flooded);
    for (const agent of [reader, writer]) await refusedFor(agent, DAY, flooded);
    expect(await writer.call('tg_send_message', message)).toMatchObject({ body: { code: 'BREAKER_OPEN' } });
    expect(arrived()).toBe(before);

    // Over: whoever comes first asks, and the others wait for what Telegram answers.
    await passUntil(DAY + 10, flooded);
    const fresh = await house.start('read');
    const sent = rpcs().length;
    house.emulator.faults.add({ method: '*', kind: 'hold' });
    const held: Answer[] = [];
    const reads = [reader, writer, fresh].map(async (agent) => {
      const answer = await read(agent);
      if (answer.body['code'] === 'BREAKER_OPEN') held.push(answer);
      return answer;
    });
    // They are awaited below, where nothing before that fails.
    for (const one of reads) one.catch(() => undefined);
    expect(await within(60_000, () => held.length === 2)).toBe(true);
    for (const { body } of held) expect(Number(body['retry_after'])).toBeLessThanOrEqual(5);
    house.emulator.faults.clear();
    expect((await Promise.all(reads)).filter(({ refused }) => !refused)).toHaveLength(1);
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
    const flooded = house.emulator.clock.now();
    for (const agent of agents) await refusedFor(agent, HOUR, flooded);
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

  /** Blocks the event loop of a process; what it resolves to lets it go on. */
  async function block({ pid }: Agent): Promise<() => Promise<void>> {
    const file = join(house.dir, 'wall.blocked');
    process.kill(pid, 'SIGUSR2');
    expect(await within(20_000, () => existsSync(file))).toBe(true);
    return () => rm(file);
  }

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
    const flooded = house.emulator.clock.now();
    const before = arrived();
    for (const step of [HOUR, 0, -HOUR, HOUR]) {
      await stepTo(step);
      await refusedFor(agent, COOLDOWN, flooded);
      await agent.close();
      agent = await house.start('actions', changes());
      await refusedFor(agent, COOLDOWN, flooded);
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
      const begun = performance.now();
      for (let n = 0; n < calls; n += 1) expect(await read(agent)).toMatchObject({ refused: false });
      return performance.now() - begun;
    };
    const begun = performance.now();
    const goOn = await block(blocked);
    let isDone = false;
    const late = busy(blocked, 6).finally(() => (isDone = true));
    late.catch(() => undefined);
    // No longer than a client waits for the one that is blocked.
    expect(await shortest(4_000, () => busy(other, 8), 20_000)).toBeLessThan(4_000);
    await sleep(Math.max(0, 4_000 - (performance.now() - begun)));
    expect(isDone).toBe(false);
    await goOn();
    await late;
    const times = house.emulator.calls.all.slice(from).map(({ at }) => at);
    const most = times.map((at) => times.filter((one) => one >= at && one < at + 1_000).length);
    expect(Math.max(...most)).toBeLessThanOrEqual(6);

    // The one that holds the probe is blocked: the others are told to wait seconds, and then go on without it.
    flood(300);
    await read(other);
    await house.passTime(COOLDOWN + 1);
    house.emulator.faults.add({ method: '*', kind: 'hold' });
    const asked = arrived();
    const probing = read(blocked);
    probing.catch(() => undefined);
    expect(await within(20_000, () => arrived() > asked)).toBe(true);
    const goOnProbing = await block(blocked);
    house.emulator.faults.clear();
    const meanwhile = await read(other);
    expect(meanwhile).toMatchObject({ body: { code: 'BREAKER_OPEN' } });
    expect(Number(meanwhile.body['retry_after'])).toBeLessThanOrEqual(5);
    await goOnProbing();
    expect(await probing).toMatchObject({ refused: false });
    expect(await read(other)).toMatchObject({ refused: false });
  });
});
