import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { CARL, DAY, HALL, IN_HALL, PAPER, readingWorld } from '../support/reading-world.js';
import { CLUB, FRIEND, PERSON } from '../support/small-world.js';

const SHIPS = 150;

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(() => {
    const world = readingWorld();
    const hall = { kind: 'channel', id: HALL.bare } as const;
    world.addBasicGroup({ id: CLUB.bare, title: CLUB.title, creator: PERSON.id, members: [FRIEND.id] });
    const club = { kind: 'chat', id: CLUB.bare } as const;
    const later = DAY + 10 * 86_400;
    for (let n = 0; n < SHIPS; n += 1) {
      const word = n % 3 === 0 ? 'ship' : n % 3 === 1 ? 'boat' : 'ship and boat';
      const from = n % 10 === 0 ? CARL.id : FRIEND.id;
      const peer = n % 5 === 0 ? club : hall;
      world.addMessage({
        peer,
        from: peer === club ? FRIEND.id : from,
        date: later + n,
        text: `${word} ${n}`,
      });
    }
    const day = { date: later + 86_400, text: 'ship to a friend' };
    world.addMessage({ peer: { kind: 'user', id: PERSON.id }, from: FRIEND.id, ...day });
    world.addMessage({
      peer: { kind: 'channel', id: PAPER.bare },
      from: FRIEND.id,
      ...day,
      text: 'ship news',
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

const found = z.object({
  totals: z.record(z.string(), z.number()),
  messages: z.array(
    z.looseObject({ id: z.number(), text: z.string().default(''), chat_id: z.string().default('') }),
  ),
  chats: z.array(z.looseObject({ id: z.string(), type: z.string(), title: z.string() })).default([]),
  next_cursor: z.string().optional(),
  note: z.string().optional(),
  retry_after: z.number().optional(),
});
type Found = z.infer<typeof found> & { readonly wire: readonly string[] };

async function search(tool: string, args: Record<string, unknown>): Promise<Found> {
  const before = house.wire().length;
  const answer = await agent.call(tool, args);
  if (answer.refused) throw new Error(JSON.stringify(answer.body));
  return { ...found.parse(answer.body), wire: house.wire().slice(before) };
}

/** Reads a whole search, page by page. */
async function all(tool: string, args: Record<string, unknown>): Promise<Found['messages']> {
  const messages: Found['messages'] = [];
  for (let cursor: string | undefined, pages = 0; pages < 200; pages += 1) {
    const page: Found = await search(tool, cursor === undefined ? args : { ...args, cursor });
    messages.push(...page.messages);
    cursor = page.next_cursor;
    if (cursor === undefined) return messages;
  }
  throw new Error('it never ends');
}

const textsOf = (messages: Found['messages']): string[] => messages.map(({ text }) => text);
const inHall = Array.from({ length: SHIPS }, (_, n) => n).filter((n) => n % 5 !== 0);

describe('a search in one chat', () => {
  it('for several words gives each message once, newest first, and counts each word', async () => {
    const args = { group: HALL.id, query: 'ship', also: ['boat', 'Ship'] };
    const one = await search('tg_search_messages', { ...args, limit: 1000 });
    expect(one.wire).toEqual(
      ['messages.search', 'messages.search', 'messages.search'].slice(0, one.wire.length),
    );
    expect(one.totals).toEqual({
      ship: inHall.filter((n) => n % 3 !== 1).length,
      boat: inHall.filter((n) => n % 3 !== 0).length,
    });
    const pages = await all('tg_search_messages', { ...args, limit: 7 });
    expect(pages.map(({ id }) => id)).toEqual(one.messages.map(({ id }) => id));
    expect(textsOf(pages).map((text) => Number(text.split(' ').at(-1)))).toEqual(inHall.toReversed());
  });

  it('is narrowed to a sender, a kind and dates', async () => {
    const args = { group: HALL.id, query: 'answer', from: '@carlos' };
    expect(textsOf((await search('tg_search_messages', args)).messages)).toEqual(['an answer']);
    const other = await search('tg_search_messages', { ...args, from: String(FRIEND.id) });
    expect(other).toMatchObject({ messages: [], note: 'Nothing found.' });
    const file = await search('tg_search_messages', { group: HALL.id, query: 'report', kind: 'document' });
    expect(file.messages).toMatchObject([{ id: IN_HALL.report, media: { name: 'report.pdf' } }]);
    const day = { group: HALL.id, query: 'ship', date_from: '2026-10-01', date_to: '2026-10-01' };
    expect((await search('tg_search_messages', day)).messages).toEqual([]);
    const days = { ...day, date_from: '2026-09-30', date_to: '2026-09-30', limit: 1 };
    expect((await search('tg_search_messages', days)).messages).toHaveLength(1);
  });

  it('says what Telegram cannot look for', async () => {
    const regex = await search('tg_search_messages', { group: HALL.id, query: 'sh.*p' });
    expect(regex.note).toMatch(/^Nothing found\. Telegram's search .* no .*regular expressions/);
    const plain = await search('tg_search_messages', { group: HALL.id, query: 'ship', limit: 1 });
    expect(plain.note).toBeUndefined();
  });
});

describe('a search in all chats', () => {
  it('gives each message once, newest first, with its chat, page by page', async () => {
    const args = { query: 'ship', also: ['boat'] };
    const one = await search('tg_search_global_messages', { ...args, limit: 1000 });
    expect(new Set(one.wire)).toEqual(new Set(['messages.searchGlobal']));
    expect(one.totals['ship']).toBe(
      Array.from({ length: SHIPS }, (_, n) => n).filter((n) => n % 3 !== 1).length + 2,
    );
    const pages = await all('tg_search_global_messages', { ...args, limit: 11 });
    const keys = pages.map((message) => `${message.chat_id}/${message.id}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(SHIPS + 2);
    const numbers = textsOf(pages).flatMap((text) =>
      / \d+$/.test(text) ? [Number(text.split(' ').at(-1))] : [],
    );
    expect(numbers).toEqual(Array.from({ length: SHIPS }, (_, n) => n).toReversed());
    expect(one.chats).toContainEqual(expect.objectContaining({ id: HALL.id, type: 'supergroup' }));
    expect(one.chats).toContainEqual(expect.objectContaining({ id: CLUB.id, title: CLUB.title }));
  });

  it.each([
    ['users', ['ship to a friend'], [String(FRIEND.id)]],
    ['channels', ['ship news'], [PAPER.id]],
  ] as const)('looks into %s alone where that is asked for', async (chats, texts, ids) => {
    const page = await search('tg_search_global_messages', { query: 'ship', chats });
    expect(textsOf(page.messages)).toEqual(texts);
    expect(page.messages.map((message) => message.chat_id)).toEqual(ids);
  });

  it('is narrowed to a sender and to dates', async () => {
    const args = { query: 'ship', from: String(CARL.id) };
    const page = await search('tg_search_global_messages', args);
    expect(page.messages.every((message) => message['from_id'] === String(CARL.id))).toBe(true);
    const dated = await search('tg_search_global_messages', { query: 'ship', date_from: '2026-10-01' });
    expect(new Set(textsOf(dated.messages))).toEqual(new Set(['ship to a friend', 'ship news']));
  });

  it('gives what it has, and how to go on, when Telegram asks to wait', async () => {
    const flood = {
      method: 'messages.searchGlobal',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_300',
    } as const;
    house.emulator.faults.add({ ...flood, after: 1 });
    const begun = await search('tg_search_global_messages', { query: 'ship', limit: 1000 });
    house.emulator.faults.clear();
    expect(begun.messages).toHaveLength(100);
    expect(begun.note).toMatch(/^The page ended early: FLOOD_WAIT/);
    expect(begun.retry_after).toBeGreaterThan(200);
    expect(begun).toHaveProperty('next_cursor');
  });
});
