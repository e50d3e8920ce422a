/** What is particular to joining, to invite links, and to one member in the place of another. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { FRIEND, GROUP, PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
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

/** Has an action approved, and gives back how it is executed. */
async function approved(tool: string, args: object) {
  const { body } = await agent.call(tool, { ...args });
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  bench.writes();
  return (by: Agent = agent): Promise<Answer> => executed(by, tool, args, body['approval_code']);
}
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

describe('an invite link', () => {
  const TOOL = 'tg_edit_invite_link';
  /** So long Telegram takes, by the world's time, for an answer that is given up long before. */
  const LATE_SEC = 29;
  const group = WORKSHOP.id;
  const linkNow = (link: unknown) =>
    chatOf(WORKSHOP.bare).invites.find(({ hash }) => String(link).endsWith(hash));

  it('is made, changed and revoked', async () => {
    const { body } = await write(TOOL, { group, title: 'Kites', usage_limit: 3 });
    const { link } = body;
    const args = { group, link, usage_limit: 0, request_needed: true, title: 'Boats' };
    const shown = await agent.call(TOOL, args);
    expect(JSON.stringify(shown.body['details'])).toContain('Kites, 0 joined by it, of 3, expires never');
    expect(await write(TOOL, args)).toMatchObject({
      refused: false,
      body: { link, revoked: false },
    });
    expect(linkNow(link)).toMatchObject({ title: 'Boats', requestNeeded: true, revoked: false });
    expect(linkNow(link)?.usageLimit).toBeUndefined();
    expect(await write(TOOL, { group, link, revoke: true })).toMatchObject({
      body: { link, revoked: true },
    });
    expect(linkNow(link)?.revoked).toBe(true);
  });

  it('that is permanent is revoked for a new one', async () => {
    const permanent = world().addInvite(chatOf(WORKSHOP.bare), {
      adminId: PERSON.id,
      permanent: true,
    });
    const link = `https://t.me/+${permanent.hash}`;
    const { body } = await write(TOOL, { group, link, revoke: true });
    expect(body).toMatchObject({ revoked: true, link: expect.stringMatching(/^https:/) });
    expect(body['link']).not.toBe(link);
    expect(linkNow(body['link'])).toMatchObject({ permanent: true, revoked: false });
  });

  it('of which nobody knows whether it was revoked is looked at, and not revoked again', async () => {
    const { body } = await write(TOOL, { group, title: 'Once' });
    const go = await approved(TOOL, { group, link: body['link'], revoke: true });
    const method = 'messages.editExportedChatInvite';
    const fault = {
      method,
      kind: 'error_after',
      code: 500,
      message: 'INTERNAL',
      times: 1,
    } as const;
    bench.house.emulator.faults.add(fault);
    expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(await go()).toMatchObject({
      refused: false,
      body: { already_sent: true, revoked: true },
    });
    expect(bench.writes()).toEqual([method]);
  });

  it('that Telegram makes after the answer was given up is not made twice', async () => {
    const args = { group, title: 'Late' };
    const hasty = await bench.server({ ...MANY, TG_CALL_DEADLINE_SEC: '3' });
    const go = await approved(TOOL, args);
    const method = 'messages.exportChatInvite';
    bench.house.emulator.faults.add({ method, kind: 'delay', delay_sec: LATE_SEC, times: 1 });
    bench.writes();
    expect(await go(hasty)).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(await go(hasty)).toMatchObject({
      refused: true,
      body: { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('repeat the call later') },
    });
    const late = () => chatOf(WORKSHOP.bare).invites.filter(({ title }) => title === 'Late');
    expect(late()).toHaveLength(0);
    await bench.house.passTime(LATE_SEC);
    await expect.poll(() => late().length, { timeout: 20_000 }).toBe(1);
    await bench.house.passTime(31);
    expect(await go(hasty)).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(late()).toHaveLength(1);
    expect(bench.writes()).toEqual([method]);
    await hasty.close();
  });

  it('that Telegram makes late is not made twice either when an earlier try was refused long ago', async () => {
    const args = { group, title: 'Later' };
    const hasty = await bench.server({ ...MANY, TG_CALL_DEADLINE_SEC: '3' });
    const go = await approved(TOOL, args);
    const method = 'messages.exportChatInvite';
    const flood = { kind: 'error', code: 420, message: 'FLOOD_WAIT_60', times: 1 } as const;
    bench.house.emulator.faults.add({ method, ...flood });
    bench.writes();
    expect(await go(hasty)).toMatchObject({ refused: true, body: { code: 'FLOOD_WAIT' } });
    await bench.house.passTime(61);
    bench.house.emulator.faults.add({ method, kind: 'delay', delay_sec: LATE_SEC, times: 1 });
    expect(await go(hasty)).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(await go(hasty)).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    const late = () => chatOf(WORKSHOP.bare).invites.filter(({ title }) => title === 'Later');
    expect(late()).toHaveLength(0);
    await bench.house.passTime(LATE_SEC);
    await expect.poll(() => late().length, { timeout: 20_000 }).toBe(1);
    await bench.house.passTime(31);
    expect(await go(hasty)).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(late()).toHaveLength(1);
    expect(bench.writes()).toEqual([method, method]);
    await hasty.close();
  });

  it.each([
    [{ link: 'https://t.me/+AAAAAAAAAAAAAAAA', revoke: true }, 'no such link'],
    [{ revoke: true }, 'which one'],
    [{ link: 'https://t.me/+AAAAAAAAAAAAAAAA' }, 'what to change'],
    [{ link: 'https://t.me/+AAAAAAAAAAAAAAAA', revoke: true, title: 'x' }, 'revoke'],
    [{ expires: 'soon' }, 'ISO 8601'],
    [{ expires: '2020-01-01' }, 'a minute ahead'],
    [{ usage_limit: 2, request_needed: true }, 'usage_limit'],
    [{ title: 'x'.repeat(33) }, 'title'],
  ])('is not made or changed by %j', async (change, problem) => {
    const answer = await agent.call(TOOL, { group, ...change });
    expect(answer).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(answer.body)).toContain(problem);
  });

  it('needs the right to invite', async () => {
    expect(await write(TOOL, { group: GROUP.id })).toMatchObject({
      refused: true,
      body: { code: 'NO_RIGHTS' },
    });
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
