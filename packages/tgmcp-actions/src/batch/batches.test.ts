import { refuse } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createGrants } from '../approvals/grants.js';
import { createHolds } from '../gates/hold.js';
import { gateBench, KITES, noForms, type BenchOptions } from '../gates/test-bench.js';
import { pruneHistory } from '../journal/prune.js';
import { createBatches, type UnreadBatch } from './batches.js';
import { BATCHES, PROGRESS } from './records.js';

const DAY_MS = 86_400_000;

function open(options: BenchOptions = {}) {
  const bench = gateBench(options);
  const { store, clock, parts, approvals } = bench;
  const grants = createGrants({ store, clock, approvals, audit: parts.audit });
  const batches = createBatches({
    parts,
    holds: createHolds(store, clock),
    store,
    grants,
    clock,
    specOf: () => bench.spec,
    leaseMs: DAY_MS,
    runLeaseMs: 1_800_000,
  });
  return { bench, batches };
}

const wanted = (texts: readonly string[]): UnreadBatch => ({
  type: 'leave_dialog',
  note: 'tidy \u202Eup',
  ttlMs: DAY_MS,
  items: async () => ({ ok: true, value: texts.map((text) => ({ group: KITES.id, message_text: text })) }),
});

describe('making a batch', () => {
  it('leaves out what is there twice, and what was done within the window', async () => {
    const { bench, batches } = open();
    await bench.execute(await bench.ready({ message_text: 'two' }), { message_text: 'two' });
    const made = await batches.create(wanted(['one', 'two', 'one', 'three']), 'tool', noForms);
    expect(made).toMatchObject({
      ok: true,
      value: {
        view: { batch: { items: { length: 2 }, blocked: [{ asked: KITES.id, code: 'DUPLICATE' }] } },
        asked: { presented: 'waiting', grant: { preview: { hidden_characters: 1 } } },
      },
    });
  });

  it('is refused as a whole where looking up is, and nothing is stored', async () => {
    const { bench, batches } = open();
    const { resolve } = bench.parts;
    let asked = 0;
    Object.assign(bench.parts, {
      resolve: async (name: string) => {
        asked += 1;
        return asked === 2 ? refuse('FLOOD_WAIT', { retryAfter: 30 }) : resolve(name);
      },
    });
    expect(await batches.create(wanted(['one', 'two']), 'tool', noForms)).toMatchObject({
      ok: false,
      refusal: { code: 'FLOOD_WAIT', retry_after: 30 },
    });
    expect(await bench.store.keys(BATCHES)).toEqual([]);
    expect((await bench.auditLines()).join('\n')).toContain('"code":"FLOOD_WAIT"');
  });

  it('of more items than a person reads is refused before anybody is looked up', async () => {
    const { batches } = open();
    const many = Array.from({ length: 501 }, (_, index) => `text ${index}`);
    expect(await batches.create(wanted(many), 'tool', noForms)).toMatchObject({
      refusal: { code: 'INPUT_INVALID', data: { problems: [expect.stringContaining('501')] } },
    });
    const cancelled = { ...noForms, signal: AbortSignal.abort() };
    expect(await batches.create(wanted(['one']), 'tool', cancelled)).toMatchObject({
      refusal: { code: 'CANCELLED' },
    });
    expect(await batches.create(wanted([]), 'tool', noForms)).toMatchObject({
      refusal: { code: 'BATCH_EMPTY' },
    });
  });

  it('is refused while writing is off, and so is all else but holding and ending one', async () => {
    const { batches } = open({ policy: { enabled: false } });
    const given = { batchId: 'x', confirmationText: '', approvalCode: '' };
    const request = { batchId: 'x', type: 'leave_dialog', maxActions: 1 } as const;
    for (const answer of [
      await batches.create(wanted(['one']), 'tool', noForms),
      await batches.approve(given, 'tool', noForms),
      await batches.run(request, 'tool', noForms),
    ]) {
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'ACTIONS_DISABLED' } });
    }
    expect(await batches.control('x', 'cancel')).toMatchObject({ refusal: { code: 'GRANT_NOT_FOUND' } });
  });
});

it('a batch goes when it was over for long, with how far it came', async () => {
  const { bench, batches } = open();
  await batches.create(wanted(['one']), 'tool', noForms);
  const counts = async (): Promise<number[]> => [
    (await bench.store.keys(BATCHES)).length,
    (await bench.store.keys(PROGRESS)).length,
  ];
  await bench.clock.advance(31 * DAY_MS - 1);
  await pruneHistory(bench.store, bench.clock, 30 * DAY_MS);
  expect(await counts()).toEqual([1, 1]);
  await bench.clock.advance(2);
  await pruneHistory(bench.store, bench.clock, 30 * DAY_MS);
  expect(await counts()).toEqual([0, 0]);
});
