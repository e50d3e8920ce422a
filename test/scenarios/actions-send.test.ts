import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import { FRIEND, GROUP, OTHER } from '../support/small-world.js';
import { approve, execute, grownOld, message, preview, sendsOf } from '../support/writing.js';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const sends = (): number => sendsOf(house);

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
    await approve(house, shown);
    await grownOld(house);
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
    await approve(house, shown);
    await grownOld(house);
    await execute(agent, shown['approval_code'], { ...message, message_text: text });
    const read = await house.start('read');
    const { body } = await read.call('tg_get_messages', { group: GROUP.id, limit: 1 });
    expect(body['messages']).toMatchObject([{ text }]);
  });

  it('is refused for whoever is not on the allowlist, before anything is written', async () => {
    const agent = await house.start('actions');
    expect(await agent.call('tg_send_message', { ...message, group: `@${OTHER.username}` })).toMatchObject({
      refused: true,
      body: { code: 'TARGET_NOT_ALLOWED' },
    });
    expect(sends()).toBe(0);
  });

  it('answers a flood wait with retry_after, and the same code sends later', async () => {
    const agent = await house.start('actions');
    const shown = await preview(agent);
    await approve(house, shown);
    await grownOld(house);
    house.emulator.faults.add({
      method: 'messages.sendMessage',
      times: 1,
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_120',
    });
    expect(await execute(agent, shown['approval_code'])).toMatchObject({
      refused: true,
      body: { code: 'FLOOD_WAIT', retry_after: 120, data: { sent: 'no' } },
    });
    expect(await execute(agent, shown['approval_code'])).toMatchObject({
      refused: true,
      body: { code: 'BREAKER_OPEN', data: { sent: 'no' } },
    });
    expect(sends()).toBe(1);
    await house.passTime(121);
    expect(await execute(agent, shown['approval_code'])).toMatchObject({
      refused: false,
      body: { already_sent: false },
    });
  });

  it('that Telegram calls unwelcome stops all writing until the operator has looked, and no reading', async () => {
    const agent = await house.start('actions');
    const shown = await preview(agent);
    await approve(house, shown);
    await grownOld(house);
    house.emulator.faults.add({
      method: 'messages.sendMessage',
      times: 1,
      kind: 'error',
      code: 400,
      message: 'PEER_FLOOD',
    });
    const again = await house.start('actions', { TG_SESSION_PATH: await house.logIn('another') });
    for (const server of [agent, again]) {
      expect(await execute(server, shown['approval_code'])).toMatchObject({
        refused: true,
        body: { code: 'WRITES_LATCHED', next_step: expect.stringContaining('tgmcp unlatch') },
      });
    }
    expect(sends()).toBe(1);
    const read = await house.start('read');
    expect(await read.call('tg_get_messages', { group: GROUP.id, limit: 1 })).toMatchObject({
      refused: false,
    });
    expect((await read.call('tg_get_stats')).body).toMatchObject({ writes_latched: true });
    expect(await house.operator(['unlatch'])).toMatchObject({ code: 0 });
    expect(await execute(agent, shown['approval_code'])).toMatchObject({
      refused: false,
      body: { already_sent: false },
    });
  });

  it('is not known after a lost answer, and repeating the call settles it without a second message', async () => {
    const agent = await house.start('actions', { TG_CALL_DEADLINE_SEC: '5' });
    const shown = await preview(agent);
    await approve(house, shown);
    await grownOld(house);
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

  it('to a person counts as a direct message, and to a group as a group message', async () => {
    const agent = await house.start('actions', { TG_ACTIONS_ALLOWED_GROUPS: `${GROUP.id},${FRIEND.id}` });
    for (const group of [GROUP.id, String(FRIEND.id), 'bobby']) {
      const args = { group, message_text: `to ${group}` };
      const shown = await preview(agent, args);
      await approve(house, shown);
      await grownOld(house);
      expect(await execute(agent, shown['approval_code'], args)).toMatchObject({
        refused: false,
        body: { message_id: expect.any(Number) },
      });
    }
    const { body } = await agent.call('tg_get_actions_policy');
    expect(body).toMatchObject({
      quotas: { dm: { used: 2, limit: 20 }, group_msg: { used: 1, limit: 30 } },
    });
  });

  it('again with force_resend arrives again, once for each approval', async () => {
    const agent = await house.start('actions');
    const first = await preview(agent);
    await approve(house, first);
    await grownOld(house);
    await execute(agent, first['approval_code']);
    const again = { ...message, force_resend: true };
    for (let n = 0; n < 2; n += 1) {
      const shown = await preview(agent, again);
      await approve(house, shown);
      await grownOld(house);
      expect(await execute(agent, shown['approval_code'], again)).toMatchObject({
        body: { already_sent: false },
      });
    }
    const read = await house.start('read');
    const { body } = await read.call('tg_get_messages', { group: GROUP.id, limit: 4 });
    const texts = (body['messages'] as { text: string }[]).map(({ text }) => text);
    expect(texts.filter((text) => text === message.message_text)).toHaveLength(3);
  });
});
