import { refuse } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { KITES, noForms } from '../gates/test-bench.js';
import { settleByOperator } from '../journal/settle.js';
import { itemId } from './records.js';
import { runItem } from './run-item.js';
import { runBatch } from './run.js';
import { summaryOf } from './summary.js';
import { BATCH_ID, batchBench, type BatchBench } from './test-bench.js';

const ALL = { batchId: BATCH_ID, type: 'add_member', maxActions: 9 } as const;
const UNKNOWN = { value: { processed: 0, stop: { code: 'OUTCOME_UNKNOWN' } } };

async function summary(bench: BatchBench): Promise<ReturnType<typeof summaryOf>> {
  const view = await bench.book.find(BATCH_ID);
  if (view === undefined) throw new Error('The batch is gone');
  return summaryOf(bench.clock, view);
}

/** The records of one event in the audit log. */
async function recordsOf(bench: BatchBench, event: string): Promise<Record<string, unknown>[]> {
  const lines = await bench.auditLines();
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((record) => record['event'] === event);
}

describe('what an earlier attempt of the same item did', () => {
  it('counts as done by the batch once the operator has seen it, and is not done again', async () => {
    const bench = await batchBench({ type: 'add_member', items: 2, retry: 'never' });
    bench.telegram.faults.push({ kind: 'after' });
    expect(await bench.run()).toMatchObject(UNKNOWN);
    const settled = await settleByOperator(bench.store, bench.clock, itemId({ id: BATCH_ID }, 0), 'done');
    expect(settled?.ok).toBe(true);
    expect(await bench.run()).toMatchObject({ value: { processed: 2 } });
    expect(await summary(bench)).toMatchObject({ success_count: 2, already_member_count: 0 });
    expect(bench.sent()).toEqual([1, 1]);
  });

  it('counts as done by the batch where reading shows it, also when the chat left the allowlist since', async () => {
    const bench = await batchBench({ type: 'add_member', items: 1, retry: 'absolute' });
    bench.telegram.faults.push({ kind: 'after' });
    expect(await bench.run()).toMatchObject(UNKNOWN);
    bench.telegram.readable = true;
    const { store, clock, telegram } = bench;
    const closed = await batchBench({
      type: 'add_member',
      items: 1,
      retry: 'absolute',
      store,
      clock,
      telegram,
      allowed: '777',
    });
    expect(await closed.run()).toMatchObject({ value: { processed: 1 } });
    expect(await summary(bench)).toMatchObject({ success_count: 1, already_member_count: 0 });
    expect(bench.sent()).toEqual([1]);
  });

  it('counts as already so where only the repeat of the request tells it', async () => {
    const bench = await batchBench({ type: 'add_member', items: 1, retry: 'absolute' });
    bench.telegram.faults.push({ kind: 'after' });
    expect(await bench.run()).toMatchObject(UNKNOWN);
    expect(await bench.run()).toMatchObject({ value: { processed: 1 } });
    expect(await summary(bench)).toMatchObject({ success_count: 0, already_member_count: 1 });
    expect(bench.telegram.effects).toBe(1);
  });

  it('is taken from the journal as it stands there when the process was killed before it was noted', async () => {
    const bench = await batchBench({ type: 'add_member', items: 1, retry: 'absolute' });
    bench.telegram.faults.push({ kind: 'after' });
    expect(await bench.run()).toMatchObject(UNKNOWN);
    expect(await bench.run()).toMatchObject({ value: { processed: 1 } });
    // As if the run had died between the journal and its note: nothing is asked of Telegram again.
    await bench.book.change(BATCH_ID, (progress) => ({ ...progress, ends: [] }));
    const { requests } = bench.telegram;
    const before = requests.length;
    expect(await bench.run()).toMatchObject({ value: { processed: 1 } });
    expect(requests).toHaveLength(before);
    expect(await summary(bench)).toMatchObject({ success_count: 0, already_member_count: 1 });
  });
});

describe('the record of an item', () => {
  it('names the account, the chat, the batch and the tool, whether it was done or refused', async () => {
    const bench = await batchBench({ items: 2 });
    bench.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    const before = (await recordsOf(bench, 'write')).length;
    expect(await bench.run()).toMatchObject({ value: { processed: 2 } });
    const about = { account: '1001', peer: KITES.id };
    const writes = (await recordsOf(bench, 'write')).slice(before);
    expect(writes.length).toBeGreaterThan(2);
    for (const record of writes) expect(record).toMatchObject(about);
    expect((await recordsOf(bench, 'refusal')).at(-1)).toMatchObject({
      ...about,
      proposal_id: itemId({ id: BATCH_ID }, 0),
      outcome: 'refused',
      code: 'NO_RIGHTS',
      detail: { tool: bench.spec.tool, channel: 'operator', batch: BATCH_ID },
    });
    expect(bench.warnings).toEqual([]);
  });

  it('that cannot be written leaves the refusal as it is, and somebody is told', async () => {
    const bench = await batchBench({ items: 1 });
    const { parts } = bench.runParts;
    const audit: typeof parts.audit = {
      ...parts.audit,
      append: async (entry) =>
        entry.event === 'refusal' ? refuse('AUDIT_UNWRITABLE') : parts.audit.append(entry),
    };
    bench.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    const unrecorded = { ...bench.runParts, parts: { ...parts, audit } };
    const answer = await runBatch(unrecorded, { ...ALL, type: 'leave_dialog' }, noForms);
    expect(answer).toMatchObject({ value: { processed: 1 } });
    expect(await summary(bench)).toMatchObject({ blocked_rights_count: 1 });
    expect(bench.warnings).toEqual(['a refusal (NO_RIGHTS) could not be recorded in the audit log']);
  });
});

it('an item that the batch does not have is a fault of the program', async () => {
  const bench = await batchBench({ items: 1 });
  const { batch } = (await bench.book.find(BATCH_ID)) ?? {};
  if (batch === undefined) throw new Error('no batch');
  const { parts, holds, store } = bench.runParts;
  const context = { parts, holds, store, batch, spec: bench.runParts.specOf('leave_dialog') };
  await expect(runItem(context, 7)).rejects.toThrow('The batch has no item 7');
  expect(bench.telegram.requests).toEqual([]);
});
