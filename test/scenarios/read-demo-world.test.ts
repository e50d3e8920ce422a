import { loadDemoWorld } from '@tgmcp/emulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { KITES, NORA } from '../support/demo-samples.js';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';

const CHANNEL_BASE = 1_000_000_000_000n;

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(loadDemoWorld, NORA);
  agent = await house.start('read');
  await agent.client.listTools();
});
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

const page = z.object({
  dialogs: z.array(z.object({ id: z.string(), title: z.string(), unread: z.number() })).default([]),
  messages: z.array(z.object({ id: z.number(), text: z.string().default('') })).default([]),
  next_cursor: z.string().optional(),
  hidden_characters: z.number().optional(),
});

/** Reads a whole list with a cursor after each page. */
async function whole(tool: string, args: Record<string, unknown>): Promise<z.infer<typeof page>[]> {
  const pages: z.infer<typeof page>[] = [];
  for (let cursor: string | undefined; ;) {
    const answer = await agent.call(tool, cursor === undefined ? args : { ...args, cursor });
    if (answer.refused) throw new Error(JSON.stringify(answer.body));
    const read = page.parse(answer.body);
    pages.push(read);
    cursor = read.next_cursor;
    if (cursor === undefined) return pages;
  }
}

const markedId = (peer: { kind: string; id: bigint }): string =>
  peer.kind === 'user' ? `${peer.id}` : peer.kind === 'chat' ? `-${peer.id}` : `-${CHANNEL_BASE + peer.id}`;

it('lists every chat of a full account once, in the same order whatever the size of pages', async () => {
  const large = (await whole('tg_get_my_dialogs', { limit: 1000 })).flatMap(({ dialogs }) => dialogs);
  const small = (await whole('tg_get_my_dialogs', { limit: 7 })).flatMap(({ dialogs }) => dialogs);
  expect(small).toEqual(large);
  const known = [...(house.emulator.world.accounts.get(NORA)?.dialogs.values() ?? [])];
  const active = known.filter(({ peer }) => (house.emulator.world.history(NORA, peer)?.size ?? 0) > 0);
  expect(new Set(large.map(({ id }) => id))).toEqual(new Set(active.map(({ peer }) => markedId(peer))));
  expect(large.length).toBeGreaterThanOrEqual(40);
});

it('gives every message of every chat once, and its text byte for byte in every script', async () => {
  const dialogs = (await whole('tg_get_my_dialogs', {})).flatMap((read) => read.dialogs);
  let count = 0;
  for (const state of house.emulator.world.accounts.get(NORA)?.dialogs.values() ?? []) {
    const id = markedId(state.peer);
    if (!dialogs.some((dialog) => dialog.id === id)) continue;
    const pages = await whole('tg_get_messages', { group: id, limit: 1000 });
    const history = house.emulator.world.history(NORA, state.peer);
    const expected = (history?.messages ?? [])
      .map((message, index) => ({ id: history?.ids[index] ?? 0, text: message.text, action: message.action }))
      .filter(({ action }) => action === undefined)
      .map(({ id, text }) => ({ id, text }))
      .toReversed();
    expect(
      pages.flatMap(({ messages }) => messages),
      id,
    ).toEqual(expected);
    count += expected.length;
  }
  expect(count).toBeGreaterThan(5000);
}, 60_000);

it('never moves what is read: unread counts are the same afterwards', async () => {
  const unread = (await whole('tg_get_my_dialogs', {})).flatMap(({ dialogs }) => dialogs);
  for (const dialog of unread) {
    const state = [...(house.emulator.world.accounts.get(NORA)?.dialogs.values() ?? [])].find(
      ({ peer }) => markedId(peer) === dialog.id,
    );
    expect(dialog.unread, dialog.title).toBe(state?.unreadCount);
  }
  expect(unread.some((dialog) => dialog.unread > 0)).toBe(true);
});

/** Behind this one stand a hundred messages with 60 characters on average. */
const SIXTY = 512;

it.each([
  ['the newest', {}],
  ['those of sixty characters', { max_id: SIXTY }],
])(
  'gives a hundred messages of the main group, %s, for at most 4,500 tokens (characters / 4)',
  async (_, at) => {
    const { refused, body } = await agent.call('tg_get_messages', { group: KITES, limit: 100, ...at });
    expect(refused).toBe(false);
    const { messages } = page.parse(body);
    expect(messages).toHaveLength(100);
    const mean = messages.reduce((sum, { text }) => sum + text.length, 0) / 100;
    expect(Math.round(mean)).toBeGreaterThanOrEqual('max_id' in at ? 60 : 55);
    const tokens = JSON.stringify(body).length / 4;
    expect({ tokens, most: 4500, within: tokens <= 4500 }).toMatchObject({ within: true });
  },
);
