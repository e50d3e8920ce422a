/** A basic group that became a supergroup: what was written before stands in the old chat, and its id is told. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { DAY } from '../support/reading-world.js';
import { FRIEND, PERSON, smallWorld } from '../support/small-world.js';

const OLD = 31_000n;
const NEW = 41_000n;
const OLD_ID = `-${OLD}`;
const NEW_ID = `-${1_000_000_000_000n + NEW}`;

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(() => {
    const world = smallWorld();
    const both = { title: 'Allotments', creator: FRIEND.id, members: [PERSON.id] };
    const group = world.addBasicGroup({ id: OLD, ...both });
    world.addMessage({ peer: { kind: 'chat', id: OLD }, from: FRIEND.id, date: DAY, text: 'from before' });
    const next = world.addSupergroup({ id: NEW, ...both });
    next.migratedFrom = OLD;
    group.migratedTo = NEW;
    group.deactivated = true;
    world.addMessage({
      peer: { kind: 'channel', id: NEW },
      from: FRIEND.id,
      date: DAY + 60,
      text: 'from after',
    });
    return world;
  });
  agent = await house.start('read');
});
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

it('tells the old chat in its details, and that id is accepted', async () => {
  await agent.call('tg_get_my_dialogs');
  const info = await agent.call('tg_get_group_info', { group: NEW_ID });
  expect(info.body).toMatchObject({ id: NEW_ID, migrated_from: OLD_ID });
  const before = await agent.call('tg_get_messages', { group: OLD_ID });
  expect(before.body).toMatchObject({ messages: [{ text: 'from before' }] });
});

it('says in an export what is not in it, and where that is', async () => {
  const { body } = await agent.call('tg_export', { chats: [NEW_ID] });
  expect(await readFile(String(body['file']), 'utf8')).not.toContain('from before');
  expect(body).toMatchObject({ done: true, rows: 1, note: expect.stringContaining(OLD_ID) });
  const both = await agent.call('tg_export', { chats: [OLD_ID, NEW_ID] });
  expect(both.body).toMatchObject({ done: true, rows: 2 });
  expect(both.body).not.toHaveProperty('note');
});

it('says so on the command line, too', async () => {
  const ran = await house.operator(['export', 'messages', NEW_ID]);
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.stderr).toContain(`became a supergroup are in ${OLD_ID}`);
});

it('does not name an old chat that is out of scope', async () => {
  const scoped = await house.start('read', { TG_READ_BLOCKED_CHATS: OLD_ID });
  const info = await scoped.call('tg_get_group_info', { group: NEW_ID });
  expect(info).toMatchObject({ refused: false, body: { id: NEW_ID } });
  expect(JSON.stringify(info.body)).not.toContain(OLD_ID);
  const { body } = await scoped.call('tg_export', { chats: [NEW_ID], format: 'csv' });
  expect(body).toMatchObject({ done: true });
  expect(body).not.toHaveProperty('note');
});
