/** What is particular to joining, and to one member in the place of another. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { FRIEND, GROUP, PERSON } from '../../support/small-world.js';
import { approvedBy, openWriteBench, type WriteBench } from './bench.js';
import { killedAt } from './killed.js';
import { CLOSED, closedLinks, linkInto, OPEN_CHAT, PAIRS } from './people-world.js';
import { GUESTS, NEWCOMERS, WORKSHOP } from './world.js';

const MANY = { MAX_JOINS_PER_DAY: '1000' };
let bench: WriteBench;
let agent: Agent;

beforeAll(async () => {
  bench = await openWriteBench();
  agent = await bench.server(MANY);
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const world = () => bench.house.emulator.world;
const chatOf = (bare: bigint) => {
  const chat = world().channels.get(bare);
  if (chat === undefined) throw new Error('There is no such chat');
  return chat;
};
const roleIn = (bare: bigint, id: bigint = PERSON.id) => chatOf(bare).members.get(id)?.role;

const approved = (tool: string, args: object) => approvedBy(bench, agent, tool, args);
const write = async (tool: string, args: object): Promise<Answer> => (await approved(tool, args))();

describe('joining', () => {
  const TOOL = 'tg_join_chat';
  const [garden, walled] = CLOSED;

  it('by a link is refused before anybody looks behind it, unless "me" may join', async () => {
    const other = await bench.server({
      TG_ACTIONS_ALLOWED_GROUPS: `${PERSON.id}:send,${GROUP.id}`,
    });
    const before = bench.house.wire().length;
    expect(await other.call(TOOL, { chat: closedLinks(world())[0] ?? '' })).toMatchObject({
      refused: true,
      body: { code: 'TARGET_NOT_ALLOWED', data: { target: 'me', verb: 'join' } },
    });
    expect(bench.house.wire().slice(before)).not.toContain('messages.checkChatInvite');
    await other.close();
  });

  it('a chat that has another title by then is refused: that is not what was approved', async () => {
    const go = await approved(TOOL, { chat: linkInto(world(), garden.bare) });
    chatOf(garden.bare).title = 'Market place';
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'APPROVAL_MISMATCH', data: { fields: ['content'], sent: 'no' } },
    });
    chatOf(garden.bare).title = garden.title;
    expect(bench.writes()).toEqual([]);
    expect(roleIn(garden.bare)).toBeUndefined();
  });

  it('by a link that was revoked since the preview does nothing', async () => {
    const go = await approved(TOOL, { chat: linkInto(world(), garden.bare) });
    const invite = chatOf(garden.bare).invites.at(-1);
    if (invite !== undefined) invite.revoked = true;
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'INPUT_INVALID', data: { sent: 'no' } },
    });
    expect(bench.writes()).toEqual([]);
  });

  it('where an admin decides only asks, once', async () => {
    const chat = linkInto(world(), walled.bare, { requestNeeded: true });
    expect((await agent.call(TOOL, { chat })).body['details']).toContainEqual({
      label: 'Admission',
      text: 'an admin decides; this only asks to be let in',
    });
    const go = await approved(TOOL, { chat });
    for (const already_sent of [false, true]) {
      expect(await go()).toMatchObject({
        refused: false,
        body: { already_sent, status: 'requested' },
      });
    }
    expect(chatOf(walled.bare).joinRequests).toHaveLength(1);
    expect(roleIn(walled.bare)).toBeUndefined();
  });

  it('by a name works on the allowlist alone, and a member stays one', async () => {
    const chat = `@${OPEN_CHAT.username}`;
    expect(await write(TOOL, { chat })).toMatchObject({
      body: { status: 'joined', already_sent: false },
    });
    expect(roleIn(OPEN_CHAT.bare)).toBe('member');
    expect(await write(TOOL, { chat, force_resend: true })).toMatchObject({
      body: { already_sent: true },
    });
    expect(await agent.call(TOOL, { chat: String(FRIEND.id) })).toMatchObject({
      body: { code: 'WRONG_PEER_KIND' },
    });
  });

  it('tells no link to the audit log, nor in an answer', async () => {
    const chat = linkInto(world(), garden.bare);
    const hash = chat.slice(-16);
    const shown = await agent.call(TOOL, { chat });
    const done = await write(TOOL, { chat });
    expect(done).toMatchObject({ refused: false, body: { status: 'joined' } });
    expect(JSON.stringify([shown.body, done.body])).not.toContain(hash);
    const log = join(bench.house.dir, 'state', String(PERSON.id), 'logs', 'audit.jsonl');
    const audit = await readFile(log, 'utf8');
    expect(audit).toContain('"action":"join"');
    expect(audit).not.toContain(hash);
  });
});

describe('one member in the place of another', () => {
  const TOOL = 'tg_migrate_member';
  const [{ old, young }, { old: other, young: next }] = PAIRS;
  const [, , SHY] = NEWCOMERS;
  const INVITE = 'channels.inviteToChannel';
  const BAN = 'channels.editBanned';
  const role = ({ id }: { readonly id: bigint }) => roleIn(WORKSHOP.bare, id);
  const replacing = (gone: { username: string }, come: { username: string }) => ({
    group: WORKSHOP.id,
    old_user: `@${gone.username}`,
    new_user: `@${come.username}`,
  });

  it('stays where that one cannot be added', async () => {
    const go = await approved(TOOL, replacing(old, SHY));
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'NO_RIGHTS', data: { missing_invitee: true, sent: 'no' } },
    });
    expect([role(old), role(SHY)]).toEqual(['member', undefined]);
    expect(bench.writes()).toEqual([INVITE]);
  });

  it('stays while nobody knows whether that one was added', async () => {
    const go = await approved(TOOL, replacing(old, young));
    const fault = {
      method: INVITE,
      kind: 'error',
      code: 500,
      message: 'INTERNAL',
      times: 1,
    } as const;
    bench.house.emulator.faults.add(fault);
    expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect([role(old), role(young)]).toEqual(['member', undefined]);
    expect(bench.writes()).toEqual([INVITE]);
  });

  it('is removed by a repeat of the call where that was refused, and nobody is added twice', async () => {
    const go = await approved(TOOL, replacing(other, next));
    const fault = {
      method: BAN,
      kind: 'error',
      code: 403,
      message: 'CHAT_ADMIN_REQUIRED',
      times: 1,
    } as const;
    bench.house.emulator.faults.add(fault);
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'UNFINISHED', data: { cause: 'NO_RIGHTS', sent: 'unknown' } },
    });
    expect([role(other), role(next)]).toEqual(['member', 'member']);
    expect(await go()).toMatchObject({
      refused: false,
      body: { already_sent: false, already_member: false },
    });
    expect([role(other), role(next)]).toEqual(['left', 'member']);
    expect(bench.writes()).toEqual([INVITE, BAN, BAN, BAN]);
  });

  it('who is the same, or this account, is refused', async () => {
    expect(await agent.call(TOOL, { ...replacing(old, old) })).toMatchObject({
      body: { code: 'INPUT_INVALID' },
    });
    expect(await agent.call(TOOL, { ...replacing(old, young), old_user: 'me' })).toMatchObject({
      body: { code: 'WRONG_PEER_KIND' },
    });
  });

  const killed = (method: string, after: number, go: (by: Agent) => Promise<Answer>): Promise<Answer> =>
    killedAt(bench, MANY, { method, after, by: agent }, go);

  it('is removed after a kill between the addition and the ban', async () => {
    const go = await approved(TOOL, replacing(old, young));
    expect(await killed(INVITE, 0, go)).toMatchObject({ refused: false });
    expect([role(old), role(young)]).toEqual(['left', 'member']);
  });

  it.each([
    ['before the ban is known', 0, GUESTS[0]],
    ['between the ban and its end', 1, GUESTS[1]],
  ] as const)('or removed by hand is let back in after a kill %s', async (_when, after, guest) => {
    const args = { group: WORKSHOP.id, user: `@${guest.username}` };
    const go = await approved('tg_remove_member_from_group', args);
    expect(await killed(BAN, after, go)).toMatchObject({ refused: false });
    expect(role(guest)).toBe('left');
    expect(bench.writes().filter((one) => one === BAN).length).toBeLessThanOrEqual(3);
  });
});
