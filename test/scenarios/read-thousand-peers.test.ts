/** Every id that any tool prints is accepted by the others, after a restart too, and leads to whom it was printed for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent, Answer } from '../support/mcp-client.js';
import { crowdedWorld } from '../support/crowded-world.js';

const FAST = { RATE_RPS: '10000', TG_GLOBAL_RPS_MODE: 'local' };
/** Fields whose value is an id of a peer. */
const ID_FIELDS = new Set([
  'id',
  'from_id',
  'chat_id',
  'reply_to_chat',
  'linked_chat_id',
  'invited_by',
  'migrated_from',
]);

let house: House;
/** A chat in which somebody is looked for. */
const ELSEWHERE = '-1000000020000';
/** How the ids of supergroups begin that were basic groups. */
const MIGRATED = '-10000000400';

/** Every id that was printed. */
const printed = new Set<string>();

beforeAll(async () => {
  house = await openHouse(crowdedWorld);
  await printEverything(await house.start('read', FAST));
}, 60_000);
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

/** Reads a list to its end and notes every id. */
async function printAll(agent: Agent, tool: string, args: Record<string, unknown> = {}): Promise<void> {
  for (let cursor: unknown; ;) {
    const { refused, body } = await agent.call(tool, cursor === undefined ? args : { ...args, cursor });
    if (refused && body['code'] !== 'NO_RIGHTS') throw new Error(`${tool}: ${JSON.stringify(body)}`);
    note(body);
    cursor = body['next_cursor'];
    if (cursor === undefined) return;
  }
}

function note(part: unknown): void {
  if (Array.isArray(part)) part.forEach(note);
  if (part === null || typeof part !== 'object' || Array.isArray(part)) return;
  for (const [name, value] of Object.entries(part)) {
    if (ID_FIELDS.has(name) && typeof value === 'string') printed.add(value);
    else note(value);
  }
}

async function printEverything(agent: Agent): Promise<void> {
  await printAll(agent, 'tg_get_my_dialogs');
  await printAll(agent, 'tg_get_contacts');
  await printAll(agent, 'tg_search_global_messages', { query: 'word', limit: 1000 });
  for (const query of ['Kim', 'Family']) await printAll(agent, 'tg_search_contacts', { query });
  for (const id of [...printed].filter((one) => one.startsWith('-'))) {
    if (id.startsWith(MIGRATED)) await printAll(agent, 'tg_get_group_info', { group: id });
    await printAll(agent, 'tg_get_messages', { group: id });
    await printAll(agent, 'tg_get_participants', { group: id });
  }
}

/** What every kind of peer can be asked; the field that names the peer in the result. */
const FOR_ALL: readonly ((id: string) => readonly [tool: string, args: Record<string, unknown>])[] = [
  (id) => ['tg_get_group_info', { group: id }],
  (id) => ['tg_get_messages', { group: id, limit: 1 }],
  (id) => ['tg_get_messages_since', { group: id, cutoff_iso: '2026-01-01', limit: 1 }],
  (id) => ['tg_search_messages', { group: id, query: 'word', limit: 1 }],
  (id) => ['tg_get_message_count', { group: id }],
  (id) => ['tg_get_group_creation_date', { group: id }],
  (id) => ['tg_get_stories', { group: id }],
  (id) => ['tg_get_messages', { group: ELSEWHERE, from: id, limit: 1 }],
];
/** A search for somebody's words in all chats reads page after page, so that not everybody is looked for. */
const GLOBALLY = 40;
const FOR_PEOPLE: typeof FOR_ALL = [
  (id) => ['tg_get_user_by_id', { user_id: id }],
  (id) => ['tg_get_common_chats', { user: id }],
];
const FOR_CHATS: typeof FOR_ALL = [
  (id) => ['tg_get_participants', { group: id, limit: 1 }],
  (id) => ['tg_search_participants', { group: id, query: 'Kim' }],
  (id) => ['tg_get_topics', { group: id }],
];
/** Refusals that are about the kind of the chat and what this account may see there, not about who it is. */
const OF_THE_KIND = new Set(['NO_RIGHTS', 'WRONG_PEER_KIND']);

/** What is wrong with an answer about a peer; undefined for nothing. */
function faultOf(id: string, { refused, body }: Answer): string | undefined {
  if (refused) return OF_THE_KIND.has(String(body['code'])) ? undefined : JSON.stringify(body);
  const named = (body['group'] ?? body['user'] ?? body) as { id?: unknown; title?: unknown };
  if (named.id === undefined || named.id === ELSEWHERE) return undefined;
  return named.id === id && named.title === titleOf(id) ? undefined : JSON.stringify(named);
}

/** Asks two tools about each id, so that every tool is asked about many ids of every kind. */
async function ask(agent: Agent, ids: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  const queue = ids.entries();
  const worker = async (): Promise<void> => {
    for (const [index, id] of queue) {
      const own = id.startsWith('-') ? FOR_CHATS : FOR_PEOPLE;
      const asked = [FOR_ALL[index % FOR_ALL.length], own[index % own.length]].flatMap((one) =>
        one === undefined ? [] : [one(id)],
      );
      if (index % GLOBALLY === 0)
        asked.push(['tg_search_global_messages', { query: 'word', from: id, limit: 1 }]);
      for (const [tool, args] of asked) {
        const fault = faultOf(id, await agent.call(tool, args));
        if (fault !== undefined) faults.push(`${tool} ${id}: ${fault}`);
      }
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return faults;
}

/** The title that the world knows. */
function titleOf(id: string): string | undefined {
  const { users, groups, channels } = house.emulator.world;
  const number = BigInt(id);
  if (number > 0n) return users.get(number)?.firstName;
  return (groups.get(-number) ?? channels.get(-number - 1_000_000_000_000n))?.title;
}

describe('a thousand peers', () => {
  it('are all printed by some tool', () => {
    expect(printed.size).toBeGreaterThanOrEqual(1000);
  });

  it('are accepted by every tool after a restart, whoever has their names and usernames now', async () => {
    const { world } = house.emulator;
    // Usernames change hands between the two runs.
    for (const n of [0, 4, 8, 12]) world.setUsername({ kind: 'user', id: BigInt(10_000 + n) }, undefined);
    for (const n of [0, 4, 8, 12]) world.setUsername({ kind: 'user', id: BigInt(10_001 + n) }, `person_${n}`);
    world.setUsername({ kind: 'channel', id: 20_000n }, undefined);
    world.setUsername({ kind: 'channel', id: 20_001n }, 'place_0');
    const agent = await house.start('read', FAST);
    expect(await ask(agent, [...printed])).toEqual([]);
  }, 90_000);

  it('are found by nobody else’s former username', async () => {
    const agent = await house.start('read', FAST);
    expect((await agent.call('tg_resolve_username', { username: 'person_0' })).body).toMatchObject({
      id: '10001',
    });
    expect((await agent.call('tg_get_group_info', { group: '@place_0' })).body).toMatchObject({
      id: '-1000000020001',
    });
  });

  it('share titles: a title that several chats have is refused with its candidates', async () => {
    const agent = await house.start('read', FAST);
    const answer = await agent.call('tg_get_messages', { group: 'Family' });
    expect(answer).toMatchObject({ refused: true, body: { code: 'PEER_AMBIGUOUS' } });
  });
});
