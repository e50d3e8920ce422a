/** A run: the pending items of an approved batch, one after the other, until all are done or something ends the run. */
import {
  done,
  momentAfter,
  refuse,
  type Clock,
  type Outcome,
  type StateStore,
  type TelegramCaller,
  type ToolCall,
} from '@tgmcp/core';
import type { Holds } from '../gates/hold.js';
import type { GateParts } from '../gates/parts.js';
import { ownIntent } from '../gates/recall.js';
import { lookingFirst } from '../gates/stoppable.js';
import type { ActionSpec, WriteArguments } from '../gates/spec.js';
import { isUnsettled } from '../journal/status.js';
import type { BatchBook } from './book.js';
import { holdRun, type RunHold } from './hold-run.js';
import { stopOf, type ItemResult, type Stop } from './item-outcome.js';
import { hasWaited, mayRun } from './may-run.js';
import { itemId, type Batch, type BatchType, type Progress } from './records.js';
import { runItem } from './run-item.js';
import { pendingItems, type BatchView } from './summary.js';

/** What runs are made with. */
export interface RunParts {
  readonly parts: GateParts;
  readonly holds: Holds;
  readonly store: StateStore;
  readonly book: BatchBook;
  readonly clock: Clock;
  /** The single tool whose gates the items of a type pass. */
  readonly specOf: (type: BatchType) => ActionSpec<WriteArguments>;
  readonly runLeaseMs: number;
}

/** What is run. */
export interface RunRequest {
  readonly batchId: string;
  readonly type: BatchType;
  /** Items that may end in this run. */
  readonly maxActions: number;
}

/** What came of a run. */
export interface RunReport {
  readonly view: BatchView;
  readonly processed: number;
  readonly stop: Stop | undefined;
}

/**
 * Runs a batch. An item's own trouble ends the item; a flood, the breaker, a quota, an unknown outcome and everything else
 * end the run and leave the item pending; the next run comes to it last. Refused, with nothing done, as {@link mayRun} and {@link hasWaited} refuse, and
 * with GRANT_NOT_FOUND, BATCH_WRONG_TYPE, BATCH_BUSY.
 */
export async function runBatch(
  run: RunParts,
  { batchId, type, maxActions }: RunRequest,
  call: Pick<ToolCall, 'signal' | 'progress'>,
): Promise<Outcome<RunReport>> {
  const { book, clock } = run;
  const found = await book.find(batchId);
  if (found === undefined) return refuse('GRANT_NOT_FOUND', { data: { id: batchId } });
  if (found.batch.type !== type) {
    return refuse('BATCH_WRONG_TYPE', { data: { batch_type: found.batch.type } });
  }
  const may = mayRun(clock, found);
  if (!may.ok) return may;
  const waited = hasWaited(clock, found);
  if (!waited.ok) return waited;

  const held = await holdRun<Omit<RunReport, 'view'>>(run, batchId, async (hold) => {
    const { batch } = found;
    const until = momentAfter(clock, run.runLeaseMs);
    const context = { ...run, batch, spec: run.specOf(type), parts: fencedParts(run, batchId, hold) };
    const passed = await itemToPass(run, found);
    let processed = 0;
    for (;;) {
      const view = await book.find(batchId);
      const [next] = view === undefined ? [] : inOrder(pendingItems(view), passed);
      if (view === undefined || next === undefined) return done({ processed, stop: undefined });
      const stop = limitReached() ?? stopOfRefused(mayRun(clock, view));
      if (stop !== undefined) return done({ processed, stop });
      const result = await runItem(context, next);
      if (!(await hold.note((progress) => withResult(clock, progress, batch, next, result)))) {
        return done({ processed, stop: { reason: 'overtaken' } });
      }
      if ('stop' in result) return done({ processed, stop: result.stop });
      processed += 1;
      const { length } = batch.items;
      await call.progress(length - pendingItems(view).length + 1, length, `Item ${next + 1} of ${length}`);
    }

    function limitReached(): Stop | undefined {
      if (processed >= maxActions) return { reason: 'max_actions' };
      if (call.signal.aborted) return { reason: 'call_cancelled' };
      return clock.monotonic() - until.monotonic >= until.ms ? { reason: 'run_lease_over' } : undefined;
    }
  });
  if (!held.ok) return held;
  return done({ ...held.value, view: (await book.find(batchId)) ?? found });
}

/**
 * The item that ended the last run, if this one goes past it and comes to it last: one item must not keep all others from
 * their turn for ever. What nobody knows the outcome of stays first, so that it is looked up before more is done.
 */
async function itemToPass({ parts }: RunParts, { batch, progress }: BatchView): Promise<number | undefined> {
  const stoppedAt = progress.stopped?.item;
  if (stoppedAt === undefined) return undefined;
  const own = await ownIntent(parts, { id: stoppedAt });
  if (own !== undefined && isUnsettled(own.status)) return undefined;
  return batch.items.findIndex((_, item) => itemId(batch, item) === stoppedAt);
}

function inOrder(pending: readonly number[], passed: number | undefined): readonly number[] {
  if (passed === undefined) return pending;
  return [...pending.filter((item) => item > passed), ...pending.filter((item) => item <= passed)];
}

function stopOfRefused(outcome: Outcome<void>): Stop | undefined {
  return outcome.ok ? undefined : stopOf(outcome.refusal);
}

/** The parts for the items of one run: the batch's approval is theirs, and a run that was overtaken sends nothing. */
function fencedParts({ parts, book, clock }: RunParts, batchId: string, hold: RunHold): GateParts {
  const fenced = (caller: TelegramCaller): TelegramCaller =>
    lookingFirst(caller, async () =>
      (await hold.renew())
        ? done(undefined)
        : refuse('BATCH_BUSY', { retryAfter: 1, data: { batch_id: batchId } }),
    );
  const stands = async (): Promise<Outcome<void>> => {
    const view = await book.find(batchId);
    return view === undefined ? refuse('GRANT_NOT_FOUND') : mayRun(clock, view);
  };
  return {
    ...parts,
    approvals: {
      ...parts.approvals,
      verdict: stands,
      stands,
    },
    openWrites: (approved, work) => parts.openWrites(approved, (caller) => work(fenced(caller))),
  };
}

/** Notes what became of an item: its end, or why the run ended at it. */
function withResult(
  clock: Clock,
  { stopped: _stopped, ...progress }: Progress,
  batch: Batch,
  item: number,
  result: ItemResult,
): Progress {
  if ('stop' in result) {
    const { reason, code, retryAfter } = result.stop;
    const notBefore = retryAfter === undefined ? {} : { notBefore: momentAfter(clock, retryAfter * 1000) };
    const why = { reason, ...(code === undefined ? {} : { code }), item: itemId(batch, item), ...notBefore };
    return { ...progress, stopped: why, ...(code === undefined ? {} : { lastError: code }) };
  }
  const { end, code } = result;
  const others = progress.ends.filter((one) => one.item !== item);
  return {
    ...progress,
    ends: [...others, { item, end, ...(code === undefined ? {} : { code }) }],
    ...(result.message === undefined ? {} : { lastError: `${code}: ${result.message}` }),
  };
}
