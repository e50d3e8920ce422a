import { done, refuseState, StateError, type Outcome, type Refusal, type Refused } from '@tgmcp/core';
import type { Proposal } from '../approvals/proposal.js';
import { isUnsettled } from '../journal/status.js';
import { carryOut } from './carry-out.js';
import { CHECKS } from './gates.js';
import type { Holds } from './hold.js';
import type { GateParts } from './parts.js';
import { ownIntent, settleByReading, storedAnswer } from './recall.js';
import { asksTheSame } from './request.js';
import type { ActionSpec, WriteArguments, WriteVerb } from './spec.js';
import type { Executed } from './spends.js';
import { viewCall } from './view.js';

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
    carryOut(parts, spec, { proposal, target: resolved.value.target, hold }),
  );
  return executed.ok ? done({ ...executed.value, proposal }) : tellingWhatWasSent(parts, proposal, executed);
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

/**
 * Every refused execution says whether the content may have been sent: `no`, or `unknown` while an attempt is open. So it is
 * while another call is at it, which may not have begun its attempt yet.
 */
export async function tellingWhatWasSent(
  parts: Pick<GateParts, 'journal'>,
  proposal: Pick<Proposal, 'contentDigest'> | undefined,
  { refusal }: Refused,
): Promise<Refused> {
  if (refusal.code === 'INTENT_BUSY') return saying('unknown', refusal);
  const intents = proposal === undefined ? [] : await parts.journal.ofContent(proposal.contentDigest);
  return saying(intents.some(({ status }) => isUnsettled(status)) ? 'unknown' : 'no', refusal);
}

function saying(sent: 'no' | 'unknown', refusal: Refusal): Refused {
  return { ok: false, refusal: { ...refusal, data: { ...refusal.data, sent } } };
}
