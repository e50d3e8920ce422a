/** What is particular to making groups. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../support/mcp-client.js';
import { FRIEND } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { NEWCOMERS } from './world.js';

const TOOL = 'tg_create_private_group';
const [CARL, , SHY] = NEWCOMERS;
let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

async function approved(args: object): Promise<() => Promise<Answer>> {
  const { body } = await bench.agent.call(TOOL, { ...args });
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  return () => executed(bench.agent, TOOL, args, body['approval_code']);
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
        body: { already_sent, not_added: [String(SHY.id)], group_id: expect.stringMatching(/^-/) },
      });
    }
    const made = titled(title);
    expect(made).toHaveLength(1);
    expect(made[0]?.members.has(CARL.id)).toBe(true);
    expect(made[0]?.members.has(SHY.id)).toBe(false);
    bench.writes();
  });

  it('of unknown outcome is found by its title, and whoever is not in it is told', async () => {
    const go = await approved({ title: 'Boats', users: [String(FRIEND.id)] });
    const method = 'channels.createChannel';
    bench.house.emulator.faults.add({
      method,
      kind: 'error_after',
      code: 500,
      message: 'INTERNAL',
      times: 1,
    });
    expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    bench.writes();
    expect(await go()).toMatchObject({
      refused: false,
      body: { already_sent: true, not_added: [String(FRIEND.id)] },
    });
    expect(bench.writes()).toEqual([]);
    expect(titled('Boats')).toHaveLength(1);
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
});
