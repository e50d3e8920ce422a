/** One item of a batch, through the gates of every write. */
import { done, type Outcome, type StateStore } from '@tgmcp/core';
import { approvalDigest, contentDigest } from '../actions/digest.js';
import type { Proposal } from '../approvals/proposal.js';
import { carryOut } from '../gates/carry-out.js';
import type { Holds } from '../gates/hold.js';
import type { GateParts } from '../gates/parts.js';
import { ownIntent, settleByReading } from '../gates/recall.js';
import type { ActionSpec, WriteArguments } from '../gates/spec.js';
import type { Executed } from '../gates/spends.js';
import { admitAll } from '../gates/view.js';
import { SETTLED_BY_READING } from '../journal/records.js';
import { isUnsettled, type StandingIntent } from '../journal/status.js';
import { itemResult, type ItemResult } from './item-outcome.js';
import { itemId, type Batch, type BatchItem } from './records.js';

/** The call that a person confirms for a batch, not for each of its items. */
const NO_CALL: WriteArguments = {
  dry_run: false,
  confirm: false,
  confirmation_text: '',
  approval_code: '',
  force_resend: false,
};

/** What an item is carried out with. */
export interface ItemContext {
  /** Whose approvals answer for the batch, and whose door lets nothing out for a run that was overtaken. */
  readonly parts: GateParts;
  readonly spec: ActionSpec<WriteArguments>;
  readonly holds: Holds;
  readonly store: Pick<StateStore, 'get'>;
  readonly batch: Batch;
}

/** The arguments of the single tool that say what an item says. */
export function itemArguments(args: BatchItem['args']): WriteArguments {
  return { ...args, ...NO_CALL };
}

/**
 * Carries out one item, or learns what became of it: an attempt of unknown outcome is looked up before anything else, and
 * what was done is never done again. The allowlist is asked anew. Each refusal leaves a record in the audit log.
 */
export async function runItem(context: ItemContext, number: number): Promise<ItemResult> {
  const { parts, spec, holds, store, batch } = context;
  const item = batch.items[number];
  if (item === undefined) throw new Error(`The batch has no item ${number}`);
  const proposal = itemProposal(batch, number, item, parts.approvals.policy);
  const own = await ownIntent(parts, proposal);
  const before = await doneBefore(store, own);
  if (before !== undefined) return itemResult(batch.type, done(before.executed), before.afterTrouble);

  let foundDone = false;
  const outcome = await holds.hold(proposal.contentDigest, async (hold): Promise<Outcome<Executed>> => {
    if (own !== undefined && isUnsettled(own.status)) {
      const { answer } = await settleByReading(parts, spec, own, item.target);
      foundDone = answer !== undefined;
      if (answer !== undefined) return done(answer);
    }
    const admitted = await admitAll(parts, spec, itemArguments(item.args));
    if (!admitted.ok) return admitted;
    return carryOut(parts, spec, { proposal, target: admitted.value.target, hold });
  });
  if (!outcome.ok) await noteRefusal(context, proposal, outcome.refusal.code);
  return itemResult(batch.type, outcome, foundDone);
}

/** What the journal has of an item that was carried out; `afterTrouble`: somebody had to look whether it was. */
async function doneBefore(
  store: Pick<StateStore, 'get'>,
  own: StandingIntent | undefined,
): Promise<{ readonly executed: Executed; readonly afterTrouble: boolean } | undefined> {
  if (own?.status.state !== 'sent') return undefined;
  const { result, repeated } = own.status.ending;
  const afterTrouble = (await store.get(SETTLED_BY_READING, own.intent.id)) !== undefined;
  return { executed: { result, alreadySent: repeated }, afterTrouble };
}

/** An item as the gates want an action: the batch is what a person approved, so nothing is stored or asked for it alone. */
function itemProposal(
  batch: Batch,
  number: number,
  { action, target }: BatchItem,
  policy: GateParts['approvals']['policy'],
): Proposal {
  return {
    id: itemId(batch, number),
    account: { id: batch.accountId },
    action,
    chat: {
      id: target.id,
      kind: target.kind,
      title: target.title,
      ...(target.username === undefined ? {} : { username: target.username }),
    },
    asked: target.id,
    preview: { hidden_characters: 0, entities: [], notes: [] },
    channel: policy.channel,
    approvalDigest: approvalDigest(action),
    contentDigest: contentDigest(action),
    codeHash: '',
    created: batch.created,
    minAgeMs: 0,
    ttlMs: batch.created.ms,
  };
}

async function noteRefusal(
  { parts, spec, batch }: ItemContext,
  proposal: Proposal,
  code: string,
): Promise<void> {
  const appended = await parts.audit.append({
    event: 'refusal',
    action: spec.verb,
    account: batch.accountId,
    peer: proposal.chat.id,
    content_sha256: proposal.contentDigest,
    proposal_id: proposal.id,
    outcome: 'refused',
    code,
    detail: { tool: spec.tool, channel: proposal.channel, batch: batch.id },
  });
  if (!appended.ok) parts.warn(`a refusal (${code}) could not be recorded in the audit log`);
}
