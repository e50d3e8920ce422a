/** Groups of one title: which of them an intent of unknown outcome takes for the one that it made. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { marked, NEWCOMERS } from './world.js';

const TOOL = 'tg_create_private_group';
const CREATE = 'channels.createChannel';
const INVITE = 'channels.inviteToChannel';
const [CARL, DORA] = NEWCOMERS;
let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench({ MAX_JOINS_PER_DAY: '1000' });
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

/** Has a group approved, and gives back how it is made. */
async function approved(args: object) {
  const { body } = await bench.agent.call(TOOL, { ...args });
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  bench.writes();
  const go = () => executed(bench.agent, TOOL, args, body['approval_code']);
  return Object.assign(go, { proposal: body['proposal_id'] });
}

const titled = (title: string) =>
  [...bench.house.emulator.world.channels.values()].filter((one) => one.title === title);
const settle = async (proposal: unknown, seen: '--done' | '--not-done') =>
  expect(await bench.house.operator(['settle', String(proposal), seen])).toMatchObject({ code: 0 });

/** Has a group made of which Telegram's answer gets lost; `error` where it was not made. */
async function lost(title: string, { username }: { username: string }, kind: 'error' | 'error_after') {
  const go = await approved({ title, users: [`@${username}`] });
  bench.house.emulator.faults.add({ method: CREATE, kind, code: 500, message: 'INTERNAL', times: 1 });
  expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
  expect(bench.writes()).toEqual([CREATE]);
  return go;
}

describe('a group of unknown outcome', () => {
  it('does not take the group of another call for its own', async () => {
    const first = await approved({ title: 'Ferries', users: [`@${CARL.username}`] });
    const other = await approved({ title: 'Ferries', users: [`@${DORA.username}`] });
    expect(await first()).toMatchObject({ refused: false });
    const fault = { method: CREATE, kind: 'error', code: 500, message: 'INTERNAL', times: 1 } as const;
    bench.house.emulator.faults.add(fault);
    for (const _ of [1, 2]) {
      expect(await other()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    }
    expect(titled('Ferries')).toHaveLength(1);
    expect(titled('Ferries')[0]?.members.has(DORA.id)).toBe(false);
    expect(bench.writes()).toEqual([CREATE, INVITE, CREATE]);
  });

  it('beside another one of that title, both of unknown outcome, takes the one that is there when a person has settled the other', async () => {
    const first = await approved({ title: 'Trams', users: [`@${CARL.username}`] });
    const other = await approved({ title: 'Trams', users: [`@${DORA.username}`] });
    for (const [go, kind] of [
      [first, 'error'],
      [other, 'error_after'],
    ] as const) {
      bench.house.emulator.faults.add({ method: CREATE, kind, code: 500, message: 'INTERNAL', times: 1 });
      expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    }
    expect(bench.writes()).toEqual([CREATE, CREATE]);
    for (const go of [first, other, first]) {
      expect(await go()).toMatchObject({
        refused: true,
        body: { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('tgmcp settle') },
      });
    }
    expect(bench.writes()).toEqual([]);
    await settle(first.proposal, '--not-done');
    const [there] = titled('Trams');
    expect(await other()).toMatchObject({ refused: false, body: { group_id: marked(there?.id ?? 0n) } });
    expect(bench.writes()).toEqual([INVITE]);
    expect(await first()).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(bench.writes()).toEqual([CREATE, INVITE]);
    const [one, two, ...more] = titled('Trams');
    expect([one?.members.has(CARL.id), one?.members.has(DORA.id)]).toEqual([false, true]);
    expect([two?.members.has(CARL.id), two?.members.has(DORA.id)]).toEqual([true, false]);
    expect(more).toEqual([]);
  });

  it('is not held up by one that a person said was made long before it was asked for', async () => {
    const { proposal } = await lost('Barges', CARL, 'error_after');
    await settle(proposal, '--done');
    await bench.house.passTime(60);
    const later = await lost('Barges', DORA, 'error_after');
    const [old, own] = titled('Barges');
    expect(await later()).toMatchObject({ refused: false, body: { group_id: marked(own?.id ?? 0n) } });
    expect(bench.writes()).toEqual([INVITE]);
    expect([old?.members.has(DORA.id), own?.members.has(DORA.id)]).toEqual([false, true]);
  });

  it('is not held up by one that was asked for after it had been made', async () => {
    const own = await lost('Canoes', CARL, 'error_after');
    await bench.house.passTime(60);
    const later = await lost('Canoes', DORA, 'error');
    const [there] = titled('Canoes');
    expect(await own()).toMatchObject({ refused: false, body: { group_id: marked(there?.id ?? 0n) } });
    expect(bench.writes()).toEqual([INVITE]);
    expect(await later()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(bench.writes()).toEqual([]);
  });

  it('does not take what may be of one that a person said was made while it was under way', async () => {
    const first = await lost('Rafts', CARL, 'error_after');
    const other = await lost('Rafts', DORA, 'error');
    await settle(first.proposal, '--done');
    expect(await other()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(bench.writes()).toEqual([]);
    expect(titled('Rafts').map(({ members }) => members.has(DORA.id))).toEqual([false]);
  });
});
