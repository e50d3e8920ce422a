/** A batch of messages for tests, over the parts of the gates' bench: what it does to its targets is nothing to a run. */
import { done, momentAfter, type Outcome, type TelegramCaller, type ToolCall } from '@tgmcp/core';
import { targetOf } from '../actions/action.js';
import { createGrants, type Grants } from '../approvals/grants.js';
import { createHolds } from '../gates/hold.js';
import type { ActionSpec } from '../gates/spec.js';
import {
  gateBench,
  KITES,
  noForms,
  type BenchOptions,
  type GateBench,
  type SendArguments,
} from '../gates/test-bench.js';
import { askForBatch } from './ask.js';
import { createBatches, type BatchParts, type Batches } from './batches.js';
import { createBatchBook, type BatchBook } from './book.js';
import type { Batch, BatchType } from './records.js';
import { runBatch, type RunParts, type RunReport } from './run.js';

export const BATCH_ID = 'batch_test';
const WEEK_MS = 604_800_000;
const telegramRequest = {} as Parameters<TelegramCaller['call']>[0];

export interface BatchBench extends GateBench {
  readonly book: BatchBook;
  readonly grants: Grants;
  readonly runParts: RunParts;
  /** A person gives leave for so long, and it is taken into use. */
  approveFor(ms: number): Promise<void>;
  /** Runs the batch; several runs of one bench are runs of one process. */
  run(maxActions?: number, call?: Partial<ToolCall>): Promise<Outcome<RunReport>>;
  /** How often each text reached Telegram, in the order of the items. */
  sent(): number[];
}

export interface BatchOptions extends BenchOptions {
  readonly items?: number;
  readonly type?: BatchType;
  /** Whether it is approved; it is unless said otherwise. */
  readonly approvedMs?: number;
}

/** Batches over the parts of a bench, with its own single tool for every type unless `changes` says otherwise. */
export function batchesOver(
  bench: GateBench,
  changes: Partial<BatchParts> = {},
): { readonly batches: Batches; readonly grants: Grants } {
  const { store, clock, parts, approvals } = bench;
  const grants = createGrants({ store, clock, approvals, audit: parts.audit });
  const batches = createBatches({
    parts,
    holds: createHolds(store, clock),
    store,
    grants,
    clock,
    specOf: () => bench.spec,
    leaseMs: 86_400_000,
    runLeaseMs: 1_800_000,
    ...changes,
  });
  return { batches, grants };
}

/** An approved batch; over the store and clock of another bench it is another process's view of the same one. */
export async function batchBench(options: BatchOptions = {}): Promise<BatchBench> {
  const bench = gateBench(options);
  const { store, clock, approvals, parts } = bench;
  const type = options.type ?? 'leave_dialog';
  const grants = createGrants({ store, clock, approvals, audit: parts.audit });
  const book = createBatchBook(store, grants);
  const texts = Array.from({ length: options.items ?? 5 }, (_, index) => `Item ${index}`);
  const batch: Batch = {
    id: BATCH_ID,
    type,
    accountId: '1001',
    note: '',
    items: texts.map((text) => ({
      action: {
        accountId: '1001',
        verb: 'send',
        target: targetOf(KITES.id),
        content: { text, entities: [] },
        options: {},
        forceResend: false,
      },
      target: { id: KITES.id, kind: KITES.kind, title: KITES.title },
      args: { group: KITES.id, message_text: text },
      details: [],
    })),
    blocked: [],
    created: momentAfter(clock, WEEK_MS),
  };
  async function approveFor(leaseMs: number, made: Batch): Promise<void> {
    const asked = await askForBatch({ grants, book, leaseMs }, made, { id: '1001' }, WEEK_MS, noForms);
    if (!asked.ok) throw new Error(asked.refusal.code);
    const { grant } = asked.value;
    await approvals.approve(grant, 'terminal');
    await clock.advance(30_000);
    const given = { approval_code: asked.value.code, confirmation_text: '' };
    const redeemed = await grants.redeem({ verb: 'batch', id: grant.id, ...given });
    if (!redeemed.ok) throw new Error(redeemed.refusal.code);
  }
  if ((await book.find(BATCH_ID)) === undefined) {
    await book.create(batch);
    await approveFor(options.approvedMs ?? 86_400_000, batch);
  }
  // The request is made by the caller that the door hands out, so that what stands at the door can hold it back.
  const spec: ActionSpec<SendArguments> = {
    ...bench.spec,
    async perform(order, caller) {
      const left = await caller.call(telegramRequest);
      return left.ok ? bench.spec.perform(order, caller) : left;
    },
  };
  const caller: TelegramCaller = { call: async () => done(undefined as never) };
  const runParts: RunParts = {
    parts: { ...parts, openWrites: async (_approved, run) => run(caller) },
    holds: createHolds(store, clock),
    store,
    book,
    clock,
    specOf: () => spec,
    runLeaseMs: 1_800_000,
  };
  return {
    ...bench,
    book,
    grants,
    approveFor: (ms) => approveFor(ms, batch),
    runParts,
    run: (maxActions = 100, call = {}) =>
      runBatch(runParts, { batchId: BATCH_ID, type, maxActions }, { ...noForms, ...call }),
    sent: () =>
      texts.map(
        (text) => bench.telegram.requests.filter((one) => one.action.content['text'] === text).length,
      ),
  };
}
