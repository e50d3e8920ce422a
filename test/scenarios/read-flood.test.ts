/** Telegram asks to wait in the middle of a long read: what was read stays, with the cursor and the wait. */
import { createWorld, type World } from '@tgmcp/emulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { FRIEND, PERSON } from '../support/small-world.js';

const WAIT = 40;
const DATE = 1_790_000_000;
const MANY = 130;
/** Tools whose list comes whole by one call, so that nothing can stop it in the middle. */
const BY_ONE_CALL = ['tg_get_contacts', 'tg_get_saved_contacts', 'tg_get_stories'];
const GROUP = { bare: 20_000n, id: '-1000000020000' };
const FORUM = { bare: 60_000n, id: '-1000000060000' };

/** A world in which every list needs more than one call. */
function longLists(): World {
  const world = createWorld({ seed: 'long lists' });
  const ann = world.addAccount(PERSON).userId;
  const bob = world.addUser(FRIEND).id;
  const people = Array.from(
    { length: 250 },
    (_, n) => world.addUser({ id: BigInt(10_000 + n), firstName: 'P' }).id,
  );
  for (let n = 0; n < MANY; n += 1) {
    const id = GROUP.bare + BigInt(n);
    const members = n === 0 ? [ann, ...people] : [ann];
    world.addSupergroup({ id, title: `Group ${n}`, creator: bob, members });
    world.addMessage({ peer: { kind: 'channel', id }, from: bob, date: DATE + n, text: 'word' });
  }
  for (let n = 0; n < 240; n += 1) {
    const peer = { kind: 'channel', id: GROUP.bare } as const;
    world.addMessage({ peer, from: bob, date: DATE + MANY + n, text: `word ${n}` });
  }
  for (let n = 1; n <= 5; n += 1) world.setUnread(ann, { kind: 'channel', id: GROUP.bare + BigInt(n) }, 1);
  world.addSupergroup({ id: FORUM.bare, title: 'Forum', creator: bob, members: [ann], forum: true });
  for (let n = 0; n < MANY; n += 1) {
    const action = { _: 'messageActionTopicCreate', title: `Topic ${n}`, icon_color: 1 };
    world.addMessage({ peer: { kind: 'channel', id: FORUM.bare }, from: bob, date: DATE + 500 + n, action });
  }
  return world;
}

/** Every tool whose page can take more than one call: its arguments, the method, and the field with the records. */
const PAGED = [
  ['tg_get_my_dialogs', {}, 'messages.getDialogs', 'dialogs'],
  ['tg_get_unread', { limit: 1 }, 'messages.getHistory', 'chats'],
  ['tg_get_messages', { group: GROUP.id }, 'messages.getHistory', 'messages'],
  ['tg_get_messages', { group: GROUP.id, from: String(FRIEND.id) }, 'messages.search', 'messages'],
  ['tg_get_messages_since', { group: GROUP.id, cutoff_iso: '2026-01-01' }, 'messages.getHistory', 'messages'],
  ['tg_search_messages', { group: GROUP.id, query: 'word' }, 'messages.search', 'messages'],
  ['tg_search_global_messages', { query: 'word' }, 'messages.searchGlobal', 'messages'],
  ['tg_get_participants', { group: GROUP.id }, 'channels.getParticipants', 'participants'],
  ['tg_search_participants', { group: GROUP.id, query: 'P' }, 'channels.getParticipants', 'participants'],
  ['tg_get_topics', { group: FORUM.id }, 'channels.getForumTopics', 'topics'],
  ['tg_get_common_chats', { user: String(FRIEND.id) }, 'messages.getCommonChats', 'chats'],
] as const;

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(longLists);
  agent = await house.start('read', { TG_READ_PAGE_BYTES: '1000000' });
  await agent.client.listTools();
  await agent.call('tg_get_my_dialogs');
  await agent.call('tg_get_participants', { group: GROUP.id });
});
afterEach(() => house.emulator.faults.clear());
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  await house.close();
});

const keysOf = (body: Record<string, unknown>, field: string): string[] =>
  (body[field] as { id: unknown; chat_id?: unknown }[]).map(
    ({ id, chat_id: chat }) => `${String(chat)}/${String(id)}`,
  );

describe('a flood in the middle of', () => {
  it('every tool with pages is tried', async () => {
    const { tools } = await agent.client.listTools();
    const paged = tools.filter(({ inputSchema }) => 'cursor' in (inputSchema.properties ?? {}));
    const tried = [...PAGED.map(([tool]) => tool), ...BY_ONE_CALL];
    expect(paged.map(({ name }) => name).filter((name) => !tried.includes(name))).toEqual([]);
  });

  it.each(PAGED)('%s %j leaves what was read, the wait and the way on', async (tool, args, method, field) => {
    const all = { limit: 1000, ...args };
    const whole = keysOf((await agent.call(tool, all)).body, field);
    house.emulator.faults.add({ method, kind: 'error', code: 420, message: `FLOOD_WAIT_${WAIT}`, after: 1 });
    const { refused, body } = await agent.call(tool, all);
    expect(refused).toBe(false);
    expect(body['note']).toMatch(/^The page ended early: FLOOD_WAIT/);
    expect(body['retry_after']).toBeGreaterThan(WAIT / 2);
    const part = keysOf(body, field);
    expect(part.length).toBeGreaterThan(0);
    expect(part.length).toBeLessThan(whole.length);
    house.emulator.faults.clear();
    await house.passTime(WAIT + 1);
    const rest = await agent.call(tool, { ...all, cursor: body['next_cursor'] });
    expect([...part, ...keysOf(rest.body, field)]).toEqual(whole);
  });

  it('the first call is a refusal with the wait, and no empty list', async () => {
    const { method, kind, code } = { method: 'channels.getParticipants', kind: 'error', code: 420 } as const;
    house.emulator.faults.add({ method, kind, code, message: `FLOOD_WAIT_${WAIT}` });
    const answer = await agent.call('tg_get_participants', { group: GROUP.id });
    expect(answer).toMatchObject({ refused: true, body: { code: 'FLOOD_WAIT' } });
    expect(answer.body['retry_after']).toBeGreaterThan(WAIT / 2);
    await house.passTime(WAIT + 1);
  });
});
