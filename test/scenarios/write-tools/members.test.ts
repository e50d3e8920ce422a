/** What is particular to tools that change who is in a chat. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../support/mcp-client.js';
import { CLUB, FRIEND, OTHER } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { GUESTS, NEWCOMERS, WORKSHOP } from './world.js';

const TOOL = 'tg_add_member_to_group';
const [CARL, , SHY] = NEWCOMERS;
let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

async function add(args: { group: string; user: string }): Promise<Answer> {
  const shown = await bench.agent.call(TOOL, args);
  if (shown.refused) return shown;
  await say(bench.house, shown.body, 'yes');
  await bench.grownOld();
  return executed(bench.agent, TOOL, args, shown.body['approval_code']);
}

const joins = async (): Promise<unknown> => {
  const { body } = await bench.agent.call('tg_get_actions_policy');
  return (body['quotas'] as { join: { used: number } }).join.used;
};

describe('adding somebody', () => {
  it('whom Telegram leaves out is told as refused, and counts for nothing', async () => {
    const before = await joins();
    expect(await add({ group: WORKSHOP.id, user: `@${SHY.username}` })).toMatchObject({
      refused: true,
      body: { code: 'NO_RIGHTS', data: { user_id: String(SHY.id), missing_invitee: true, sent: 'no' } },
    });
    expect(bench.house.emulator.world.channels.get(WORKSHOP.bare)?.members.has(SHY.id)).toBe(false);
    expect(await joins()).toBe(before);
  });

  it('to a basic group works, and who is there already is no new member', async () => {
    const user = `@${CARL.username}`;
    expect(await add({ group: CLUB.id, user })).toMatchObject({
      refused: false,
      body: { already_sent: false, user_id: String(CARL.id) },
    });
    const { groups } = bench.house.emulator.world;
    expect([...groups.values()].some((group) => group.members.get(CARL.id)?.role === 'member')).toBe(true);
    const before = await joins();
    expect(await add({ group: CLUB.id, user: String(FRIEND.id) })).toMatchObject({
      body: { already_sent: true, user_id: String(FRIEND.id) },
    });
    expect(await joins()).toBe(before);
  });

  it('who is not on the allowlist is refused, as is a chat that is not', async () => {
    const only = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: WORKSHOP.id });
    const user = `@${CARL.username}`;
    for (const args of [
      { group: WORKSHOP.id, user },
      { group: `@${OTHER.username}`, user },
    ]) {
      expect(await only.call(TOOL, args)).toMatchObject({
        refused: true,
        body: { code: 'TARGET_NOT_ALLOWED', data: { verb: 'invite' } },
      });
    }
    expect(bench.writes().filter((method) => method === 'channels.inviteToChannel')).toHaveLength(1);
    await only.close();
  });

  it('of whom nobody knows whether it was done is looked for before it is tried again', async () => {
    const args = { group: WORKSHOP.id, user: `@${CARL.username}` };
    const { body } = await bench.agent.call(TOOL, args);
    await say(bench.house, body, 'yes');
    await bench.grownOld();
    const method = 'channels.inviteToChannel';
    bench.house.emulator.faults.add({ method, kind: 'error', code: 500, message: 'INTERNAL', times: 1 });
    const go = () => executed(bench.agent, TOOL, args, body['approval_code']);
    expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    const before = bench.house.wire().length;
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: false } });
    const since = bench.house.wire().slice(before);
    expect(since.indexOf('channels.getParticipant')).toBeGreaterThanOrEqual(0);
    expect(since.indexOf('channels.getParticipant')).toBeLessThan(since.indexOf(method));
  });
});

describe('removing somebody', () => {
  const REMOVE = 'tg_remove_member_from_group';
  const method = 'channels.editBanned';
  const fails = { method, kind: 'error', code: 500, message: 'INTERNAL', times: 1 } as const;
  const [INGE, JON] = GUESTS;
  const member = (id: bigint) => bench.house.emulator.world.channels.get(WORKSHOP.bare)?.members.get(id);

  async function approved(user: string, group: string = WORKSHOP.id): Promise<() => Promise<Answer>> {
    const args = { group, user };
    const { body } = await bench.agent.call(REMOVE, args);
    await say(bench.house, body, 'yes');
    await bench.grownOld();
    return () => executed(bench.agent, REMOVE, args, body['approval_code']);
  }

  it('goes on with the end of the ban where that failed, and bans nobody again', async () => {
    const go = await approved(`@${INGE.username}`);
    bench.house.emulator.faults.add({ ...fails, after: 1 });
    bench.writes();
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'UNFINISHED', data: { cause: 'TELEGRAM_TROUBLE', sent: 'unknown' } },
    });
    expect(member(INGE.id)?.role).toBe('banned');
    expect(bench.writes()).toEqual([method, method]);
    expect(await go()).toMatchObject({
      refused: false,
      body: { already_sent: false, not_participant: false },
    });
    expect(member(INGE.id)?.role).toBe('left');
    expect(bench.writes()).toEqual([method]);
  });

  it('leaves alone who came back while nobody knew that it was done', async () => {
    const go = await approved(`@${JON.username}`);
    bench.house.emulator.faults.add({ ...fails, kind: 'error_after', after: 1 });
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'UNFINISHED', data: { cause: 'TELEGRAM_TROUBLE', sent: 'unknown' } },
    });
    const { world } = bench.house.emulator;
    const workshop = world.channels.get(WORKSHOP.bare);
    if (workshop !== undefined) world.addMember(workshop, JON.id, {});
    bench.writes();
    expect(await go()).toMatchObject({ refused: false });
    expect(bench.writes()).toEqual([]);
    expect(member(JON.id)?.role).toBe('member');
  });

  it('who is no member does nothing, and a basic group needs one request', async () => {
    const go = await approved(`@${SHY.username}`);
    bench.writes();
    expect(await go()).toMatchObject({ body: { already_sent: true, not_participant: true } });
    expect(bench.writes()).toEqual([]);
    const out = await approved(String(FRIEND.id), CLUB.id);
    expect(await out()).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(bench.writes()).toEqual(['messages.deleteChatUser']);
  });
});
