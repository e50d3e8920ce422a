import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { CARL, DAY, HALL, readingWorld } from '../support/reading-world.js';
import { FRIEND, PERSON } from '../support/small-world.js';

const ROBOT = 7_010n;
const LATE = 7_011n;
const EVIL = 7_012n;
const QUIET = 7_013n;
const CLUB = 810n;
/** A channel that shows its members to admins alone. */
const SHY = { bare: 920n, id: '-1000000000920' };

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(() => {
    const world = readingWorld();
    world.addUser({ id: ROBOT, firstName: 'Robot', bot: true });
    world.addUser({ id: LATE, firstName: 'Lea', lastName: 'Late', status: { _: 'userStatusRecently' } });
    world.addUser({ id: EVIL, firstName: 'Eve' });
    world.addUser({ id: QUIET, firstName: 'Quinn', phone: '15550007' });
    const hall = world.chat({ kind: 'channel', id: HALL.bare });
    if (hall === undefined) throw new Error('no hall');
    world.addMember(hall, ROBOT, { date: DAY });
    world.addMember(hall, LATE, { date: DAY + 5 * 86_400 });
    world.addMember(hall, EVIL, {
      role: 'banned',
      date: DAY,
      kickedBy: FRIEND.id,
      banned: { view_messages: true },
    });
    world.addMember(hall, PERSON.id, { role: 'admin', rank: 'Captain', date: DAY });
    world.addChannel({ id: SHY.bare, title: 'Shy', creator: FRIEND.id, members: [PERSON.id] });
    world.addMessage({ peer: { kind: 'channel', id: SHY.bare }, from: FRIEND.id, date: DAY, text: 'hm' });
    world.addBasicGroup({ id: CLUB, title: 'Chess club', creator: FRIEND.id, members: [PERSON.id, CARL.id] });
    world.addContact(PERSON.id, QUIET);
    world.addContact(PERSON.id, CARL.id);
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

interface People {
  readonly people: readonly Record<string, unknown>[];
  readonly body: Record<string, unknown>;
  readonly wire: readonly string[];
}

/** Calls a tool that lists people, and tells which methods reached the wire for it. */
async function list(tool: string, args: Record<string, unknown>, by = agent): Promise<People> {
  const before = house.wire().length;
  const { refused, body } = await by.call(tool, args);
  if (refused) throw new Error(JSON.stringify(body));
  const people = (body['participants'] ?? body['contacts'] ?? body['results']) as Record<string, unknown>[];
  return { people, body, wire: house.wire().slice(before) };
}

const idsOf = ({ people }: People): unknown[] => people.map((person) => person['id']);

describe('the members of a group', () => {
  it('are its people without its bots, with roles, join dates and when they were seen', async () => {
    const found = await list('tg_get_participants', { group: HALL.id });
    expect(new Set(idsOf(found))).toEqual(new Set([PERSON.id, FRIEND.id, CARL.id, LATE].map(String)));
    const of = (id: bigint) => found.people.find((person) => person['id'] === String(id));
    expect(of(FRIEND.id)).toMatchObject({ type: 'user', username: 'bobby', role: 'creator' });
    expect(of(PERSON.id)).toMatchObject({ role: 'admin', rank: 'Captain' });
    expect(of(LATE)).toMatchObject({
      title: 'Lea Late',
      since: '2026-09-25T00:00:00Z',
      last_seen: 'recently',
    });
    expect(found.wire).toEqual(['channels.getParticipants']);
  });

  it.each([
    ['admins', [FRIEND.id, PERSON.id]],
    ['bots', [ROBOT]],
    ['banned', [EVIL]],
    ['restricted', []],
    ['contacts', [CARL.id]],
  ] as const)('are listed as %s', async (filter, ids) => {
    const found = await list('tg_get_participants', { group: HALL.id, filter });
    expect(new Set(idsOf(found))).toEqual(new Set(ids.map(String)));
    if (filter === 'banned') expect(found.people).toMatchObject([{ role: 'banned' }]);
    if (ids.length === 0) expect(found.body['note']).toBe('Nobody found.');
  });

  it('who joined since a day are found, and every id is accepted by other tools', async () => {
    const found = await list('tg_get_participants', { group: HALL.id, joined_since: '2026-09-24' });
    expect(idsOf(found)).toEqual([String(LATE)]);
    const info = await agent.call('tg_get_user_by_id', { user_id: String(LATE) });
    expect(info.body).toMatchObject({ id: String(LATE), first_name: 'Lea', last_name: 'Late' });
  });

  it('come page by page, each once', async () => {
    const ids: unknown[] = [];
    let cursor: unknown;
    do {
      const args = { group: HALL.id, limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page = await list('tg_get_participants', args);
      ids.push(...idsOf(page));
      cursor = page.body['next_cursor'];
    } while (cursor !== undefined);
    expect(ids).toHaveLength(4);
    expect(new Set(ids)).toEqual(new Set([PERSON.id, FRIEND.id, CARL.id, LATE].map(String)));
  });

  it('are found by a part of their name', async () => {
    const found = await list('tg_search_participants', { group: HALL.id, query: 'car' });
    expect(idsOf(found)).toEqual([String(CARL.id)]);
    expect(found.wire).toEqual(['channels.getParticipants']);
  });

  it('of a basic group are listed and found too', async () => {
    const all = await list('tg_get_participants', { group: `-${CLUB}` });
    expect(new Set(idsOf(all))).toEqual(new Set([PERSON.id, FRIEND.id, CARL.id].map(String)));
    expect(all.wire.at(-1)).toBe('messages.getFullChat');
    const admins = await list('tg_get_participants', { group: `-${CLUB}`, filter: 'admins' });
    expect(admins.people).toMatchObject([{ id: String(FRIEND.id), role: 'creator' }]);
    const found = await list('tg_search_participants', { group: `-${CLUB}`, query: 'carl' });
    expect(idsOf(found)).toEqual([String(CARL.id)]);
  });

  it('that are hidden, and those of a person, are refused and not an empty list', async () => {
    const shy = await agent.call('tg_get_participants', { group: SHY.id });
    expect(shy).toMatchObject({ refused: true, body: { code: 'NO_RIGHTS' } });
    const person = await agent.call('tg_get_participants', { group: 'me' });
    expect(person).toMatchObject({
      refused: true,
      body: { code: 'WRONG_PEER_KIND', data: { wanted: 'group, supergroup, channel' } },
    });
  });
});

describe('a chat as a whole', () => {
  it('has a number of messages, of a person too', async () => {
    const before = house.wire().length;
    const hall = await agent.call('tg_get_message_count', { group: HALL.id });
    const inWorld = house.emulator.world.history(PERSON.id, { kind: 'channel', id: HALL.bare })?.size;
    expect(hall.body).toMatchObject({ group: { id: HALL.id }, message_count: inWorld });
    expect(house.wire().slice(before)).toEqual(['messages.getHistory']);
    const friend = await agent.call('tg_get_message_count', { group: String(FRIEND.id) });
    expect(friend.body).toMatchObject({ message_count: 1 });
    const nobody = await agent.call('tg_get_message_count', { group: '@nobodyatall' });
    expect(nobody).toMatchObject({ refused: true, body: { code: 'PEER_NOT_FOUND' } });
  });

  it.each([HALL.id, `@${HALL.username}`, HALL.title])('named %s has a first day', async (group) => {
    const { body } = await agent.call('tg_get_group_creation_date', { group });
    expect(body).toMatchObject({
      creation_date: '2026-09-20T00:00:00Z',
      note: expect.stringContaining('oldest message that can be seen'),
    });
  });
});

describe('people', () => {
  it('are found by name and username, own ones first', async () => {
    const found = await list('tg_search_contacts', { query: 'the' });
    expect(found.people).toMatchObject([{ own: true }, { own: true }, {}, {}].slice(0, found.people.length));
    expect(found.people).toContainEqual(
      expect.objectContaining({ id: HALL.id, type: 'supergroup', own: true }),
    );
    expect(found.wire).toEqual(['contacts.search']);
    const none = await list('tg_search_contacts', { query: 'xylophone' });
    expect(none.body).toMatchObject({ count: 0, note: 'Nobody found.' });
  });

  it.each(['tg_resolve_username', 'tg_get_group_info', 'tg_get_messages'])(
    'behind an invite link are not looked at, and %s says what to do',
    async (tool) => {
      const before = house.wire().length;
      for (const link of ['t.me/+AbCdEf', 'https://t.me/joinchat/AbCdEf', 'tg://join?invite=AbCdEf']) {
        const { refused, body } = await agent.call(
          tool,
          tool === 'tg_resolve_username' ? { username: link } : { group: link },
        );
        expect({ refused, body }).toMatchObject({
          refused: true,
          body: { code: 'INVITE_LINK', next_step: expect.stringContaining('tg_search_contacts') },
        });
        expect(JSON.stringify(body)).not.toContain('AbCdEf');
      }
      expect(house.wire().slice(before)).toEqual([]);
    },
  );

  it('are found by their phone number only where the settings show such numbers', async () => {
    const before = house.wire().length;
    const closed = await agent.call('tg_resolve_username', { username: '+1 555 0007' });
    expect(closed).toMatchObject({ refused: true, body: { code: 'PEER_INVALID' } });
    expect(JSON.stringify(closed.body)).toContain('TG_SHOW_PHONE_NUMBERS=1');
    expect(house.wire().slice(before)).toEqual([]);
    const open = await house.start('read', { TG_SHOW_PHONE_NUMBERS: '1' });
    const found = await open.call('tg_resolve_username', { username: '+1 555 0007' });
    expect(found.body).toMatchObject({ id: String(QUIET), title: 'Quinn' });
    expect(house.wire().slice(before)).toEqual(['contacts.resolvePhone']);
    const nobody = await open.call('tg_resolve_username', { username: '+1 555 9999' });
    expect(nobody).toMatchObject({ refused: true, body: { code: 'PEER_NOT_FOUND' } });
    expect(JSON.stringify(nobody.body)).not.toContain('9999');
  });

  it('that are contacts are listed without phone numbers, page by page', async () => {
    const all = await list('tg_get_contacts', {});
    expect(idsOf(all)).toEqual([CARL.id, QUIET].map(String));
    expect(JSON.stringify(all.body)).not.toContain('5550007');
    expect(all.wire).toEqual(['contacts.getContacts']);
    const first = await list('tg_get_contacts', { limit: 1 });
    expect(first.body).toMatchObject({ total: 2, count: 1 });
    const second = await list('tg_get_contacts', { limit: 1, cursor: first.body['next_cursor'] });
    expect(idsOf(second)).toEqual([String(QUIET)]);
  });

  it('have phone numbers where the settings show them', async () => {
    const open = await house.start('read', { TG_SHOW_PHONE_NUMBERS: '1' });
    const contacts = await list('tg_get_contacts', {}, open);
    expect(contacts.people).toContainEqual(expect.objectContaining({ id: String(QUIET), phone: '15550007' }));
    const named = await list('tg_search_contacts', { query: 'quinn' }, open);
    expect(named.people).toMatchObject([{ phone: '15550007', own: true }]);
  });

  it('are looked up by a printed id, as a number too, and by nothing else', async () => {
    const user = await agent.call('tg_get_user_by_id', { user_id: Number(CARL.id) });
    expect(user.body).toMatchObject({
      id: String(CARL.id),
      type: 'user',
      first_name: 'Carl',
      username: 'carlos',
    });
    const stranger = await agent.call('tg_get_user_by_id', { user_id: '123456789' });
    expect(stranger).toMatchObject({ refused: true, body: { code: 'PEER_NOT_FOUND' } });
    const group = await agent.call('tg_get_user_by_id', { user_id: HALL.id });
    expect(group).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
  });
});
