import {
  done,
  MOST_SLEEP_MS,
  refuse,
  refuseState,
  sleptInCall,
  StateError,
  type AuditEntry,
  type Outcome,
  type Refusal,
} from '@tgmcp/core';
import type { Proposal } from '../approvals/proposal.js';
import type { StandingIntent } from '../journal/status.js';
import type { Ending, Intent } from '../journal/records.js';
import { endingOf, isInProgress } from './ending.js';
import type { Hold } from './hold.js';
import type { GateParts, Target } from './parts.js';
import { lookingFirst } from './stoppable.js';
import { groupsOfOthers } from './known-groups.js';
import { knownMessages } from './known-messages.js';
import { serverTimeOf } from './server-time.js';
import type { Found, MadeByOthers, Performed, WriteOrder, WriteVerb } from './spec.js';

/** Everything an attempt needs. */
export interface AttemptContext {
  readonly parts: GateParts;
  readonly spec: WriteVerb;
  /** The approved proposal under which the attempt is made. */
  readonly proposal: Proposal;
  readonly target: Target;
  readonly hold: Hold;
}

/** How an attempt ended, with the refusal of an attempt that did not succeed. */
export interface Attempted {
  readonly ending: Ending;
  readonly refusal?: Refusal;
  /** Resolves when the audit log has the end, which the journal has already; never rejects. Nobody answers before. */
  readonly recorded: Promise<void>;
}

// Telegram answers "duplicate" while the first request still runs; then the repeat gives the message.
const IN_PROGRESS_WAITS_MS = [500, 1_500, 3_000];

/**
 * Sends a stored intent once, with its stored `random_id`s. Refused, with nothing sent, when the audit log cannot be
 * written (AUDIT_UNWRITABLE) or somebody else has begun (INTENT_BUSY). Never throws once a byte may have left.
 */
export async function attempt(
  context: AttemptContext,
  { intent }: StandingIntent,
): Promise<Outcome<Attempted>> {
  const { parts, proposal, hold } = context;
  const noted = await parts.audit.append(auditEntry(context, { outcome: 'sending' }));
  if (!noted.ok) return noted;
  if (!(await hold.renew())) return refuse('INTENT_BUSY', { retryAfter: 1 });
  const number = await parts.journal.begin(intent, proposal.id, hold.fence);
  if (number === undefined) return refuse('INTENT_BUSY', { retryAfter: 1 });

  const performed = await perform(context, intent);
  // From here on nothing is refused for the sake of a record: what Telegram did stays done. The start stands on disk, so
  // without its end the next call repeats the request with the same random_id and learns the same.
  const { ending } = performed;
  const failed = (why: unknown): void => {
    parts.warn(`the end of an attempt could not be recorded: ${String(why)}`);
  };
  await parts.journal.end(intent, number, ending).catch(failed);
  return done({ ...performed, recorded: noteEnding(context, ending, failed) });
}

async function noteEnding(
  context: AttemptContext,
  ending: Ending,
  failed: (why: unknown) => void,
): Promise<void> {
  const noted = await context.parts.audit.append(auditEntry(context, endingFacts(ending))).catch(failed);
  if (noted?.ok === false) failed(noted.refusal.code);
}

function endingFacts(ending: Ending): Pick<AuditEntry, 'outcome' | 'code' | 'message_id'> {
  if (ending.kind !== 'sent') return { outcome: ending.kind, code: ending.code };
  const id = ending.result['message_id'];
  return {
    outcome: ending.repeated ? 'already_sent' : 'sent',
    ...(typeof id === 'number' ? { message_id: id } : {}),
  };
}

async function perform(context: AttemptContext, intent: Intent): Promise<Omit<Attempted, 'recorded'>> {
  const { parts, spec, proposal } = context;
  const order = orderOf(context, intent);
  try {
    let outcome = await openAndPerform();
    let wasInProgress = false;
    const slept = sleptInCall('interactive');
    for (const waitMs of IN_PROGRESS_WAITS_MS) {
      if (!isInProgress(outcome) || slept.ms + waitMs > MOST_SLEEP_MS) break;
      slept.ms += waitMs;
      wasInProgress = true;
      await parts.clock.sleep(waitMs);
      outcome = await openAndPerform();
    }
    // Only reading tells what became of a request that Telegram goes on calling a duplicate.
    const found = isInProgress(outcome) ? await readOutcome(context, intent) : undefined;
    if (found?.kind === 'sent') return { ending: found };
    // A refused repeat says nothing about the first request, of which Telegram said that it runs.
    if (wasInProgress && !outcome.ok) {
      return { ending: { kind: 'unknown', code: outcome.refusal.code }, refusal: outcome.refusal };
    }
    const claimedMs = claimedInServerTime(parts, intent);
    const ending = endingOf(outcome, claimedMs);
    return outcome.ok ? { ending } : { ending, refusal: outcome.refusal };
  } catch (error) {
    parts.warn(
      `an attempt ended in a fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    if (!(error instanceof StateError)) return { ending: { kind: 'unknown', code: 'INTERNAL' } };
    const { refusal } = refuseState(error);
    return { ending: { kind: 'unknown', code: refusal.code }, refusal };
  }

  function openAndPerform(): Promise<Outcome<Performed>> {
    const methods = spec.methodsOf(intent.action.content);
    return parts.openWrites({ tool: spec.tool, proposalId: proposal.id, methods }, (caller) =>
      spec.perform(
        order,
        lookingFirst(caller, () => mayGo(context)),
      ),
    );
  }
}

/**
 * Whether a request may leave still. Whoever was paused for longer than its hold lives has been overtaken, and what it would
 * send another process may have sent: INTENT_BUSY.
 */
async function mayGo({ parts, proposal, hold }: AttemptContext): Promise<Outcome<void>> {
  const stands = await parts.approvals.stands(proposal);
  if (!stands.ok) return stands;
  return (await hold.renew()) ? done(undefined) : refuse('INTENT_BUSY', { retryAfter: 1 });
}

/** What reading Telegram tells of an intent; undefined for nothing certain, also where it could not be read. */
export async function readOutcome(
  { parts, spec, target }: Pick<AttemptContext, 'parts' | 'spec' | 'target'>,
  intent: Intent,
): Promise<Found> {
  const order = orderOf({ target, parts }, intent);
  const others = () => madeByOthers(parts, intent);
  const found = await spec.find(order, claimedInServerTime(parts, intent), others);
  return found.ok ? found.value : undefined;
}

/** What others made of the kind that this intent makes: messages, or groups. */
async function madeByOthers(
  parts: Pick<GateParts, 'journal' | 'clock' | 'serverNow'>,
  intent: Intent,
): Promise<MadeByOthers> {
  const { journal } = parts;
  if (intent.action.verb !== 'create_group')
    return { known: await knownMessages(journal, intent), unnamed: [] };
  return groupsOfOthers(journal, intent, (moment) => serverTimeOf(moment, parts));
}

/** The order that carries out an intent: made from what is stored, never from the arguments of a call. */
function orderOf(
  {
    target,
    parts,
  }: Pick<AttemptContext, 'target'> & { readonly parts: Pick<GateParts, 'journal' | 'clock'> },
  intent: Intent,
): WriteOrder {
  const steps = parts.journal.stepsOf(intent);
  const { clock } = parts;
  return { action: intent.action, target, randomIds: intent.randomIds.map(BigInt), steps, clock };
}

/** When an intent was claimed, by Telegram's clock, in milliseconds. */
function claimedInServerTime(parts: Pick<GateParts, 'clock' | 'serverNow'>, intent: Intent): number {
  return intent.claimed.wall + (parts.serverNow() - parts.clock.now());
}

function auditEntry(
  { spec, proposal }: AttemptContext,
  facts: Pick<AuditEntry, 'outcome' | 'code' | 'message_id'>,
): AuditEntry {
  return {
    event: 'write',
    action: spec.verb,
    account: proposal.account.id,
    peer: proposal.chat.id,
    content_sha256: proposal.contentDigest,
    proposal_id: proposal.id,
    detail: { tool: spec.tool, channel: proposal.channel },
    ...facts,
  };
}
