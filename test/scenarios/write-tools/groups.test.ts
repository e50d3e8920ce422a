/** What is particular to making groups. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { FRIEND, GROUP, PERSON } from '../../support/small-world.js';
import { deskOf } from '../../support/writing.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { killedAt } from './killed.js';
import { marked, NEWCOMERS } from './world.js';

const TOOL = 'tg_create_private_group';
const CREATE = 'channels.createChannel';
const INVITE = 'channels.inviteToChannel';
const MANY = { MAX_JOINS_PER_DAY: '1000' };
const [CARL, DORA, SHY] = NEWCOMERS;
let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench(MANY);
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

/** Has a group approved, and gives back how it is made. */
async function approved(args: object): Promise<((by?: Agent) => Promise<Answer>) & { proposal: unknown }> {
  const { body } = await bench.agent.call(TOOL, { ...args });
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  bench.writes();
  const go = (by: Agent = bench.agent) => executed(by, TOOL, args, body['approval_code']);
  return Object.assign(go, { proposal: body['proposal_id'] });
}

const titled = (title: string) => {
  const { channels, groups } = bench.house.emulator.world;
  return [...channels.values(), ...groups.values()].filter((one) => one.title === title);
};

describe('making a group', () => {
  it.each([
    [{ title: ' ' }, 'title:'],
    [{ title: 'x'.repeat(129) }, 'title:'],
    [{ title: 'Kites', kind: 'basic' }, 'users:'],
    [{ title: 'Kites', kind: 'basic', users: ['me'] }, 'users:'],
    [{ title: 'Kites', kind: 'basic', users: ['@bobby'], about: 'High ones' }, 'about:'],
  ])('%o is refused', async (args, problem) => {
    const answer = await bench.agent.call(TOOL, args);
    expect(answer).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(answer.body)).toContain(problem);
    expect(bench.writes()).toEqual([]);
  });

  it.each(['supergroup', 'basic'] as const)('of kind %s tells whom Telegram left out', async (kind) => {
    const title = `Kites, ${kind}`;
    const go = await approved({ title, kind, users: [`@${CARL.username}`, `@${SHY.username}`] });
    for (const already_sent of [false, true]) {
      expect(await go()).toMatchObject({
        refused: false,
        body: {
          already_sent,
          not_added: [String(SHY.id)],
          group_id: expect.stringMatching(/^-/),
          invited: [
            { user_id: String(CARL.id), outcome: 'added' },
            { user_id: String(SHY.id), outcome: 'refused', reason: 'NO_RIGHTS' },
          ],
        },
      });
    }
    const made = titled(title);
    expect(made).toHaveLength(1);
    expect(made[0]?.members.has(CARL.id)).toBe(true);
    expect(made[0]?.members.has(SHY.id)).toBe(false);
    bench.writes();
  });

  it('of unknown outcome is found by its title and never made again, and people are invited into it', async () => {
    const go = await approved({ title: 'Boats', users: [String(FRIEND.id)] });
    const fault = { method: CREATE, kind: 'error_after', code: 500, message: 'INTERNAL', times: 1 } as const;
    bench.house.emulator.faults.add(fault);
    expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(bench.writes()).toEqual([CREATE]);
    const [group] = titled('Boats');
    expect(await go()).toMatchObject({
      refused: false,
      body: {
        already_sent: false,
        group_id: marked(group?.id ?? 0n),
        not_added: [],
        invited: [{ user_id: String(FRIEND.id), outcome: 'added' }],
      },
    });
    expect(bench.writes()).toEqual([INVITE]);
    expect(titled('Boats')).toHaveLength(1);
    expect(group?.members.get(FRIEND.id)?.role).toBe('member');
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: true, not_added: [] } });
    expect(bench.writes()).toEqual([]);
  });

  it('of unknown outcome that cannot be found stays unknown, and is never tried again', async () => {
    const go = await approved({ title: 'Trains' });
    const method = 'channels.createChannel';
    bench.house.emulator.faults.add({ method, kind: 'error', code: 500, message: 'INTERNAL', times: 1 });
    for (const tried of [[method], []]) {
      bench.writes();
      expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
      expect(bench.writes()).toEqual(tried);
    }
    expect(titled('Trains')).toEqual([]);
  });

  it('of kind basic whose members cannot be looked at yet tells nothing of them', async () => {
    const go = await approved({ title: 'Ponds', kind: 'basic', users: [String(FRIEND.id)] });
    const lost = {
      method: 'messages.createChat',
      kind: 'error_after',
      code: 500,
      message: 'INTERNAL',
    } as const;
    bench.house.emulator.faults.add({ ...lost, times: 1 });
    expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    const flood = { kind: 'error', code: 420, message: 'FLOOD_WAIT_60', times: 1 } as const;
    bench.house.emulator.faults.add({ method: 'messages.getFullChat', ...flood });
    expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    await bench.house.passTime(61);
    expect(await go()).toMatchObject({
      refused: false,
      body: {
        already_sent: true,
        not_added: [],
        invited: [{ user_id: String(FRIEND.id), outcome: 'added' }],
      },
    });
    expect(bench.writes()).toEqual(['messages.createChat']);
  });
});

describe('people who are to be in a new group', () => {
  const users = [`@${CARL.username}`, `@${DORA.username}`, `@${SHY.username}`];
  const everybody = {
    not_added: [String(SHY.id)],
    invited: [
      { user_id: String(CARL.id), outcome: 'added' },
      { user_id: String(DORA.id), outcome: 'added' },
      { user_id: String(SHY.id), outcome: 'refused', reason: 'NO_RIGHTS' },
    ],
  };

  it('whose turn has to wait are invited by a repeat of the call, and nobody twice', async () => {
    const go = await approved({ title: 'Kites, flooded', users });
    const fault = {
      method: INVITE,
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_60',
      times: 1,
      after: 1,
    } as const;
    bench.house.emulator.faults.add(fault);
    expect(await go()).toMatchObject({
      refused: true,
      body: {
        code: 'UNFINISHED',
        retry_after: expect.any(Number),
        data: { cause: 'FLOOD_WAIT', invited: 1, users: 3, proposal_id: go.proposal, sent: 'unknown' },
      },
    });
    expect(bench.writes()).toEqual([CREATE, INVITE, INVITE]);
    await bench.house.passTime(61);
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: false, ...everybody } });
    expect(bench.writes()).toEqual([INVITE, INVITE]);
    expect(titled('Kites, flooded')).toHaveLength(1);
  });

  it('stay out where the operator names the chats that agents may see, which is told and not tried again', async () => {
    const chats = [GROUP.id, PERSON.id, CARL.id].join(',');
    const narrow = await bench.server({ ...MANY, TG_READ_ALLOWED_CHATS: chats });
    const go = await approved({ title: 'Kites, unseen', users: [String(CARL.id)] });
    for (const [already_sent, written] of [
      [false, [CREATE]],
      [true, []],
    ] as const) {
      expect(await go(narrow)).toMatchObject({
        refused: false,
        body: {
          already_sent,
          not_added: [String(CARL.id)],
          invited: [{ user_id: String(CARL.id), outcome: 'refused', reason: 'CHAT_OUT_OF_SCOPE' }],
        },
      });
      expect(bench.writes()).toEqual(written);
    }
    await narrow.close();
  });

  it('of whom nobody knows stay out where no agent may look into the group any more', async () => {
    const go = await approved({ title: 'Kites, lost', users: [String(CARL.id)] });
    const fault = { method: INVITE, kind: 'error', code: 500, message: 'INTERNAL', times: 1 } as const;
    bench.house.emulator.faults.add(fault);
    expect(await go()).toMatchObject({ refused: true, body: { code: 'UNFINISHED' } });
    const chats = [GROUP.id, PERSON.id, CARL.id].join(',');
    const narrow = await bench.server({ ...MANY, TG_READ_ALLOWED_CHATS: chats });
    expect(await go(narrow)).toMatchObject({
      refused: false,
      body: {
        not_added: [String(CARL.id)],
        invited: [{ user_id: String(CARL.id), outcome: 'not_there', reason: 'CHAT_OUT_OF_SCOPE' }],
      },
    });
    expect(bench.writes()).toEqual([CREATE, INVITE]);
    await narrow.close();
  });

  it('are not invited any more once the person says no', async () => {
    const go = await approved({ title: 'Kites, refused', users });
    const fault = { method: INVITE, kind: 'error', code: 500, message: 'INTERNAL', times: 1 } as const;
    bench.house.emulator.faults.add(fault);
    expect(await go()).toMatchObject({ refused: true, body: { code: 'UNFINISHED' } });
    bench.writes();
    await deskOf(bench.house).refuse(String(go.proposal));
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'REFUSED_BY_OPERATOR', data: { sent: 'unknown' } },
    });
    expect(bench.writes()).toEqual([]);
  });

  it.each([
    ['while the group is made', CREATE, 0],
    ['at the first of them', INVITE, 0],
    ['at the last of them', INVITE, 2],
  ] as const)('are each invited once after a kill %s', async (when, method, after) => {
    const title = `Kites, killed ${when}`;
    const go = await approved({ title, users });
    expect(await killedAt(bench, MANY, { method, after, by: bench.agent }, go)).toMatchObject({
      refused: false,
      body: { already_sent: false, group_id: marked(titled(title)[0]?.id ?? 0n), ...everybody },
    });
    expect(titled(title)).toHaveLength(1);
    const writes = bench.writes();
    expect(writes.filter((one) => one === CREATE)).toHaveLength(1);
    // Of whom Telegram leaves out nothing can be read that tells that they were asked for.
    expect(writes.filter((one) => one === INVITE)).toHaveLength(after === 2 ? 4 : 3);
  });
});
