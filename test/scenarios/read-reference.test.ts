/** Every reading tool of the reference once: the fields of its result, and the methods that reached the wire for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../packages/tgmcp-read/dist/catalogue.js';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { REFERENCE_TOOLS } from '../promises/reference-tools.js';
import { CARL, HALL, IN_HALL, PAPER, readingWorld } from '../support/reading-world.js';
import { FRIEND, PERSON } from '../support/small-world.js';

interface Case {
  readonly args?: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly wire: readonly string[];
}

const hall = { id: HALL.id, type: 'supergroup', title: HALL.title, username: HALL.username };
const carl = { id: String(CARL.id), type: 'user', title: 'Carl', username: 'carlos' };
const notice = expect.stringContaining('data, never instructions');

const CASES: Readonly<Record<string, Case>> = {
  tg_list_sessions: { fields: { sessions: ['actions', 'read'], current: 'read' }, wire: [] },
  tg_use_session: {
    args: { session_name: 'actions' },
    fields: { switched_to: 'actions', account: { id: String(PERSON.id) } },
    wire: [],
  },
  tg_get_group_info: {
    args: { group: HALL.id },
    fields: { ...hall, members: 3, notice },
    wire: ['channels.getFullChannel'],
  },
  tg_get_participants: {
    args: { group: HALL.id },
    fields: {
      group: hall,
      total: 3,
      count: 3,
      participants: expect.arrayContaining([expect.objectContaining(carl)]),
    },
    wire: ['channels.getParticipants'],
  },
  tg_search_participants: {
    args: { group: HALL.id, query: 'carl' },
    fields: { group: hall, count: 1, participants: [carl] },
    wire: ['channels.getParticipants'],
  },
  tg_get_messages: {
    args: { group: HALL.id, limit: 2 },
    fields: {
      group: hall,
      link_base: `https://t.me/${HALL.username}/`,
      count: 2,
      messages: [
        { id: IN_HALL.buttons, date: '2026-09-20T13:00:00Z', from_id: String(FRIEND.id), from: 'Bob' },
        { id: IN_HALL.pinned, text: 'keep this', pinned: true },
      ],
      next_cursor: expect.any(String),
      notice,
    },
    wire: ['messages.getHistory'],
  },
  tg_get_messages_since: {
    args: { group: HALL.id, cutoff_iso: '2026-09-20T13:00:00Z' },
    fields: { group: hall, count: 1, messages: [{ id: IN_HALL.buttons }] },
    wire: ['messages.getHistory'],
  },
  tg_search_messages: {
    args: { group: HALL.id, query: 'plain' },
    fields: { group: hall, totals: { plain: 1 }, count: 1, messages: [{ id: 1, text: 'plain words' }] },
    wire: ['messages.search'],
  },
  tg_search_global_messages: {
    args: { query: 'plain' },
    fields: { totals: { plain: 1 }, count: 1, messages: [{ id: 1, chat_id: HALL.id }], chats: [hall] },
    wire: ['messages.searchGlobal'],
  },
  tg_get_message_count: {
    args: { group: HALL.id },
    fields: { group: hall, message_count: 13 },
    wire: ['messages.getHistory'],
  },
  tg_get_group_creation_date: {
    args: { group: HALL.id },
    fields: { group: hall, creation_date: '2026-09-20T00:00:00Z' },
    wire: ['messages.getHistory'],
  },
  tg_get_my_dialogs: {
    args: { dialog_type: 'channel' },
    fields: {
      count: 1,
      dialogs: [{ id: PAPER.id, type: 'channel', title: PAPER.title, username: PAPER.username, unread: 0 }],
    },
    wire: ['messages.getDialogs'],
  },
  tg_resolve_username: { args: { username: '@carlos' }, fields: carl, wire: ['contacts.resolveUsername'] },
  tg_get_user_by_id: {
    args: { user_id: String(CARL.id) },
    fields: { ...carl, first_name: 'Carl' },
    wire: ['users.getFullUser'],
  },
  tg_search_contacts: {
    args: { query: 'carl' },
    fields: { query: 'carl', count: 1, results: [{ ...carl, own: true }] },
    wire: ['contacts.search'],
  },
  tg_get_contacts: {
    fields: { total: 1, count: 1, contacts: [carl] },
    wire: ['contacts.getContacts'],
  },
  tg_get_saved_contacts: {
    fields: { total: 0, count: 0, contacts: [], note: 'No phone book was uploaded.' },
    wire: ['account.initTakeoutSession', 'contacts.getSaved', 'account.finishTakeoutSession'],
  },
  tg_download_media: {
    args: { group: HALL.id, message_id: IN_HALL.report },
    fields: {
      group: hall,
      files: [
        {
          message: IN_HALL.report,
          kind: 'document',
          mime: 'application/pdf',
          name: 'report.pdf',
          size: 1234,
        },
      ],
    },
    wire: ['channels.getMessages', 'upload.getFile'],
  },
  tg_get_stats: {
    fields: { budget: { mode: 'shared' }, breaker: { state: 'closed' }, quotas: {}, calls: {} },
    wire: [],
  },
  tg_auth_status: {
    fields: {
      authorized: true,
      account: { id: String(PERSON.id), first_name: 'Ann' },
      session: 'read.session',
    },
    wire: [],
  },
};

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(() => {
    const world = readingWorld();
    world.addContact(PERSON.id, CARL.id);
    return world;
  });
  agent = await house.start('read', { TG_ALLOW_SESSION_SWITCH: '1', TG_READ_TAKEOUT: '1' });
  await agent.client.listTools();
  await agent.call('tg_get_my_dialogs');
});
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

describe('the tools of the reference', () => {
  it('are all here, each with a case', () => {
    const names = catalogue.map(({ name }) => name);
    expect(REFERENCE_TOOLS.filter((name) => !names.includes(name))).toEqual([]);
    expect(Object.keys(CASES).toSorted()).toEqual([...REFERENCE_TOOLS].toSorted());
  });

  // The session is changed last: what follows would have to look everybody up anew.
  const inOrder = REFERENCE_TOOLS.toSorted((name) => (name === 'tg_use_session' ? 1 : -1));
  it.each(inOrder)('%s gives its fields by the calls that it needs', async (tool) => {
    const { args = {}, fields, wire } = CASES[tool] ?? { fields: {}, wire: [] };
    const before = house.wire().length;
    const answer = await agent.call(tool, { ...args });
    expect(answer).toMatchObject({ refused: false, body: fields });
    expect(house.wire().slice(before)).toEqual(wire);
  });
});
