import type { PendingProposal, UnsettledAttempt } from 'tgmcp-actions/approvals';

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What waits as JSON for scripts, and what has an unknown outcome: the facts of the card, texts as they will be sent.
 * Invisible characters are written as JSON escapes, so that a terminal shows them and a parser does not mind.
 */
export function waitingJson(
  pending: readonly PendingProposal[],
  unsettled: readonly UnsettledAttempt[],
): string {
  const facts = pending.map((one) => ({ ...one, lines: undefined }));
  return JSON.stringify({ proposals: facts, unsettled }, undefined, 2).replaceAll(INVISIBLE, (found) =>
    found === '\n' ? found : found.replaceAll(/[^]/g, escaped),
  );
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
