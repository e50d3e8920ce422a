import { done, refuse, type Outcome } from '@tgmcp/core';
import type { ApprovalsView } from './approvals.js';
import { APPROVERS } from './approver.js';
import type { AnyProposal } from './proposal.js';

/**
 * Where the channel of the process or of the proposal asks for the phrase, whether it was given: PHRASE_WRONG, PHRASE_LOCKED.
 * A wrong one is counted before it is compared.
 */
export async function phraseGiven(
  approvals: Pick<ApprovalsView, 'policy' | 'tries'>,
  proposal: AnyProposal | undefined,
  given: string,
): Promise<Outcome<void>> {
  const channels = [approvals.policy.channel, proposal?.channel ?? approvals.policy.channel];
  if (!channels.some((channel) => APPROVERS[channel].asksPhrase)) return done(undefined);
  const wrong = async (): Promise<Outcome<never>> =>
    refuse('PHRASE_WRONG', { data: { tries_left: await approvals.tries.left('confirmation_text') } });
  // Nothing given is no guess.
  if (given.trim() === '') return wrong();
  const tried = await approvals.tries.attempt('confirmation_text', () => approvals.policy.isPhrase(given));
  if (!tried.ok) return tried;
  return tried.value ? done(undefined) : wrong();
}
