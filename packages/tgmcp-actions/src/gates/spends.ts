import { done, refuse, type Outcome, type QuotaClaim, type Refusal } from '@tgmcp/core';
import type { JsonObject } from '../actions/canonical-json.js';
import { isUnsettled, type StandingIntent } from '../journal/status.js';
import { IMPORT } from '../journal/steps.js';
import { claimFor } from '../quota/claim.js';
import type { QuotaKind } from '../quota/message-quota.js';
import type { WriteVerb } from './spec.js';
import { attempt, type AttemptContext, type Attempted } from './attempt.js';

/** What an execution answers when the action is done. */
export interface Executed {
  readonly result: JsonObject;
  /** It had been done by an earlier attempt; this call sent nothing new. */
  readonly alreadySent: boolean;
}

/** One execution on its way through the gates that take something. */
export interface Run extends AttemptContext {
  /** The intent of the code or of the content that this call goes on with. */
  adopted: StandingIntent | undefined;
  intent: StandingIntent | undefined;
  /** What was taken of which quota, under the intent's id. */
  reserved: { readonly kind: QuotaKind; readonly id: string } | undefined;
  attempted: Attempted | undefined;
  /** Set by the gate that knows the answer; no further gate is walked then. */
  answer: Executed | undefined;
}

/** A gate that takes something. */
export interface Spend {
  readonly kind: 'spend';
  readonly name: string;
  readonly spend: (run: Run) => Promise<Outcome<unknown>>;
}

function spend(name: string, take: Spend['spend']): Spend {
  return { kind: 'spend', name, spend: take };
}

/** Puts the decision on disk before anything is sent, or goes on with the one that is there. */
export const claimIntent = spend('claimIntent', async (run) => {
  const { proposal, spec, parts } = run;
  run.intent =
    run.adopted ??
    (await parts.journal.claim({
      action: proposal.action,
      proposalId: proposal.id,
      items: spec.items(proposal.action.content),
    }));
  const { status } = run.intent;
  if (status.state === 'sent') run.answer = { result: status.ending.result, alreadySent: true };
  return done(undefined);
});

/** Takes the daily quota under the intent's id, so that another attempt takes nothing more. QUOTA_EXHAUSTED. */
export const reserveQuota = spend('reserveQuota', async (run) => {
  const { id } = theIntent(run).intent;
  const claim = await quotaClaim(run);
  if (!claim.ok || claim.value === undefined) return claim;
  const taken = await run.parts.quotas.reserve(id, claim.value);
  if (taken.ok) run.reserved = { kind: claim.value.kind, id };
  return taken;
});

async function quotaClaim({ spec, parts, target, proposal }: Run): Promise<Outcome<QuotaClaim | undefined>> {
  const use = spec.quota(target, proposal.action.content);
  return use === undefined
    ? done(undefined)
    : claimFor(use, target, proposal.account.id, (person) => parts.acquainted(person));
}

/** Uses the code up for this intent, for ever. CODE_CONSUMED, REFUSED_BY_OPERATOR. */
export const consumeCode = spend('consumeCode', async ({ parts, proposal, ...run }) =>
  parts.approvals.consume(proposal, theIntent(run).intent.id),
);

/** The only gate after which something may be in Telegram. */
export const send = spend('send', async (run) => {
  const attempted = await attempt(run, theIntent(run));
  if (attempted.ok) run.attempted = attempted.value;
  return attempted;
});

/** Gives the quota back for what was not done now, writes the audit record, and makes the answer. */
export const settle = spend('settle', async (run) => {
  const { attempted } = run;
  if (attempted === undefined) throw new Error('Nothing was attempted, so nothing can be settled');
  const { ending } = attempted;
  const isTheirs = attempted.refusal?.code === 'INTENT_BUSY';
  const nothingDone = ending.kind === 'not_sent' || (ending.kind === 'sent' && ending.repeated);
  const settled = isTheirs
    ? undefined
    : nothingDone
      ? giveBack(run)
      : ending.kind === 'sent'
        ? keep(run)
        : undefined;
  await Promise.all([attempted.recorded, settled]);
  if (ending.kind !== 'sent') return notSent(run, attempted);
  run.answer = { result: ending.result, alreadySent: ending.repeated };
  return done(undefined);
});

/** Gives back the quota that the run took; one that cannot be given back stays spent. */
export async function giveBack(run: Run): Promise<void> {
  const { parts, reserved } = run;
  // Under the id of an intent that was attempted before stands what that attempt took, and it may have sent.
  if (reserved === undefined || isUnsettled(theIntent(run).status)) return;
  // A number that Telegram was asked about counts, whether or not anybody had it.
  if (reserved.kind === 'phone' && (await beganImport(run))) return;
  await parts.quotas.refund(reserved.kind, reserved.id).catch((error: unknown) => {
    parts.warn(`a quota could not be given back: ${String(error)}`);
  });
}

async function beganImport(run: Run): Promise<boolean> {
  return (await run.parts.journal.stepsOf(theIntent(run).intent).begun(IMPORT)) !== undefined;
}

async function keep({ parts, reserved }: Run): Promise<void> {
  if (reserved === undefined) return;
  await parts.quotas.settle(reserved.kind, reserved.id).catch((error: unknown) => {
    parts.warn(`a quota could not be settled: ${String(error)}`);
  });
}

// One attempt that surely failed says nothing about an earlier one whose outcome is unknown.
function notSent(run: Run, { ending, refusal }: Attempted): Outcome<never> {
  const surely = ending.kind === 'not_sent' && !isUnsettled(theIntent(run).status);
  if (surely && refusal !== undefined) return { ok: false, refusal };
  // What is half done says so itself, and a repeat goes on with it.
  if (refusal?.code === 'UNFINISHED') {
    const data = { ...refusal.data, proposal_id: theIntent(run).intent.proposalId };
    return { ok: false, refusal: { ...refusal, data } };
  }
  return outcomeUnknown(theIntent(run), refusal, run.spec);
}

const NEVER_REPEATED =
  'It is not known whether Telegram carried this out, and it is never repeated: a person must look, then say what they saw by "tgmcp settle".';

/** Why what was looked up is not repeated now. */
const NOT_TOLD =
  'Looking at Telegram does not tell whether this was carried out, and it is not repeated before that is known: repeat the call later, or have a person look and say what they saw by "tgmcp settle".';

/** Why the same call will not settle what was refused after an attempt, nor will any other. */
export const TAKEN_BACK =
  'An earlier attempt to do exactly this was refused afterwards, so it is not repeated, and reading does not tell whether it was carried out: a person must look, then say what they saw by "tgmcp settle".';

/**
 * OUTCOME_UNKNOWN of an intent, with what kept its outcome from being known. It names the proposal under which the intent
 * was claimed: `tgmcp settle` knows it by that one, whoever goes on with it.
 */
export function outcomeUnknown(
  { intent }: Pick<StandingIntent, 'intent'>,
  cause: Refusal | undefined,
  { retry }: Pick<WriteVerb, 'retry'>,
  why?: string,
): Outcome<never> {
  // Who refused with the same code knows more exactly what is open.
  const exact = cause?.code === 'OUTCOME_UNKNOWN' ? cause.message : undefined;
  const message = why ?? (retry === 'never' ? NEVER_REPEATED : exact);
  return refuse('OUTCOME_UNKNOWN', {
    ...(message === undefined ? {} : { message }),
    ...(cause?.retry_after === undefined ? {} : { retryAfter: cause.retry_after }),
    data: { proposal_id: intent.proposalId, ...(cause === undefined ? {} : { cause: cause.code }) },
  });
}

/** OUTCOME_UNKNOWN of an intent that was looked up in vain. */
export function notTold(
  standing: Pick<StandingIntent, 'intent'>,
  spec: Pick<WriteVerb, 'retry'>,
): Outcome<never> {
  return outcomeUnknown(standing, undefined, spec, spec.retry === 'probe' ? NOT_TOLD : undefined);
}

function theIntent(run: Pick<Run, 'intent'>): StandingIntent {
  if (run.intent === undefined) throw new Error('No intent was claimed');
  return run.intent;
}
