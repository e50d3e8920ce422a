import { done, type Outcome } from '@tgmcp/core';
import { isUnsettled } from '../journal/status.js';
import type { AttemptContext } from './attempt.js';
import { SPENDS } from './gates.js';
import type { GateParts } from './parts.js';
import {
  adoptable,
  mayOnlyRead,
  ownIntent,
  repeatsBlindly,
  settleByReading,
  settleEarlier,
  storedAnswer,
} from './recall.js';
import type { WriteVerb } from './spec.js';
import { giveBack, notTold, outcomeUnknown, TAKEN_BACK, type Executed, type Run } from './spends.js';

/**
 * Carries out what a proposal holds, while its content is held: settles what is open, then walks the gates that take
 * something. Asks the approvals of `parts` whether the proposal is good now. Every write passes here, alone or as one of many.
 */
export async function carryOut(
  parts: GateParts,
  spec: WriteVerb,
  { proposal, target, hold }: Pick<AttemptContext, 'proposal' | 'target' | 'hold'>,
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

  if (adopted !== undefined && isUnsettled(adopted.status)) {
    const onlyRead = own === undefined && (await mayOnlyRead(context, adopted, adopted));
    if (onlyRead || !repeatsBlindly(spec)) {
      const settled = await settleByReading(parts, spec, adopted, target);
      if (settled.answer !== undefined) return done(settled.answer);
      if (onlyRead) return outcomeUnknown(adopted, undefined, spec, TAKEN_BACK);
      if (!settled.mayRepeat) return notTold(adopted, spec);
    }
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
      // What another process goes on with stands under the same id of the same intent, and is its.
      const isTheirs = taken.refusal.code === 'INTENT_BUSY';
      if (run.attempted === undefined && !isTheirs) await giveBack(run);
      return taken;
    }
    if (run.answer !== undefined) return done(run.answer);
  }
  throw new Error('All gates were passed and there is no answer');
}
