import { refuse, StateError } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { gateBench, KITES, noForms, type BenchOptions } from '../gates/test-bench.js';
import { pruneHistory } from '../history/prune.js';
import type { UnreadBatch } from './batches.js';
import { BATCHES, PROGRESS } from './records.js';
import { batchesOver } from './test-bench.js';

const DAY_MS = 86_400_000;

function open(options: BenchOptions = {}) {
  const bench = gateBench(options);
  const { batches } = batchesOver(bench);
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

  it('is refused without the account, before anything is stored', async () => {
    const bench = gateBench();
    const answers = [refuse('NOT_AUTHORIZED'), await bench.parts.account(), await bench.parts.account()];
    const account: typeof bench.parts.account = async () => answers.pop() ?? refuse('NOT_AUTHORIZED');
    const { batches } = batchesOver(bench, { parts: { ...bench.parts, account } });
    expect(await batches.create(wanted(['one']), 'tool', noForms)).toMatchObject({
      refusal: { code: 'NOT_AUTHORIZED' },
    });
    expect(await bench.store.keys(BATCHES)).toEqual([]);
  });

  it('is refused where nobody can be asked', async () => {
    const bench = gateBench();
    const { grants } = batchesOver(bench);
    const ask: typeof grants.ask = async () => refuse('TOO_MANY_PROPOSALS', { retryAfter: 60 });
    const { batches } = batchesOver(bench, { grants: { ...grants, ask } });
    expect(await batches.create(wanted(['one']), 'tool', noForms)).toMatchObject({
      refusal: { code: 'TOO_MANY_PROPOSALS' },
    });
  });

  it('that is gone as soon as it was made is a fault of the store', async () => {
    const bench = gateBench();
    const get: typeof bench.store.get = async (kind, key) =>
      kind.folder === BATCHES.folder ? undefined : bench.store.get(kind, key);
    const { batches } = batchesOver(bench, { store: { ...bench.store, get } });
    await expect(batches.create(wanted(['one']), 'tool', noForms)).rejects.toThrow(
      'The batch was made and is not there',
    );
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

describe('a refusal', () => {
  const refusals = async (bench: ReturnType<typeof open>['bench']) =>
    (await bench.auditLines())
      .map((line) => JSON.parse(line) as { event: string })
      .filter(({ event }) => event === 'refusal');
  const given = { batchId: 'batch_none', confirmationText: '', approvalCode: '' };
  const request = { batchId: 'batch_none', type: 'leave_dialog', maxActions: 1 } as const;

  it('is on record with the tool, the channel and the batch', async () => {
    const { bench, batches } = open();
    await batches.create(wanted([]), 'create', noForms);
    expect(await batches.approve(given, 'approve', noForms)).toMatchObject({ ok: false });
    expect(await batches.run(request, 'run', noForms)).toMatchObject({ ok: false });
    const about = { event: 'refusal', action: 'batch', outcome: 'refused' };
    expect(await refusals(bench)).toMatchObject([
      { ...about, code: 'BATCH_EMPTY', detail: { tool: 'create', channel: 'operator' } },
      { ...about, code: 'GRANT_NOT_FOUND', detail: { tool: 'approve', batch: 'batch_none' } },
      { ...about, code: 'GRANT_NOT_FOUND', detail: { tool: 'run', batch: 'batch_none' } },
    ]);
    expect(JSON.stringify((await refusals(bench))[0])).not.toContain('"batch":');
    const made = await batches.create(wanted(['one']), 'create', noForms);
    expect(made).toMatchObject({ ok: true });
    expect(await refusals(bench)).toHaveLength(3);
    expect(bench.warnings).toEqual([]);
  });

  it('by state that cannot be trusted is on record, too, and a fault of the program is none', async () => {
    const { bench, batches } = open();
    const items = (cause: Error): UnreadBatch => ({
      ...wanted([]),
      async items() {
        throw cause;
      },
    });
    const corrupt = new StateError('STATE_CORRUPT', 'batches', 'It is no record.');
    await expect(batches.create(items(corrupt), 'tool', noForms)).rejects.toThrow(corrupt);
    await expect(batches.create(items(new Error('a fault')), 'tool', noForms)).rejects.toThrow('a fault');
    expect(await refusals(bench)).toMatchObject([{ code: 'STATE_CORRUPT' }]);
  });

  it('that cannot be recorded stands, and somebody is told', async () => {
    const { bench, batches } = open();
    Object.assign(bench.parts.audit, { append: async () => refuse('AUDIT_UNWRITABLE') });
    expect(await batches.run(request, 'run', noForms)).toMatchObject({
      refusal: { code: 'GRANT_NOT_FOUND' },
    });
    expect(bench.warnings).toEqual(['a refusal (GRANT_NOT_FOUND) could not be recorded in the audit log']);
  });

  it('of a list makes no batch', async () => {
    const { bench, batches } = open();
    const items = async () => refuse('INPUT_INVALID');
    expect(await batches.create({ ...wanted([]), items }, 'tool', noForms)).toMatchObject({
      refusal: { code: 'INPUT_INVALID' },
    });
    expect(await bench.store.keys(BATCHES)).toEqual([]);
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

it('pruning goes past what somebody else removed meanwhile', async () => {
  const { bench, batches } = open();
  await batches.create(wanted(['one']), 'tool', noForms);
  const keys: typeof bench.store.keys = async (kind) => ['gone', ...(await bench.store.keys(kind))];
  await bench.clock.advance(40 * DAY_MS);
  await pruneHistory({ ...bench.store, keys }, bench.clock, 30 * DAY_MS);
  expect(await bench.store.keys(BATCHES)).toEqual([]);
});
