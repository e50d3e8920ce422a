/** The batches of one account, as the tools use them: the gates that look at the call as a whole, and a record of each refusal. */
import { StateError, type Clock, type Outcome, type StateStore, type ToolCall } from '@tgmcp/core';
import type { AskedGrant, Grants } from '../approvals/grants.js';
import type { Holds } from '../gates/hold.js';
import type { GateParts } from '../gates/parts.js';
import type { ActionSpec, WriteArguments } from '../gates/spec.js';
import { mayWrite } from '../gates/without-account.js';
import { MessagesAhead } from '../telegram/writer/messages-ahead.js';
import { approveBatch, type Approved, type BatchApproval } from './approve.js';
import { askForBatch } from './ask.js';
import { createBatchBook } from './book.js';
import { controlBatch, type Control } from './control.js';
import { makeBatch, type WantedBatch } from './create.js';
import type { BatchType } from './records.js';
import { runBatch, type RunReport, type RunRequest } from './run.js';
import type { BatchView } from './summary.js';

/** What a caller wants, with a list that is read once writing is known to be on. */
export interface UnreadBatch extends Omit<WantedBatch, 'items'> {
  readonly items: () => Promise<Outcome<WantedBatch['items']>>;
}

/** A batch that was made, and what was asked for it. */
export interface MadeBatch {
  readonly view: BatchView;
  readonly asked: AskedGrant;
}

/** What the batch tools call. `tool`: their name, for the audit log. */
export interface Batches {
  /** Makes a batch and asks for leave; nothing is done by it. */
  create(wanted: UnreadBatch, tool: string, call: ToolCall): Promise<Outcome<MadeBatch>>;
  approve(approval: BatchApproval, tool: string, call: ToolCall): Promise<Outcome<Approved>>;
  run(request: RunRequest, tool: string, call: ToolCall): Promise<Outcome<RunReport>>;
  control(id: string, control: Control): Promise<Outcome<BatchView>>;
  find(id: string): Promise<BatchView | undefined>;
}

/** What batches work with. */
export interface BatchParts {
  readonly parts: GateParts;
  readonly holds: Holds;
  readonly store: StateStore;
  readonly grants: Grants;
  readonly clock: Clock;
  /** The single tool whose gates the items of a type pass. */
  readonly specOf: (type: BatchType, ahead?: MessagesAhead) => ActionSpec<WriteArguments>;
  /** How long an approval holds, and one run; milliseconds. */
  readonly leaseMs: number;
  readonly runLeaseMs: number;
}

/** The batches over an account's state store. */
export function createBatches(made: BatchParts): Batches {
  const { parts, store, grants, clock, specOf, leaseMs } = made;
  const book = createBatchBook(store, grants);
  const run = { ...made, book, account: parts.account };

  /** Walks the gates that look at no item, then does the work. */
  async function gated<T>(
    tool: string,
    batch: string | undefined,
    work: () => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    let outcome: Outcome<T>;
    try {
      const may = await mayWrite(parts.policy);
      outcome = may.ok ? await work() : may;
    } catch (error) {
      // State that cannot be trusted refuses the call too.
      if (error instanceof StateError) await note(tool, batch, error.code);
      throw error;
    }
    if (!outcome.ok) await note(tool, batch, outcome.refusal.code);
    return outcome;
  }

  async function note(tool: string, batch: string | undefined, code: string): Promise<void> {
    const appended = await parts.audit.append({
      event: 'refusal',
      action: 'batch',
      outcome: 'refused',
      code,
      detail: { tool, channel: parts.approvals.policy.channel, ...(batch === undefined ? {} : { batch }) },
    });
    // The refusal stands; there is nothing left that could be withheld.
    if (!appended.ok) parts.warn(`a refusal (${code}) could not be recorded in the audit log`);
  }

  async function create(unread: UnreadBatch, call: ToolCall): Promise<Outcome<MadeBatch>> {
    const items = await unread.items();
    if (!items.ok) return items;
    const wanted = { ...unread, items: items.value };
    const ahead = new MessagesAhead();
    const batch = await makeBatch(parts, specOf(wanted.type, ahead), { ...wanted, ahead }, call);
    if (!batch.ok) return batch;
    const account = await parts.account();
    if (!account.ok) return account;
    await book.create(batch.value);
    const asked = await askForBatch(run, batch.value, account.value, wanted.ttlMs, call);
    if (!asked.ok) return asked;
    const view = await book.find(batch.value.id);
    if (view === undefined) throw new Error('The batch was made and is not there');
    return { ok: true, value: { view, asked: asked.value } };
  }

  return {
    find: (id) => book.find(id),
    create: (wanted, tool, call) => gated(tool, undefined, () => create(wanted, call)),
    approve: (approval, tool, call) =>
      gated(tool, approval.batchId, () => approveBatch({ ...run, leaseMs }, approval, call)),
    run: (request, tool, call) => gated(tool, request.batchId, () => runBatch(run, request, call)),
    control: (id, control) => controlBatch({ book, clock, grants }, id, control),
  };
}
