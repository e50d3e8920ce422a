import { createFileStore, systemClock } from '@tgmcp/core';
import { openDesk, type ApprovalDesk } from 'tgmcp-actions/approvals';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, PHRASE, type House } from '../support/house.js';
import type { Agent, Answer } from '../support/mcp-client.js';
import { GROUP, OTHER, PERSON } from '../support/small-world.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const message = { group: GROUP.id, message_text: 'See you at eight' };

/** The desk of the person, on the data folder of the house. */
function desk(): ApprovalDesk {
  const store = createFileStore({ root: join(house.dir, 'state', String(PERSON.id)), clock: systemClock() });
  const settings = {
    TG_ACTIONS_APPROVAL_CHANNEL: 'operator',
    TG_ACTIONS_APPROVAL_MIN_AGE_SEC: 1,
    TG_ACTIONS_APPROVAL_TTL_SEC: 1800,
    TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE,
  } as const;
  return openDesk({ store, clock: systemClock(), settings });
}

async function preview(agent: Agent, args: Record<string, unknown> = message): Promise<Answer['body']> {
  const answer = await agent.call('tg_send_message', args);
  if (answer.refused) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const execute = (agent: Agent, code: unknown, args: Record<string, unknown> = message): Promise<Answer> =>
  agent.call('tg_send_message', { ...args, dry_run: false, confirm: true, approval_code: code });

async function approve(id: unknown): Promise<void> {
  const approved = await desk().approve(String(id), PHRASE);
  if (!approved.ok) throw new Error(approved.refusal.code);
}

const grownOld = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1100));

/** Sends that reached the wire. */
const sends = (): number => house.wire().filter((method) => method === 'messages.sendMessage').length;

describe('sending a message', () => {
  it('goes from a preview over a person to the chat, once', async () => {
    const agent = await house.start('actions');
    const shown = await preview(agent);
    expect(shown).toMatchObject({
      dry_run: true,
      target: { id: GROUP.id, type: 'supergroup', title: GROUP.title, username: GROUP.username },
      text: 'See you at eight',
      message_len: 16,
      approval: 'waiting',
      approval_code: expect.stringMatching(/^[A-Za-z0-9_-]{12}$/),
    });
    expect(await execute(agent, shown['approval_code'])).toMatchObject({
      refused: true,
      body: { code: 'APPROVAL_PENDING' },
    });
    await approve(shown['proposal_id']);
    await grownOld();
    expect(sends()).toBe(0);
    const sent = await execute(agent, shown['approval_code']);
    expect(sent).toMatchObject({
      refused: false,
      body: { dry_run: false, already_sent: false, message_id: expect.any(Number) },
    });
    const again = await execute(agent, shown['approval_code']);
    expect(again).toMatchObject({
      refused: false,
      body: { already_sent: true, message_id: sent.body['message_id'] },
    });
    expect(sends()).toBe(1);
    const duplicate = await agent.call('tg_send_message', message);
    expect(duplicate).toMatchObject({
      refused: true,
      body: { code: 'DUPLICATE', data: { message_id: sent.body['message_id'] } },
    });
  });

  it('sends text as it is, without formatting, in any script', async () => {
    const agent = await house.start('actions');
    const text = '**not bold** _می‌خواهم_ 👩‍👩‍👧 https://example.org';
    const shown = await preview(agent, { ...message, message_text: text });
    await approve(shown['proposal_id']);
    await grownOld();
    await execute(agent, shown['approval_code'], { ...message, message_text: text });
    const read = await house.start('read');
    const { body } = await read.call('tg_get_messages', { group: GROUP.id, limit: 1 });
    expect(body['messages']).toMatchObject([{ text }]);
  });

  it('is refused for whoever is not on the allowlist, before anything is written', async () => {
    const agent = await house.start('actions');
    expect(await agent.call('tg_send_message', { ...message, group: OTHER.id })).toMatchObject({
      refused: true,
      body: { code: 'TARGET_NOT_ALLOWED' },
    });
    expect(sends()).toBe(0);
  });

  it('answers a flood wait with retry_after, and the same code sends later', async () => {
    const agent = await house.start('actions');
    const shown = await preview(agent);
    await approve(shown['proposal_id']);
    await grownOld();
    house.emulator.faults.add({
      method: 'messages.sendMessage',
      times: 1,
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_7',
    });
    expect(await execute(agent, shown['approval_code'])).toMatchObject({
      refused: true,
      body: { code: 'FLOOD_WAIT', data: { sent: 'no' } },
    });
  });

  it('is not known after a lost answer, and repeating the call settles it without a second message', async () => {
    const agent = await house.start('actions', { TG_CALL_DEADLINE_SEC: '2' });
    const shown = await preview(agent);
    await approve(shown['proposal_id']);
    await grownOld();
    house.emulator.faults.add({ method: 'messages.sendMessage', times: 1, kind: 'lose_answer' });
    expect(await execute(agent, shown['approval_code'])).toMatchObject({
      refused: true,
      body: { code: 'OUTCOME_UNKNOWN' },
    });
    expect(await execute(agent, shown['approval_code'])).toMatchObject({
      refused: false,
      body: { already_sent: true },
    });
    expect(sends()).toBe(2);
    const read = await house.start('read');
    const { body } = await read.call('tg_get_messages', { group: GROUP.id, limit: 2 });
    const texts = (body['messages'] as { text: string }[]).map(({ text }) => text);
    expect(texts.filter((text) => text === message.message_text)).toHaveLength(1);
  });
});
