import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { FORUM, HALL, PAPER } from '../support/reading-world.js';
import { HIDDEN_WORDS, scopedWorld } from '../support/scoped-world.js';

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(scopedWorld);
  agent = await house.start('read', { TG_READ_BLOCKED_CHATS: PAPER.id });
});
afterAll(async () => {
  expect(agent.stderr()).not.toContain('fault');
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

/** Each tool whose place in a list is more than one number. */
const TOOLS = [
  ['tg_get_my_dialogs', {}],
  ['tg_get_topics', { group: FORUM.id }],
  ['tg_search_global_messages', { query: 'words' }],
] as const;

const FORGED = [2 ** 31, 2 ** 52, 0.5, -1, '1', null, {}, [[]]];

/** The same value with each of its numbers and ids replaced in turn. */
function forgeries(value: unknown, by: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? [by] : [];
  return Object.entries(value).flatMap(([name, inner]) =>
    forgeries(inner, by).map((forged) => {
      if (!Array.isArray(value)) return { ...value, [name]: forged };
      return value.map((one: unknown, index) => (String(index) === name ? forged : one));
    }),
  );
}

async function cursorOf(tool: string, args: object): Promise<unknown[]> {
  const { body } = await agent.call(tool, { ...args, limit: 1 });
  return JSON.parse(Buffer.from(String(body['next_cursor']), 'base64url').toString()) as unknown[];
}

const ask = (tool: string, args: object, parts: unknown) =>
  agent.call(tool, { ...args, limit: 1, cursor: Buffer.from(JSON.stringify(parts)).toString('base64url') });

describe('a cursor that somebody made up', () => {
  it.each(TOOLS)('of %s is refused where it holds what no place can be', async (tool, args) => {
    const parts = await cursorOf(tool, args);
    expect(forgeries(parts[2], 1).length).toBeGreaterThan(1);
    for (const by of FORGED) {
      for (const place of forgeries(parts[2], by)) {
        const { refused, body } = await ask(tool, args, [parts[0], parts[1], place]);
        // Null is the beginning of a list.
        if (!refused) expect(by, JSON.stringify(place)).toBeNull();
        else expect(body, JSON.stringify(place)).toMatchObject({ code: 'CURSOR_INVALID' });
      }
    }
  });

  it('opens no chat that is hidden', async () => {
    await agent.call('tg_get_messages', { group: HALL.id, limit: 1 });
    for (const [tool, args] of TOOLS) {
      const parts = JSON.stringify(await cursorOf(tool, args));
      for (const id of [PAPER.id, '777000']) {
        const forged: unknown = JSON.parse(parts.replace(/"peer":"[^"]*"/, `"peer":"${id}"`));
        const before = house.emulator.calls.all.length;
        const { body } = await ask(tool, args, forged);
        const shown = JSON.stringify(body);
        for (const words of HIDDEN_WORDS.filter((one) => /paper|\d/.test(one)))
          expect(shown).not.toContain(words);
        const sent = house.emulator.calls.all.slice(before).map(({ params }) => JSON.stringify(params));
        expect(sent.join()).not.toMatch(new RegExp(`_id":"(${PAPER.bare}|777000)"`));
      }
    }
  });
});
