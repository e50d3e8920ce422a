/** What an execution can learn from the journal before it takes anything. */
import type { Outcome } from '@tgmcp/core';
import type { Proposal } from '../approvals/proposal.js';
import type { JournalView } from '../journal/journal.js';
import { isUnsettled, type StandingIntent } from '../journal/status.js';
import { attempt, readOutcome, type AttemptContext } from './attempt.js';
import type { GateParts, Target } from './parts.js';
import type { Found, WriteVerb } from './spec.js';
import { notTold, outcomeUnknown, TAKEN_BACK, type Executed } from './spends.js';
import { isRefused, isTakenBack } from './taken-back.js';

/** The intent for which the code of a proposal was used. */
export async function ownIntent(
  parts: Pick<GateParts, 'approvals' | 'journal'>,
  proposal: Pick<Proposal, 'id'>,
): Promise<StandingIntent | undefined> {
  const consumed = await parts.approvals.consumedFor(proposal.id);
  return consumed === undefined ? undefined : parts.journal.find(consumed.intentId);
}

/** The stored answer of an intent that was carried out. */
export function storedAnswer(standing: StandingIntent | undefined): Executed | undefined {
  if (standing?.status.state !== 'sent') return undefined;
  return { result: standing.status.ending.result, alreadySent: true };
}

/**
 * The intent of the content that a call goes on with: that of its own code; for a plain send else the newest whose outcome
 * is open, else the newest of this window that was surely not carried out. A forced send has an intent of its own.
 */
export function adoptable(
  own: StandingIntent | undefined,
  proposal: Proposal,
  intents: readonly StandingIntent[],
  journal: JournalView,
): StandingIntent | undefined {
  if (own !== undefined || proposal.action.forceResend) return own;
  const plain = intents.filter(({ intent }) => !intent.forced).toReversed();
  const open = plain.find(({ status }) => isUnsettled(status));
  return open ?? plain.find((one) => one.status.state !== 'sent' && journal.withinWindow(one));
}

/** What looking at Telegram told of an open intent, and whether its request may be repeated now. */
export interface Settled {
  readonly answer: Executed | undefined;
  readonly mayRepeat: boolean;
}

/** Looks at Telegram whether an open intent was carried out, and records it if so. */
export async function settleByReading(
  parts: GateParts,
  spec: WriteVerb,
  standing: StandingIntent,
  target: Target,
): Promise<Settled> {
  const { intent } = standing;
  const ending = await readOutcome({ parts, spec, target }, intent);
  if (ending?.kind !== 'sent') return { answer: undefined, mayRepeat: mayRepeat(spec, ending) };
  await parts.journal.settleByReading(intent, ending);
  return { answer: { result: ending.result, alreadySent: true }, mayRepeat: false };
}

/**
 * Whether an open intent may only be looked up because its leave was taken back. The one that a call goes on with
 * (`adopted`) goes under the leave of the call: a person's later yes to the same content, or a grant, unless a person
 * refused this very content.
 */
export async function mayOnlyRead(
  { parts, proposal }: Pick<AttemptContext, 'parts' | 'proposal'>,
  { intent }: StandingIntent,
  adopted?: StandingIntent,
): Promise<boolean> {
  if (intent.id !== adopted?.intent.id) return isTakenBack(parts, intent);
  const isApprovedAnew = (await parts.approvals.word(proposal)) !== undefined;
  return !isApprovedAnew && ((await isRefused(parts.approvals, intent)) ?? false);
}

/** Whether an attempt of unknown outcome may be repeated at once, before anything is looked up. */
export function repeatsBlindly({ retry }: Pick<WriteVerb, 'retry'>): boolean {
  return retry === 'dedup' || retry === 'absolute';
}

function mayRepeat(spec: WriteVerb, found: Found): boolean {
  return repeatsBlindly(spec) || (spec.retry === 'probe' && found?.kind === 'not_done');
}

/**
 * Settles every open intent of the content except the one that the call goes on with: by reading, else by repeating the
 * same request with the same `random_id`. What was refused meanwhile is only read. Refused with OUTCOME_UNKNOWN when one
 * stays open: nothing new is sent then.
 */
export async function settleEarlier(
  context: AttemptContext,
  intents: readonly StandingIntent[],
  adopted: StandingIntent | undefined,
): Promise<Outcome<never> | undefined> {
  const { parts, spec, target } = context;
  for (const standing of intents) {
    if (!isUnsettled(standing.status) || standing.intent.id === adopted?.intent.id) continue;
    const settled = await settleByReading(parts, spec, standing, target);
    if (settled.answer !== undefined) continue;
    if (await mayOnlyRead(context, standing)) return outcomeUnknown(standing, undefined, spec, TAKEN_BACK);
    if (!settled.mayRepeat) return notTold(standing, spec);
    const attempted = await attempt(context, standing);
    if (!attempted.ok) return attempted;
    await attempted.value.recorded;
    if (attempted.value.ending.kind !== 'sent')
      return outcomeUnknown(standing, attempted.value.refusal, spec);
  }
  return undefined;
}
