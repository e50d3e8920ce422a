import { describe, expect, it } from 'vitest';
import type { Action } from '../actions/action.js';
import type { Ending, Intent } from '../journal/records.js';
import { CREATION } from '../journal/steps.js';
import { settleByOperator, type SeenOutcome } from '../journal/settle.js';
import { groupsOfOthers } from './known-groups.js';
import { gateBench, KITES, type GateBench } from './test-bench.js';

const NOTED = { kind: 'sent', repeated: false } as const;
const UNKNOWN = { kind: 'unknown', code: 'DEADLINE' } as const;
const made = (group_id: string) => ({ ...NOTED, result: { group_id } });

/** An intent with an attempt that began. */
async function claim({ journal }: GateBench, title: string, users = '', verb = 'create_group') {
  const target = { type: 'user', id: KITES.id };
  const content = { title, users: [users], kind: 'supergroup' };
  const action = { accountId: '1001', verb, target, content, options: {}, forceResend: false } as Action;
  const { intent } = await journal.claim({ action, proposalId: `of ${title}${users}`, items: 0 });
  const attempt = (await journal.begin(intent, 'p', 1)) ?? 0;
  const end = (ending: Ending) => journal.end(intent, attempt, ending);
  return { intent, steps: journal.stepsOf(intent), end };
}

const numbers = (known: ReadonlySet<number>) => [...known].toSorted((one, another) => another - one);

it('knows the groups that others made, also those into which people are still to be invited, and not its own', async () => {
  const bench = gateBench();
  await (await claim(bench, 'whole')).end(made('-1000000000101'));
  const begun = await claim(bench, 'begun');
  await begun.steps.end(CREATION, { group_id: '-1000000000102' });
  await begun.steps.end('invite-1', { group_id: '-1000000000109' });
  await claim(bench, 'lost');
  await (await claim(bench, 'strange')).end({ ...NOTED, result: { group_id: 7 } });
  await (await claim(bench, 'other', '', 'forward')).end({ ...NOTED, result: { group_id: '-1' } });
  const own = await claim(bench, 'own');
  await own.steps.end(CREATION, { group_id: '-1000000000103' });
  const others = await groupsOfOthers(bench.journal, own.intent);
  expect(numbers(others.known)).toEqual([-1000000000101, -1000000000102]);
  expect(others.isContested).toBe(false);
});

describe('a group that is looked for', () => {
  const lost = async (bench: GateBench, title: string, users: string): Promise<Intent> => {
    const one = await claim(bench, title, users);
    await one.steps.begin(`${CREATION}-1`);
    await one.end(UNKNOWN);
    return one.intent;
  };
  const isContested = async (bench: GateBench, intent: Intent): Promise<boolean> =>
    (await groupsOfOthers(bench.journal, intent)).isContested;

  it('is contested while another one of its title may have been made, for both of them', async () => {
    const bench = gateBench();
    const [own, other, stranger] = [
      await lost(bench, 'Kites', 'Carl'),
      await lost(bench, 'Kites', 'Dora'),
      await lost(bench, 'Boats', 'Dora'),
    ];
    expect(await isContested(bench, own)).toBe(true);
    expect(await isContested(bench, other)).toBe(true);
    expect(await isContested(bench, stranger)).toBe(false);
    await bench.journal.stepsOf(other).end(CREATION, { group_id: '-1000000000101' });
    expect(await groupsOfOthers(bench.journal, own)).toEqual({
      known: new Set([-1000000000101]),
      isContested: false,
    });
  });

  it.each<[SeenOutcome, boolean]>([
    ['done', true],
    ['not_done', false],
  ])('of which a person said that the other one was %s is contested: %s', async (seen, expected) => {
    const bench = gateBench();
    const own = await lost(bench, 'Kites', 'Carl');
    const { proposalId } = await lost(bench, 'Kites', 'Dora');
    await settleByOperator(bench.store, bench.clock, proposalId, seen);
    expect(await isContested(bench, own)).toBe(expected);
  });

  it('is not contested by one that was surely not asked for', async () => {
    const bench = gateBench();
    const own = await lost(bench, 'Kites', 'Carl');
    await claim(bench, 'Kites', 'of nobody yet');
    const refused = await claim(bench, 'Kites', 'of a refused try');
    await refused.steps.begin(`${CREATION}-1`);
    await refused.steps.end(`${CREATION}-1`, { refused: 'FLOOD_WAIT' });
    const over = await claim(bench, 'Kites', 'of another day');
    await over.steps.begin(`${CREATION}-1`);
    await over.end({ kind: 'not_sent', code: 'NO_RIGHTS' });
    expect(await isContested(bench, own)).toBe(false);
  });
});
