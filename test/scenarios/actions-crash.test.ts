import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { GROUP } from '../support/small-world.js';
import {
  approve,
  execute,
  grownOld,
  inTime,
  loseAnswer,
  message,
  midWindow,
  preview,
  sendsOf,
} from '../support/writing.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  await house.close();
});

/** How often the message stands in the chat, as the read server sees it. */
async function copies(): Promise<number> {
  const read = await house.start('read');
  const { body } = await read.call('tg_get_messages', { group: GROUP.id, limit: 20 });
  const texts = (body['messages'] as { text?: string }[]).map(({ text }) => text);
  return texts.filter((text) => text === message.message_text).length;
}

async function approved(agent: Agent): Promise<string> {
  const shown = await preview(agent);
  await approve(house, shown);
  await grownOld(house);
  return String(shown['approval_code']);
}

/** Starts an execution whose answer never comes, and kills the server in the middle of it. */
async function killWhileSending(agent: Agent, code: string): Promise<void> {
  const answerLost = loseAnswer(house, 'messages.sendMessage');
  const lost = execute(agent, code).catch(() => undefined);
  await answerLost();
  process.kill(agent.pid, 'SIGKILL');
  await lost;
}

describe('a server killed while it sends', () => {
  it('sends nothing when it starts again, and the repeated call finds the message', async () => {
    const first = await house.start('actions');
    const code = await approved(first);
    await killWhileSending(first, code);
    const second = await house.start('actions');
    await second.call('tg_auth_status');
    expect(sendsOf(house)).toBe(1);
    expect(await execute(second, code)).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(await execute(second, code)).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(sendsOf(house)).toBe(2);
    expect(await copies()).toBe(1);
  });

  it('and robbed of its data folder does not double the message after a new approval', async () => {
    await midWindow(house);
    const first = await house.start('actions');
    const code = await approved(first);
    await killWhileSending(first, code);
    await rm(join(house.dir, 'state'), { recursive: true });
    await house.logIn('actions');
    const second = await house.start('actions');
    const again = await approved(second);
    expect(await execute(second, again)).toMatchObject({ refused: false, body: { already_sent: true } });
    expect((await second.call('tg_get_actions_policy')).body).toMatchObject({
      quotas: { group_msg: { used: 0 } },
    });
    expect(await copies()).toBe(1);
  });
});

it('an expired code repeats nothing, and reading the chat settles what it did', async () => {
  const agent = await house.start('actions', { TG_CALL_DEADLINE_SEC: '5' });
  const { body: shown } = await inTime(() => agent.call('tg_send_message', message));
  await approve(house, shown);
  await grownOld(house);
  const carryOut = () => execute(agent, shown['approval_code']);
  house.emulator.faults.add({ method: 'messages.sendMessage', times: 1, kind: 'lose_answer' });
  expect(await inTime(carryOut)).toMatchObject({
    body: { code: 'OUTCOME_UNKNOWN', data: { sent: 'unknown' } },
  });
  // The life of a code.
  await house.passTime(1800);
  expect(await inTime(carryOut, 'unknown')).toMatchObject({
    refused: false,
    body: { already_sent: true, message_id: expect.any(Number) },
  });
  expect(sendsOf(house)).toBe(1);
});
