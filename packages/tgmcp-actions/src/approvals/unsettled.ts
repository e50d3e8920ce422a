import type { StateStore } from '@tgmcp/core';
import { visibleText } from '../actions/visible.js';
import type { Intent } from '../journal/records.js';
import { unsettledIntents } from '../journal/status.js';
import { isGrant, PROPOSALS, type Proposal } from './proposal.js';

/** An attempt of which nobody knows whether Telegram carried it out. */
export interface UnsettledAttempt {
  readonly proposal_id: string;
  readonly verb: string;
  readonly account: string;
  /** Canonical id and, where the proposal is still there, title of the chat. */
  readonly chat: { readonly id: string; readonly title?: string };
  readonly text?: string;
  readonly claimed_at: string;
  readonly attempts: number;
}

/**
 * Attempts of one account that need a person's look at the chat. Repeating the agent's call under an approved code settles
 * them too. Reads only.
 */
export async function unsettledAttempts(store: StateStore): Promise<UnsettledAttempt[]> {
  const standing = await unsettledIntents(store);
  return Promise.all(
    standing.map(async ({ intent, status }) => {
      const stored = (await store.get(PROPOSALS, intent.proposalId))?.value;
      const proposal = stored === undefined || isGrant(stored) ? undefined : stored;
      return {
        proposal_id: intent.proposalId,
        verb: intent.action.verb,
        account: intent.action.accountId,
        chat: { id: intent.action.target.id, ...(proposal && { title: proposal.chat.title }) },
        ...textOf(proposal, intent),
        claimed_at: new Date(intent.claimed.wall).toISOString(),
        attempts: 'attempts' in status ? status.attempts : 0,
      };
    }),
  );
}

// What was sent under a grant has no preview of its own.
function textOf(proposal: Proposal | undefined, { action }: Intent): { readonly text?: string } {
  const { text } = action.content;
  const shown =
    proposal?.preview.text_shown ?? (typeof text === 'string' ? visibleText(text).text : undefined);
  return shown === undefined ? {} : { text: shown };
}
