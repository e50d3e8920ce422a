/** What is particular to tools on people, to who may comment, and to what cannot be done yet. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../support/mcp-client.js';
import { CHANNEL, PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { ADDED, BOTHERS, DISCUSSED } from './people-world.js';
import { marked } from './world.js';

const [ROSA] = ADDED;
const [PEST] = BOTHERS;
let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

async function write(tool: string, args: object): Promise<Answer> {
  const shown = await bench.agent.call(tool, { ...args });
  if (shown.refused) return shown;
  await say(bench.house, shown.body, 'yes');
  await bench.grownOld();
  return executed(bench.agent, tool, args, shown.body['approval_code']);
}

const mine = () => bench.house.emulator.world.accounts.get(PERSON.id);

describe('blocking', () => {
  it('ends again, and who is not blocked is left alone', async () => {
    const user = `@${PEST.username}`;
    expect(await write('tg_set_blocked', { user })).toMatchObject({ body: { blocked: true } });
    expect(await write('tg_set_blocked', { user, blocked: false })).toMatchObject({
      refused: false,
      body: { already_sent: false, blocked: false },
    });
    expect(mine()?.relations.blocked.size).toBe(0);
    bench.writes();
    const args = { user: `@${BOTHERS[1].username}`, blocked: false };
    expect(await write('tg_set_blocked', args)).toMatchObject({ body: { already_sent: true } });
    expect(bench.writes()).toEqual([]);
  });
});

describe('adding a contact', () => {
  it('renames who is there, and shows the own number only when that is asked for', async () => {
    const user = `@${ROSA.username}`;
    await write('tg_add_contact', { user, first_name: 'Rosa' });
    await write('tg_add_contact', { user, first_name: 'Rosa', last_name: 'L.' });
    const { relations } = mine() ?? {};
    expect(relations?.names.get(ROSA.id)).toEqual({ firstName: 'Rosa', lastName: 'L.' });
    expect(relations?.sharesPhoneWith.has(ROSA.id)).toBe(false);
    const args = { user, first_name: 'Rosa', last_name: 'L.', share_phone: true };
    const shown = await bench.agent.call('tg_add_contact', args);
    expect(shown.body).toMatchObject({ details: [{}, { label: 'Own phone number' }] });
    expect(await write('tg_add_contact', args)).toMatchObject({ refused: false });
    expect(relations?.sharesPhoneWith.has(ROSA.id)).toBe(true);
  });

  it.each(['me', '@thegroup'])('is not for %s', async (user) => {
    const agent = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `${PERSON.id},@thegroup` });
    expect(await agent.call('tg_add_contact', { user, first_name: 'X' })).toMatchObject({
      refused: true,
      body: { code: 'WRONG_PEER_KIND' },
    });
    await agent.close();
  });
});

describe('who may comment', () => {
  const TOOL = 'tg_set_channel_comments_join_requirement';
  const channel = `@${DISCUSSED[0].username}`;

  it('is a matter of the discussion group, which must be on the allowlist; the channel need not be', async () => {
    const other = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `@${DISCUSSED[0].username}` });
    expect(await other.call(TOOL, { channel })).toMatchObject({
      refused: true,
      body: {
        code: 'TARGET_NOT_ALLOWED',
        data: { title: DISCUSSED[0].title, target: marked(DISCUSSED[0].group), verb: 'comments' },
      },
    });
    await other.close();
    const direct = await bench.agent.call(TOOL, { channel: marked(DISCUSSED[0].group) });
    expect(direct).toMatchObject({ refused: false, body: { target: { title: DISCUSSED[0].title } } });
  });

  it('cannot be set where a channel has no discussion group', async () => {
    expect(await bench.agent.call(TOOL, { channel: `@${CHANNEL.username}` })).toMatchObject({
      refused: true,
      body: { code: 'WRONG_PEER_KIND' },
    });
  });

  it('that is so already changes nothing', async () => {
    expect(await write(TOOL, { channel })).toMatchObject({
      refused: false,
      body: { already_sent: true, join_required: false },
    });
  });
});

describe('a managed bot', () => {
  it.each([{}, { dry_run: false, confirm: true, approval_code: 'AAAAAAAAAAAA' }])(
    'is refused before anything is looked up: %j',
    async (more) => {
      const before = bench.house.wire().length;
      const args = { manager_bot: '@botfather', name: 'Kites', username: 'kites_bot', ...more };
      expect(await bench.agent.call('tg_create_managed_bot', args)).toMatchObject({
        refused: true,
        body: { code: 'NOT_IN_LAYER', next_step: expect.stringContaining('tg_run_bot_steps') },
      });
      expect(bench.house.wire()).toHaveLength(before);
    },
  );
});
