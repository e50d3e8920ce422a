/* Paging with the default cap yields every message once and in order, however long they and their chat are. */
import { createWorld, type World } from '@tgmcp/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openHouse, type House } from '../../support/house.js';
import type { Agent } from '../../support/mcp-client.js';
import { PERSON } from '../../support/small-world.js';

const LONG = { bare: 930n, id: '-1000000000930' };
const MANY = { bare: 931n, id: '-1000000000931' };
const START = 1_780_000_000;
const COUNT = 50_000;
/** Telegram's longest message. */
const LENGTH = 4096;
/** A page's records, and the fields around them. */
const CAP = 30_000 + 1000;

function world(): World {
  const made = createWorld({ seed: 'long' });
  const ann = made.addAccount(PERSON).userId;
  made.addSupergroup({ id: LONG.bare, title: 'Long', creator: ann });
  for (let n = 1; n <= 100; n += 1) {
    const text = `${n} `.padEnd(LENGTH, 'word ');
    made.addMessage({ peer: { kind: 'channel', id: LONG.bare }, from: ann, date: START + n, text });
  }
  made.addSupergroup({ id: MANY.bare, title: 'Many', creator: ann });
  const peer = { kind: 'channel', id: MANY.bare } as const;
  made.addGeneratedMessages({ peer, count: COUNT, from: START, until: START + COUNT * 60 });
  return made;
}

const page = z.object({
  messages: z.array(z.object({ id: z.number(), text: z.string().default('') })),
  next_cursor: z.string().optional(),
});
type Page = z.infer<typeof page>;

let house: House;
let agent: Agent;
const restart = async (): Promise<void> => {
  agent = await house.start('read', { RATE_RPS: '10000', TG_GLOBAL_RPS_MODE: 'local' });
};
beforeAll(async () => {
  house = await openHouse(world);
  await restart();
});
afterAll(() => house.close());

/** Reads on from a cursor, a number of pages or to the end. */
async function pages(group: string, cursor: string | undefined, most: number): Promise<Page[]> {
  const read: Page[] = [];
  for (let next = cursor; read.length < most;) {
    const args = { group, limit: 1000, ...(next === undefined ? {} : { cursor: next }) };
    const { refused, body } = await agent.call('tg_get_messages', args);
    if (refused) throw new Error(JSON.stringify(body));
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(CAP);
    const one = page.parse(body);
    read.push(one);
    next = one.next_cursor;
    if (next === undefined) break;
  }
  return read;
}

/** Ids of a whole chat, read in two halves by two servers. */
async function whole(group: string, most: number): Promise<Page['messages']> {
  const first = await pages(group, undefined, most);
  const cursor = first.at(-1)?.next_cursor;
  expect(cursor).toBeTypeOf('string');
  await agent.close();
  await restart();
  const second = await pages(group, cursor, Number.POSITIVE_INFINITY);
  return [...first, ...second].flatMap(({ messages }) => messages);
}

describe('every message comes once, in order, over a restart', () => {
  it('in a chat of a hundred messages of 4,096 characters', async () => {
    const messages = await whole(LONG.id, 5);
    expect(messages.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, n) => 100 - n));
    expect(messages.every(({ id, text }) => text.length === LENGTH && text.startsWith(`${id} `))).toBe(true);
  });

  it('in a world of fifty thousand messages', async () => {
    const messages = await whole(MANY.id, 100);
    expect(messages).toHaveLength(COUNT);
    expect(messages.every(({ id }, index) => index === 0 || id < (messages[index - 1]?.id ?? 0))).toBe(true);
  });
});
