import { done, refuseState, StateError, type Outcome, type Refusal, type Refused } from '@tgmcp/core';
import type { Proposal } from '../approvals/proposal.js';
import { isUnsettled } from '../journal/status.js';
import type { AttemptContext } from './attempt.js';
import { CHECKS, SPENDS } from './gates.js';
import type { Hold, Holds } from './hold.js';
import type { GateParts } from './parts.js';
import {
  adoptable,
  ownIntent,
  repeatsBlindly,
  settleByReading,
  settleEarlier,
  storedAnswer,
} from './recall.js';
import { asksTheSame } from './request.js';
import type { ActionSpec, WriteArguments, WriteVerb } from './spec.js';
import { giveBack, outcomeUnknown, type Executed, type Run } from './spends.js';
import { viewCall, type ResolvedAction } from './view.js';

/** An execution that is done, and the proposal it carried out. */
export interface ExecutionAnswer extends Executed {
  readonly proposal: Proposal;
}

/** Walks a call through all gates. What is sent is the stored proposal. */
export async function execute<Args extends WriteArguments>(
  parts: GateParts,
  holds: Holds,
  spec: ActionSpec<Args>,
  args: Args,
): Promise<Outcome<ExecutionAnswer>> {
  const view = viewCall(parts, spec, args);
  const proposal = await parts.approvals.byCode(args.approval_code);
  const same = proposal !== undefined && asksTheSame(proposal, spec, args, parts.policy.limits);

  // A repeat of a call that is done gets its stored answer, whatever has changed since.
  if (same) {
    const stored = storedAnswer(await ownIntent(parts, proposal));
    if (stored !== undefined) return done({ ...stored, proposal });
  }
  for (const gate of CHECKS) {
    const passed = await gate.check(view);
    if (!passed.ok) return refusedWithOpenIntent(parts, spec, same, proposal, passed);
  }
  const resolved = await view.resolved();
  if (!resolved.ok) return resolved;
  if (proposal === undefined) throw new Error('The checks passed a code that names no proposal');
  const executed = await holds.hold(proposal.contentDigest, (hold) =>
    spendAll(parts, spec, proposal, resolved.value, hold),
  );
  return executed.ok ? done({ ...executed.value, proposal }) : tellingWhatWasSent(parts, proposal, executed);
}

async function spendAll(
  parts: GateParts,
  spec: WriteVerb,
  proposal: Proposal,
  { target }: ResolvedAction,
  hold: Hold,
): Promise<Outcome<Executed>> {
  // While this call waited for its turn another one may have done it, or a person may have refused it.
  const own = await ownIntent(parts, proposal);
  const stored = storedAnswer(own);
  if (stored !== undefined) return done(stored);
  const good = await parts.approvals.verdict(proposal);
  if (!good.ok) return good;

  const context: AttemptContext = { parts, spec, proposal, target, hold };
  const { journal } = parts;
  const intents = await journal.ofContent(proposal.contentDigest);
  const adopted = adoptable(own, proposal, intents, journal);
  const open = await settleEarlier(context, intents, adopted);
  if (open !== undefined) return open;
  if (!proposal.action.forceResend) {
    const now = await journal.ofContent(proposal.contentDigest);
    const sent = now.findLast((one) => one.status.state === 'sent' && journal.withinWindow(one));
    const answer = storedAnswer(sent);
    if (answer !== undefined) return done(answer);
  }

  if (adopted !== undefined && isUnsettled(adopted.status) && !repeatsBlindly(spec)) {
    const settled = await settleByReading(parts, spec, adopted, target);
    if (settled.answer !== undefined) return done(settled.answer);
    if (!settled.mayRepeat) return outcomeUnknown(proposal.id, undefined, spec);
  }

  const run: Run = {
    ...context,
    adopted,
    intent: undefined,
    reserved: undefined,
    attempted: undefined,
    answer: undefined,
  };
  for (const gate of SPENDS) {
    const taken = await gate.spend(run);
    if (!taken.ok) {
      if (run.attempted === undefined) await giveBack(run);
      return taken;
    }
    if (run.answer !== undefined) return done(run.answer);
  }
  throw new Error('All gates were passed and there is no answer');
}

/** A refused repeat of an attempt whose outcome is open sends nothing; reading Telegram may still tell the outcome. */
async function refusedWithOpenIntent(
  parts: GateParts,
  spec: WriteVerb,
  same: boolean,
  proposal: Proposal | undefined,
  refused: Refused,
): Promise<Outcome<ExecutionAnswer>> {
  const own = proposal && (await ownIntent(parts, proposal));
  if (proposal !== undefined && own !== undefined && isUnsettled(own.status)) {
    const found = same ? await settleByReading(parts, spec, own, proposal.chat) : undefined;
    if (found?.answer !== undefined) return done({ ...found.answer, proposal });
  }
  return tellingWhatWasSent(parts, proposal, refused);
}

/** The refusal of an execution whose state cannot be trusted or written; what cannot be read may have been sent. */
export async function refusedByState(
  parts: GateParts,
  args: WriteArguments,
  error: unknown,
): Promise<Outcome<never>> {
  const { refusal } = refuseState(error);
  try {
    const proposal = await parts.approvals.byCode(args.approval_code);
    const intents = proposal === undefined ? [] : await parts.journal.ofContent(proposal.contentDigest);
    const open = intents.some(({ status }) => isUnsettled(status) || status.state === 'sent');
    return saying(open ? 'unknown' : 'no', refusal);
  } catch (cause) {
    if (!(cause instanceof StateError)) throw cause;
    return saying('unknown', refusal);
  }
}

/** Every refused execution says whether the content may have been sent: `no`, or `unknown` while an attempt is open. */
async function tellingWhatWasSent(
  parts: GateParts,
  proposal: Proposal | undefined,
  { refusal }: Refused,
): Promise<Refused> {
  const intents = proposal === undefined ? [] : await parts.journal.ofContent(proposal.contentDigest);
  return saying(intents.some(({ status }) => isUnsettled(status)) ? 'unknown' : 'no', refusal);
}

function saying(sent: 'no' | 'unknown', refusal: Refusal): Refused {
  return { ok: false, refusal: { ...refusal, data: { ...refusal.data, sent } } };
}
