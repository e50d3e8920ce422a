import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { CARL, DAY, HALL, PAPER, readingWorld, TALK } from '../support/reading-world.js';
import { FRIEND, PERSON } from '../support/small-world.js';

const ALBUM = 9_007_199_254_740_993n;
const BOT = 7_020n;

const row = (...buttons: readonly { readonly _: string; readonly text: string }[]) => ({
  _: 'keyboardButtonRow',
  buttons: [...buttons],
});

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(() => {
    const world = readingWorld();
    const hall = { kind: 'channel', id: HALL.bare } as const;
    const later = DAY + 86_400;
    world.addMessage({ peer: hall, id: 20, from: CARL.id, date: later, text: 'one', groupedId: ALBUM });
    const paper = { kind: 'channel', id: PAPER.bare } as const;
    world.addMessage({ peer: hall, id: 21, from: paper, date: later + 1, text: 'said by the paper' });
    world.addUser({ id: BOT, firstName: 'Waiter', bot: true });
    const buttons = [row({ _: 'keyboardButton', text: 'Soup' }, { _: 'keyboardButton', text: 'Bread' })];
    world.addMessage({
      peer: { kind: 'user', id: PERSON.id },
      from: BOT,
      date: later,
      text: 'What would you like?',
      replyMarkup: { _: 'replyKeyboardMarkup', rows: buttons },
    });
    return world;
  });
  agent = await house.start('read');
  await agent.client.listTools();
  await agent.call('tg_get_my_dialogs');
});
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const messagesOf = (body: Record<string, unknown>) => body['messages'] as Record<string, unknown>[];

describe('the details of a message', () => {
  it('have ids of 64 bits as text, digit by digit', async () => {
    const { body } = await agent.call('tg_get_messages', { group: HALL.id, ids: [20] });
    expect(messagesOf(body)).toMatchObject([{ album: String(ALBUM) }]);
  });

  it('name a channel that speaks by its marked id, which is accepted', async () => {
    const { body } = await agent.call('tg_get_messages', { group: HALL.id, ids: [21] });
    expect(messagesOf(body)).toMatchObject([{ from_id: PAPER.id, from: PAPER.title }]);
    const info = await agent.call('tg_get_group_info', { group: PAPER.id });
    expect(info.body).toMatchObject({ id: PAPER.id, type: 'channel', linked_chat_id: TALK.id });
  });

  it('show the keyboard that a bot offers', async () => {
    const { body } = await agent.call('tg_get_messages', { group: String(BOT) });
    expect(messagesOf(body)[0]?.['buttons']).toEqual([
      { row: 0, col: 0, text: 'Soup', kind: 'text' },
      { row: 0, col: 1, text: 'Bread', kind: 'text' },
    ]);
  });
});

describe('the details of a chat', () => {
  it.each([HALL.username, `@${HALL.username}`, HALL.title, 'THE HALL', HALL.id, `channel:${HALL.bare}`])(
    'are found by the name %s',
    async (group) => {
      const { body } = await agent.call('tg_get_group_info', { group });
      expect(body).toMatchObject({ id: HALL.id, username: HALL.username, members: 3 });
    },
  );

  it('of a person are those of a user', async () => {
    const { body } = await agent.call('tg_get_group_info', { group: '@bobby' });
    expect(body).toMatchObject({ id: String(FRIEND.id), type: 'user', first_name: 'Bob', username: 'bobby' });
    expect(body).not.toHaveProperty('members');
  });
});

describe('calls at the same time', () => {
  it('share one connection, and each gets its own answer', async () => {
    const other = await house.start('read', { RATE_RPS: '1000' });
    const logIns = house.emulator.calls.all.filter((call) => call.method === 'users.getUsers').length;
    const ids = [1, 2, 3, 4, 5, 6, 7, 9];
    const answers = await Promise.all(
      ids.map((id) => other.call('tg_get_messages', { group: HALL.id, ids: [id] })),
    );
    expect(answers.map(({ body }) => messagesOf(body)[0]?.['id'])).toEqual(ids);
    const after = house.emulator.calls.all.filter((call) => call.method === 'users.getUsers').length;
    expect(after - logIns).toBe(1);
  });
});
