import { describe, expect, it } from 'vitest';
import type { Action } from '../actions/action.js';
import type { Ending, Intent } from '../journal/records.js';
import { CREATION } from '../journal/steps.js';
import { settleByOperator, type SeenOutcome } from '../journal/settle.js';
import { groupsOfOthers } from './known-groups.js';
import { serverTimeOf } from './server-time.js';
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

const othersThan = ({ journal, parts }: GateBench, intent: Intent) =>
  groupsOfOthers(journal, intent, (moment) => serverTimeOf(moment, parts));

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
  const others = await othersThan(bench, own.intent);
  expect(numbers(others.known)).toEqual([-1000000000101, -1000000000102]);
  expect(others.unnamed).toEqual([]);
});

describe('a group that is looked for', () => {
  const lost = async (bench: GateBench, title: string, users: string): Promise<Intent> => {
    const one = await claim(bench, title, users);
    await one.steps.begin(`${CREATION}-1`);
    await one.end(UNKNOWN);
    return one.intent;
  };
  const contested = async (bench: GateBench, intent: Intent) => (await othersThan(bench, intent)).unnamed;

  it('is contested while another one of its title may have been made, for both of them', async () => {
    const bench = gateBench();
    const own = await lost(bench, 'Kites', 'Carl');
    await bench.clock.advance(60_000);
    const other = await lost(bench, 'Kites', 'Dora');
    const stranger = await lost(bench, 'Boats', 'Dora');
    const since = ({ claimed }: Intent) => [{ fromMs: claimed.wall, toMs: Number.POSITIVE_INFINITY }];
    expect(await contested(bench, own)).toEqual(since(other));
    expect(await contested(bench, other)).toEqual(since(own));
    expect(await contested(bench, stranger)).toEqual([]);
    await bench.journal.stepsOf(other).end(CREATION, { group_id: '-1000000000101' });
    expect(await othersThan(bench, own)).toEqual({ known: new Set([-1000000000101]), unnamed: [] });
  });

  it.each<[SeenOutcome, boolean]>([
    ['done', true],
    ['not_done', false],
  ])(
    'of which a person said that the other one was %s is contested until then: %s',
    async (seen, expected) => {
      const bench = gateBench();
      const own = await lost(bench, 'Kites', 'Carl');
      const { proposalId, claimed } = await lost(bench, 'Kites', 'Dora');
      await bench.clock.advance(60_000);
      await settleByOperator(bench.store, bench.clock, proposalId, seen);
      await bench.clock.advance(60_000);
      const until = { fromMs: claimed.wall, toMs: claimed.wall + 60_000 };
      expect(await contested(bench, own)).toEqual(expected ? [until] : []);
    },
  );

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
    expect(await contested(bench, own)).toEqual([]);
  });
});
