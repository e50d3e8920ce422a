import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DialogState, PeerRef } from '@tgmcp/emulator';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { CARL, DAY, FORUM, HALL, PAPER, TALK } from '../support/reading-world.js';
import { CELLAR, scopedWorld } from '../support/scoped-world.js';
import { FRIEND, PERSON } from '../support/small-world.js';

const channel = (id: bigint): PeerRef => ({ kind: 'channel', id });
const FOR_EVER = 2_147_483_647;

let house: House;
let agent: Agent;

function dialogs(): DialogState[] {
  return [...(house.emulator.world.accounts.get(PERSON.id)?.dialogs.values() ?? [])];
}

function dialogOf(peer: PeerRef): DialogState {
  const found = dialogs().find((one) => one.peer.kind === peer.kind && one.peer.id === peer.id);
  if (found === undefined) throw new Error('no such dialog');
  return found;
}

beforeAll(async () => {
  house = await openHouse(() => {
    const world = scopedWorld();
    const long = 'a long story '.repeat(120);
    world.addMessage({ peer: { kind: 'user', id: PERSON.id }, from: FRIEND.id, date: DAY + 60, text: long });
    const words = 'Ann, look at this';
    world.addMessage({
      peer: channel(TALK.bare),
      from: CARL.id,
      date: DAY + 50,
      text: words,
      mentions: [PERSON.id],
    });
    for (const [peer, count] of [
      [channel(HALL.bare), 5],
      [channel(PAPER.bare), 1],
      [channel(FORUM.bare), 2],
      [channel(TALK.bare), 2],
      [{ kind: 'user', id: FRIEND.id }, 1],
    ] as const) {
      world.setUnread(PERSON.id, peer, count);
    }
    return world;
  });
  dialogOf(channel(FORUM.bare)).muteUntil = FOR_EVER;
  const talk = dialogOf(channel(TALK.bare));
  talk.unreadMentions.add(9);
  dialogOf({ kind: 'user', id: FRIEND.id }).draft = { text: 'half a thought', entities: [], date: DAY };
  agent = await house.start('read', { TG_READ_BLOCKED_CHATS: CELLAR.id });
});
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

interface Row {
  readonly id: string;
  readonly why: string;
  readonly unread: number;
  readonly older?: number;
  readonly messages: readonly { readonly id: number; readonly text?: string }[];
}

/** Calls a tool, and tells which methods reached the wire for it. */
async function ask(tool: string, args: Record<string, unknown> = {}, by = agent) {
  const before = house.wire().length;
  const { refused, body } = await by.call(tool, args);
  return { refused, body, wire: house.wire().slice(before) };
}

describe('the unread digest', () => {
  it('puts mentions first, then people, groups and channels, and what is muted last', async () => {
    const { body, wire } = await ask('tg_get_unread');
    const rows = (body['chats'] as Row[]).filter(({ id }) => id !== String(CARL.id));
    expect(rows.map(({ id, why }) => [id, why])).toEqual([
      [TALK.id, 'mention'],
      [String(FRIEND.id), 'direct'],
      [HALL.id, 'group'],
      [PAPER.id, 'channel'],
      [FORUM.id, 'muted'],
    ]);
    expect(rows[0]).toMatchObject({ unread: 2, unread_mentions: 1, mentions: [9] });
    expect(rows[0]?.messages[0]).toMatchObject({ id: 9, text: 'Ann, look at this' });
    expect(rows[2]?.messages).toHaveLength(5);
    expect(rows[2]?.messages[0]).toMatchObject({ text: 'hidden hall words' });
    expect(new Set(wire)).toEqual(
      new Set(['messages.getDialogs', 'messages.getUnreadMentions', 'messages.getHistory']),
    );
  });

  it('leaves all of it unread', async () => {
    const before = dialogs().map(({ unreadCount, unreadMentions }) => [unreadCount, unreadMentions.size]);
    await ask('tg_get_unread');
    expect(dialogs().map(({ unreadCount, unreadMentions }) => [unreadCount, unreadMentions.size])).toEqual(
      before,
    );
  });

  it('says how many it left out of a chat, and goes on chat by chat with its cursor', async () => {
    const few = await ask('tg_get_unread', { limit: 2 });
    const hall = (few.body['chats'] as Row[]).find(({ id }) => id === HALL.id);
    expect(hall).toMatchObject({ unread: 5, older: 3 });
    expect(hall?.messages).toHaveLength(2);
    const small = await house.start('read', { TG_READ_PAGE_BYTES: '2000', TG_READ_BLOCKED_CHATS: CELLAR.id });
    const seen: string[] = [];
    let pages = 0;
    for (let cursor: unknown; pages < 10;) {
      const { body } = await ask('tg_get_unread', cursor === undefined ? {} : { cursor }, small);
      expect(body['unread_chats']).toBe((await ask('tg_get_unread')).body['unread_chats']);
      seen.push(...(body['chats'] as Row[]).map(({ id }) => id));
      pages += 1;
      cursor = body['next_cursor'];
      if (cursor === undefined) break;
    }
    expect(pages).toBeGreaterThan(1);
    const whole = (await ask('tg_get_unread')).body['chats'] as Row[];
    expect(seen).toEqual(whole.map(({ id }) => id));
  });

  it('keeps what it has when Telegram asks to wait', async () => {
    house.emulator.faults.add({
      method: 'messages.getHistory',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_60',
      after: 1,
      times: 1,
    });
    const { refused, body } = await ask('tg_get_unread');
    expect(refused).toBe(false);
    expect(body).toMatchObject({ next_cursor: expect.any(String), retry_after: expect.any(Number) });
    expect((body['chats'] as Row[])[0]).toMatchObject({ id: TALK.id });
    await house.passTime(61);
    const rest = await ask('tg_get_unread', { cursor: body['next_cursor'] });
    const ids = [...(body['chats'] as Row[]), ...(rest.body['chats'] as Row[])].map(({ id }) => id);
    expect(new Set(ids).size).toBe(body['unread_chats']);
  });
});

describe('chat folders', () => {
  it('are listed with what they hold, and name the chats of a list', async () => {
    const { body, wire } = await ask('tg_get_folders');
    expect(body).toMatchObject({ count: 1, folders: [{ title: 'Shelf', chats: 1, unread_chats: 1 }] });
    expect(wire).toEqual(['messages.getDialogFilters', 'messages.getDialogs']);
    const listed = await ask('tg_get_my_dialogs', { folder: ' shelf' });
    expect(listed.body).toMatchObject({ count: 1, dialogs: [{ id: PAPER.id }] });
    const none = await ask('tg_get_my_dialogs', { folder: 'Work' });
    expect(none).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(none.body)).toContain('there are: Shelf');
  });
});

describe('what was written and not sent', () => {
  it('is in the list of chats as drafts', async () => {
    const { body } = await ask('tg_get_my_dialogs', { dialog_type: 'draft' });
    expect(body).toMatchObject({ count: 1, dialogs: [{ id: String(FRIEND.id), draft: 'half a thought' }] });
  });

  it('is read as scheduled messages, apart from those that were sent', async () => {
    const { body, wire } = await ask('tg_get_messages', { group: HALL.id, scheduled: true });
    expect(body).toMatchObject({ count: 0, note: 'No messages here.' });
    expect(wire).toEqual(['messages.getScheduledHistory']);
    const both = await ask('tg_get_messages', { group: HALL.id, scheduled: true, kind: 'photo' });
    expect(both).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' }, wire: [] });
  });
});
