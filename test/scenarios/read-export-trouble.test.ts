/** Exports by the agent's tool that do not end in one call: a wait, a client that gives up, a progress that is shown. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import { longWorld } from '../support/long-world.js';
import type { Agent } from '../support/mcp-client.js';
import { GROUP } from '../support/small-world.js';

const MESSAGES = 3_000;

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(() => longWorld(MESSAGES));
  agent = await house.start('read');
});
afterAll(async () => {
  await house.close();
});
beforeEach(() => house.emulator.faults.clear());

const ids = async (file: unknown): Promise<number[]> =>
  (await readFile(String(file), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: number }).id);
const from = (first: number): number[] =>
  Array.from({ length: MESSAGES - first + 1 }, (_, index) => index + first);
const pages = (): number => house.wire().filter((method) => method === 'messages.getHistory').length;

it('a flood in the middle is a result with what is written, how long to wait and how to go on', async () => {
  house.emulator.faults.add({
    method: 'messages.getHistory',
    kind: 'error',
    code: 420,
    message: 'FLOOD_WAIT_30',
    after: 12,
    times: 1,
  });
  const args = { chats: [GROUP.id] };
  const { refused, body } = await agent.call('tg_export', args);
  expect(refused).toBe(false);
  expect(body).toMatchObject({
    done: false,
    retry_after: 30,
    resume: expect.stringMatching(/^messages-\d{8}-\d{6}-[0-9a-f]{6}$/u),
    note: expect.stringContaining('FLOOD_WAIT'),
  });
  expect(body['rows']).toBeGreaterThan(0);
  expect(body).not.toHaveProperty('sha256');
  await house.passTime(40);
  const before = pages();
  const ended = await agent.call('tg_export', { resume: body['resume'] });
  expect(ended.body).toMatchObject({ done: true, rows: MESSAGES });
  expect(await ids(ended.body['file'])).toEqual(from(1));
  // What was written before the wait is not read again.
  expect(pages() - before).toBe(Math.ceil((MESSAGES - Number(body['rows'])) / 100));
  expect(await agent.call('tg_export', { resume: body['resume'] })).toMatchObject({
    body: { done: true, file: ended.body['file'], sha256: ended.body['sha256'] },
  });
});

it(
  'a client that gives up leaves a part, and the same call goes on with it',
  { timeout: 90_000 },
  async () => {
    house.emulator.faults.add({ method: 'messages.getHistory', kind: 'delay', delay_ms: 150, times: 100 });
    const args = { chats: [GROUP.id], since: '2000-01-01' };
    const gaveUp = new AbortController();
    const before = pages();
    const call = agent.client.callTool({ name: 'tg_export', arguments: args }, undefined, {
      signal: gaveUp.signal,
    });
    call.catch(() => undefined);
    await expect.poll(() => pages() - before, { timeout: 25_000 }).toBeGreaterThan(6);
    gaveUp.abort();
    await expect(call).rejects.toThrow();
    house.emulator.faults.clear();
    // The server has let the export go as soon as it has seen the cancellation.
    await expect
      .poll(async () => (await agent.call('tg_export', args)).body, { timeout: 25_000 })
      .toMatchObject({ done: true, rows: MESSAGES });
    expect(pages() - before).toBeLessThan(2 * 2 + MESSAGES / 100 + 3);
  },
);

it('tells a client that asked for it how far it is', async () => {
  house.emulator.faults.add({ method: 'messages.getHistory', kind: 'delay', delay_ms: 100, times: 100 });
  const told: { progress: number; total?: number | undefined }[] = [];
  await agent.client.callTool(
    { name: 'tg_export', arguments: { chats: [GROUP.id], format: 'csv' } },
    undefined,
    { onprogress: (progress) => told.push(progress) },
  );
  expect(told.length).toBeGreaterThan(0);
  const steps = told.map(({ progress }) => progress);
  expect(steps).toEqual([...new Set(steps)].toSorted((one, other) => one - other));
  expect(told.map(({ total }) => total)).toEqual(told.map(() => MESSAGES));
});
