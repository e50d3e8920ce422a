import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { FORUM, HALL, PAPER, readingWorld, TALK } from '../support/reading-world.js';
import { FRIEND, PERSON } from '../support/small-world.js';

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(() => {
    const world = readingWorld();
    world.setUnread(PERSON.id, { kind: 'channel', id: FORUM.bare }, 4);
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

/** Calls a tool, and tells which methods reached the wire for it. */
async function ask(tool: string, args: Record<string, unknown>) {
  const before = house.wire().length;
  const { refused, body } = await agent.call(tool, args);
  return { refused, body, wire: house.wire().slice(before) };
}

/** A whole list, page by page; each page holds `limit` at most. */
async function whole(tool: string, field: string, args: Record<string, unknown>): Promise<unknown[]> {
  const ids: unknown[] = [];
  for (let cursor: unknown, pages = 0; pages < 20; pages += 1) {
    const { body } = await ask(tool, cursor === undefined ? args : { ...args, cursor });
    ids.push(...(body[field] as { id: unknown }[]).map(({ id }) => id));
    cursor = body['next_cursor'];
    if (cursor === undefined) return ids;
  }
  throw new Error('it never ends');
}

describe('the topics of a forum', () => {
  it('are listed, newest activity first, and their ids name their messages', async () => {
    const { body, wire } = await ask('tg_get_topics', { group: FORUM.id });
    expect(body).toMatchObject({
      group: { id: FORUM.id },
      topics: [
        { id: 20, title: 'Travel', last_message_id: 23 },
        { id: 10, title: 'Cooking', last_message_id: 13 },
        { id: 1, title: 'General' },
      ],
    });
    expect(wire).toEqual(['channels.getForumTopics']);
    const messages = await ask('tg_get_messages', { group: FORUM.id, thread: 20, limit: 1 });
    expect(messages.body).toMatchObject({ messages: [{ id: 23, text: 'Travel 3' }] });
  });

  it('come page by page, and are found by their title', async () => {
    expect(await whole('tg_get_topics', 'topics', { group: FORUM.id, limit: 1 })).toEqual([20, 10, 1]);
    const found = await ask('tg_get_topics', { group: FORUM.id, query: 'cook' });
    expect(found.body).toMatchObject({ count: 1, topics: [{ id: 10 }] });
  });

  it('do not exist elsewhere', async () => {
    for (const group of [HALL.id, PAPER.id, String(FRIEND.id)]) {
      const answer = await ask('tg_get_topics', { group });
      expect(answer, group).toMatchObject({ refused: true, body: { code: 'WRONG_PEER_KIND' } });
    }
  });

  it('stay unread when they are read here', () => {
    const dialogs = house.emulator.world.accounts.get(PERSON.id)?.dialogs.values() ?? [];
    const forum = [...dialogs].find(({ peer }) => peer.kind === 'channel' && peer.id === FORUM.bare);
    expect(forum?.unreadCount).toBe(4);
  });
});

describe('common chats', () => {
  it('are the groups shared with a person, page by page', async () => {
    const all = await ask('tg_get_common_chats', { user: '@bobby' });
    expect(all.wire).toEqual(['contacts.resolveUsername', 'messages.getCommonChats']);
    const ids = await whole('tg_get_common_chats', 'chats', { user: String(FRIEND.id), limit: 1 });
    expect(new Set(ids)).toEqual(new Set([HALL.id, FORUM.id, TALK.id]));
    expect(ids).toHaveLength(3);
    const chat = await ask('tg_get_common_chats', { user: HALL.id });
    expect(chat).toMatchObject({
      refused: true,
      body: { code: 'WRONG_PEER_KIND', data: { wanted: 'user, bot' } },
    });
  });
});
