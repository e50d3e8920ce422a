import { done, refuse, type Outcome } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { drive, gateBench, KITES, noForms, STRANGER, type GateBench } from '../gates/test-bench.js';
import type { ActionSpec, WriteArguments } from '../gates/spec.js';
import { makeBatch, type WantedBatch, type WantedItem } from './create.js';

const DAY_MS = 86_400_000;

const wanted = (items: readonly WantedItem[], change: Partial<WantedBatch> = {}): WantedBatch => ({
  type: 'leave_dialog',
  note: '',
  ttlMs: 1_000,
  items,
  ...change,
});
const texts = (...all: readonly string[]): WantedItem[] =>
  all.map((text) => ({ group: KITES.id, message_text: text }));

/** Deletes messages, and is refused while `trouble` finds something in their ids. */
function deleting(
  bench: GateBench,
  trouble: (ids: readonly number[] | undefined) => Outcome<never> | undefined,
): ActionSpec<WriteArguments> {
  return {
    ...bench.spec,
    target: (args) => String(Reflect.get(args, 'group')),
    prepare(args) {
      const ids = Reflect.get(args, 'message_ids') as number[] | undefined;
      const content = JSON.parse(JSON.stringify({ ids })) as Record<string, never>;
      return trouble(ids) ?? done({ content, options: {}, preview: { summary: 'delete' } });
    },
  };
}

describe('what was tried before', () => {
  it('and was surely not done is held, and so is what was done before the window', async () => {
    const bench = gateBench();
    bench.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    const failed = await bench.execute(await bench.ready({ message_text: 'one' }), { message_text: 'one' });
    expect(failed).toMatchObject({ refusal: { code: 'NO_RIGHTS' } });
    const make = () => makeBatch(bench.parts, bench.spec, wanted(texts('one')), noForms);
    expect(await make()).toMatchObject({ ok: true, value: { items: { length: 1 }, blocked: [] } });

    const sent = await bench.execute(await bench.ready({ message_text: 'one' }), { message_text: 'one' });
    expect(sent).toMatchObject({ ok: true });
    expect(await make()).toMatchObject({
      refusal: { code: 'BATCH_EMPTY', data: { blocked_targets: [`${KITES.id}: DUPLICATE`] } },
    });
    await bench.clock.advance(2 * DAY_MS);
    expect(await make()).toMatchObject({ ok: true, value: { items: { length: 1 }, blocked: [] } });
  });

  it('and of which nobody knows what became is held: the run looks it up first', async () => {
    const bench = gateBench({ retry: 'never' });
    bench.telegram.faults.push({ kind: 'after' });
    const code = await bench.ready({ message_text: 'one' });
    expect(await drive(bench, bench.execute(code, { message_text: 'one' }))).toMatchObject({
      refusal: { code: 'OUTCOME_UNKNOWN' },
    });
    expect(await makeBatch(bench.parts, bench.spec, wanted(texts('one')), noForms)).toMatchObject({
      ok: true,
      value: { items: { length: 1 }, blocked: [] },
    });
  });
});

describe('a list of nothing', () => {
  it('makes no batch, and nobody is looked up for it', async () => {
    const bench = gateBench();
    const spec: ActionSpec<WriteArguments> = {
      ...bench.spec,
      others: (args) => ({ user: { name: String(Reflect.get(args, 'user')), listed: false } }),
    };
    expect(await makeBatch(bench.parts, spec, wanted([]), noForms)).toMatchObject({
      refusal: { code: 'BATCH_EMPTY', data: { blocked_targets: [] } },
    });
  });

  it('is not even looked at without the account', async () => {
    const { parts, spec } = gateBench();
    const nobody = { ...parts, account: async () => refuse('NOT_AUTHORIZED') };
    expect(await makeBatch(nobody, spec, wanted([]), noForms)).toMatchObject({
      refusal: { code: 'NOT_AUTHORIZED' },
    });
  });
});

describe('messages that are gone', () => {
  it('are left out for this reason alone', async () => {
    const bench = gateBench();
    const first = (code: 'INPUT_INVALID' | 'MESSAGE_NOT_FOUND', data: object) =>
      deleting(bench, (ids) => (ids?.[0] === 1 ? refuse(code, { data: { ...data } }) : undefined));
    const list = wanted([{ group: KITES.id, message_ids: [1, 2] }], { type: 'delete_messages' });
    expect(
      await makeBatch(bench.parts, first('MESSAGE_NOT_FOUND', { message_ids: [1] }), list, noForms),
    ).toMatchObject({ ok: true, value: { items: [{ action: { content: { ids: [2] } } }] } });
    for (const [code, data] of [
      ['INPUT_INVALID', { message_ids: [1] }],
      ['MESSAGE_NOT_FOUND', {}],
    ] as const) {
      expect(await makeBatch(bench.parts, first(code, data), list, noForms)).toMatchObject({
        refusal: { code: 'BATCH_EMPTY', data: { blocked_targets: [`${KITES.id}: ${code}`] } },
      });
    }
    const always = deleting(bench, () => refuse('MESSAGE_NOT_FOUND', { data: { message_ids: [1] } }));
    expect(await makeBatch(bench.parts, always, wanted([{ group: KITES.id }]), noForms)).toMatchObject({
      refusal: { code: 'BATCH_EMPTY', data: { blocked_targets: [`${KITES.id}: MESSAGE_NOT_FOUND`] } },
    });
  });

  it('are asked for with those of the items that follow in the same chat, a hundred at most', async () => {
    const bench = gateBench({ allowed: `${KITES.id},${STRANGER.id}` });
    const expected: number[][] = [];
    const ahead = { expect: (ids: readonly number[]) => void expected.push([...ids]) };
    const spec = deleting(bench, () => undefined);
    const portion = (from: number, group = KITES.id): WantedItem => ({
      group,
      message_ids: Array.from({ length: 60 }, (_, n) => from + n),
    });
    const items = [portion(1), portion(101), portion(201), portion(301), portion(401, STRANGER.id)];
    const list = wanted([...items, { group: STRANGER.id }, portion(1, KITES.id)], { ahead });
    expect(await makeBatch(bench.parts, spec, list, noForms)).toMatchObject({ ok: true });
    const ids = (...froms: readonly number[]) =>
      froms.flatMap((from) => Array.from({ length: 60 }, (_, n) => from + n));
    expect(expected).toEqual([ids(101, 201), ids(201, 301), ids(301), [], [], [], []]);
    const hundred = (from: number): WantedItem => ({
      group: KITES.id,
      message_ids: Array.from({ length: 100 }, (_, n) => from + n),
    });
    expected.length = 0;
    await makeBatch(bench.parts, spec, wanted([hundred(1), hundred(101), hundred(201)], { ahead }), noForms);
    expect(expected.map(({ length }) => length)).toEqual([100, 100, 0]);
  });
});
