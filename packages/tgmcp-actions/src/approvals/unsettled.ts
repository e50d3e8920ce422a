import type { StateStore } from '@tgmcp/core';
import { unsettledIntents } from '../journal/status.js';
import { isGrant, PROPOSALS } from './proposal.js';

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
        ...(proposal?.preview.text_shown === undefined ? {} : { text: proposal.preview.text_shown }),
        claimed_at: new Date(intent.claimed.wall).toISOString(),
        attempts: 'attempts' in status ? status.attempts : 0,
      };
    }),
  );
}
