import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openHouse, type House } from '../support/house.js';
import type { Agent, Answer } from '../support/mcp-client.js';
import { CHANNEL, CLUB, GROUP, GROUP_MESSAGES, PERSON } from '../support/small-world.js';

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse();
  agent = await house.start('read');
  // From here on the client checks every answer against the output schema of its tool.
  await agent.client.listTools();
});
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const dialogsPage = z.object({
  dialogs: z.array(z.object({ id: z.string(), type: z.string(), title: z.string(), unread: z.number() })),
  next_cursor: z.string().optional(),
  note: z.string().optional(),
});
const messagesPage = z.object({
  messages: z.array(z.object({ id: z.number(), date: z.string(), text: z.string(), from: z.string() })),
  next_cursor: z.string().optional(),
  note: z.string().optional(),
  notice: z.string(),
});

async function read<T>(
  schema: z.ZodType<T>,
  tool: string,
  args: Record<string, unknown> = {},
  by = agent,
): Promise<T> {
  const answer = await by.call(tool, args);
  if (answer.refused) throw new Error(JSON.stringify(answer.body));
  return schema.parse(answer.body);
}

async function refusal(tool: string, args: Record<string, unknown>, by = agent): Promise<Answer['body']> {
  const answer = await by.call(tool, args);
  expect(answer.refused).toBe(true);
  return answer.body;
}

/** Reads a whole list, page by page. */
async function all<T extends { next_cursor?: string | undefined }>(
  schema: z.ZodType<T>,
  tool: string,
  args: Record<string, unknown>,
  by = agent,
): Promise<T[]> {
  const pages: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(schema, tool, cursor === undefined ? args : { ...args, cursor }, by);
    pages.push(page);
    cursor = page.next_cursor;
  } while (cursor !== undefined && pages.length < 300);
  return pages;
}

describe('the account', () => {
  it('is named, and its session works', async () => {
    const status = await agent.call('tg_auth_status');
    expect(status).toMatchObject({
      refused: false,
      body: {
        authorized: true,
        account: { id: String(PERSON.id), first_name: 'Ann' },
        session: 'read.session',
      },
    });
  });
});

describe('the chats', () => {
  it('are the same on one page and on many', async () => {
    const [whole] = await all(dialogsPage, 'tg_get_my_dialogs', {});
    const pages = await all(dialogsPage, 'tg_get_my_dialogs', { limit: 2 });
    const ids = pages.flatMap((page) => page.dialogs.map((dialog) => dialog.id));
    expect(ids).toEqual(whole?.dialogs.map((dialog) => dialog.id));
    expect(new Set(ids)).toEqual(new Set([GROUP.id, CHANNEL.id, CLUB.id, '7002']));
  });

  it('are filtered by type before the limit counts', async () => {
    const page = await read(dialogsPage, 'tg_get_my_dialogs', { dialog_type: 'channel', limit: 1 });
    expect(page.dialogs.map((dialog) => dialog.id)).toEqual([CHANNEL.id]);
    const bots = await read(dialogsPage, 'tg_get_my_dialogs', { dialog_type: 'bot' });
    expect(bots).toMatchObject({ dialogs: [], note: 'No such chats.' });
  });

  it('can be named by the id that was printed, by @username, link and title, after a restart too', async () => {
    await all(dialogsPage, 'tg_get_my_dialogs', {});
    const again = await house.start('read');
    for (const name of [
      GROUP.id,
      `@${GROUP.username}`,
      `https://t.me/${GROUP.username}`,
      GROUP.title,
      CLUB.id,
    ]) {
      const info = await again.call('tg_get_group_info', { group: name });
      expect(info, name).toMatchObject({
        refused: false,
        body: { id: name === CLUB.id ? CLUB.id : GROUP.id },
      });
    }
    const resolved = await again.call('tg_resolve_username', { username: CHANNEL.username });
    expect(resolved.body).toMatchObject({ id: CHANNEL.id, type: 'channel', title: CHANNEL.title });
  });

  it('that do not exist are refused as not found, before anything is made up', async () => {
    expect(await refusal('tg_get_group_info', { group: '@nobodyatall' })).toMatchObject({
      code: 'PEER_NOT_FOUND',
    });
    expect(await refusal('tg_get_messages', { group: '-1000000009999' })).toMatchObject({
      code: 'PEER_NOT_FOUND',
    });
  });
});

describe('the messages of a chat', () => {
  it('come newest first, page by page, each exactly once', async () => {
    const pages = await all(messagesPage, 'tg_get_messages', { group: GROUP.id });
    const ids = pages.flatMap((page) => page.messages.map((message) => message.id));
    expect(pages[0]?.messages[0]).toMatchObject({ text: `note ${GROUP_MESSAGES}`, from: 'Ann' });
    expect(ids).toHaveLength(GROUP_MESSAGES);
    expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => other - one));
  });

  it('lose nothing when pages are cut by size', async () => {
    const small = await house.start('read', { TG_READ_PAGE_BYTES: '2000' });
    const pages = await all(messagesPage, 'tg_get_messages', { group: GROUP.id, limit: 1000 }, small);
    expect(pages.length).toBeGreaterThan(10);
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(2600);
    const ids = pages.flatMap((page) => page.messages.map((message) => message.id));
    expect(new Set(ids).size).toBe(GROUP_MESSAGES);
    expect(ids).toHaveLength(GROUP_MESSAGES);
  });

  it('go on after a restart with the cursor of before', async () => {
    const first = await read(messagesPage, 'tg_get_messages', { group: GROUP.id, limit: 5 });
    const again = await house.start('read');
    const args = { group: `@${GROUP.username}`, limit: 5, cursor: first.next_cursor };
    const second = await read(messagesPage, 'tg_get_messages', args, again);
    expect(second.messages[0]?.id).toBe((first.messages.at(-1)?.id ?? 0) - 1);
  });

  it('can be bounded by ids on both sides', async () => {
    const [newest] = (await read(messagesPage, 'tg_get_messages', { group: GROUP.id, limit: 1 })).messages;
    const max = newest?.id ?? 0;
    const args = { group: GROUP.id, min_id: max - 4, max_id: max };
    const page = await read(messagesPage, 'tg_get_messages', args);
    expect(page.messages.map((message) => message.id)).toEqual([max - 1, max - 2, max - 3]);
    expect(page.next_cursor).toBeUndefined();
  });

  it('are a success with a note when there are none', async () => {
    const page = await read(messagesPage, 'tg_get_messages', { group: GROUP.id, max_id: 1 });
    expect(page).toMatchObject({ messages: [], note: 'No messages here.' });
  });

  it('are not given for the cursor of another question', async () => {
    const { next_cursor } = await read(messagesPage, 'tg_get_messages', { group: GROUP.id, limit: 5 });
    for (const [tool, args] of [
      ['tg_get_messages', { group: CHANNEL.id, cursor: next_cursor }],
      ['tg_get_messages', { group: GROUP.id, min_id: 3, cursor: next_cursor }],
      ['tg_search_messages', { group: GROUP.id, query: 'note', cursor: next_cursor }],
      ['tg_get_my_dialogs', { cursor: next_cursor }],
    ] as const) {
      expect(await refusal(tool, args), tool).toMatchObject({ code: 'CURSOR_INVALID' });
    }
  });
});

describe('a search', () => {
  it('finds words within dates, both days included, page by page', async () => {
    const [first] = (await read(messagesPage, 'tg_get_messages', { group: GROUP.id, limit: 1 })).messages;
    const day = first?.date.slice(0, 10);
    const pages = await all(messagesPage, 'tg_search_messages', {
      group: GROUP.id,
      query: 'note',
      limit: 60,
    });
    const messages = pages.flatMap((page) => page.messages);
    expect(messages).toHaveLength(GROUP_MESSAGES);
    const dated = { group: GROUP.id, query: 'note', date_from: day, date_to: day, limit: 1000 };
    const within = (await all(messagesPage, 'tg_search_messages', dated)).flatMap((page) => page.messages);
    expect(within.map((message) => message.id)).toEqual(
      messages.filter((message) => message.date.startsWith(day ?? '?')).map((message) => message.id),
    );
  });

  it('that finds nothing is a success with a note', async () => {
    const page = await read(messagesPage, 'tg_search_messages', { group: GROUP.id, query: 'xylophone' });
    expect(page).toMatchObject({ messages: [], note: 'Nothing found.' });
  });

  it('refuses a date that no calendar has', async () => {
    const body = await refusal('tg_search_messages', {
      group: GROUP.id,
      query: 'note',
      date_from: '2026-02-30',
    });
    expect(body).toMatchObject({
      code: 'INPUT_INVALID',
      data: { problems: [expect.stringContaining('date_from')] },
    });
  });
});

describe('reading', () => {
  it('sends reading methods only, and marks nothing as read', () => {
    const allowed = [
      'messages.getDialogs',
      'messages.getHistory',
      'messages.search',
      'messages.getFullChat',
      'channels.getFullChannel',
      'contacts.resolveUsername',
    ];
    expect(house.wire().filter((method) => !allowed.includes(method))).toEqual([]);
  });
});
