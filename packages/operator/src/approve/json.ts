import type { PendingProposal } from 'tgmcp-actions/approvals';

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * The waiting proposals as JSON for scripts: the same facts as the card, texts exactly as they will be sent.
 * Invisible characters are written as JSON escapes, so that a terminal shows them and a parser does not mind.
 */
export function proposalsJson(pending: readonly PendingProposal[]): string {
  const facts = pending.map(({ lines: _, ...fact }) => fact);
  return JSON.stringify({ proposals: facts }, undefined, 2).replaceAll(INVISIBLE, (found) =>
    found === '\n' ? found : found.replaceAll(/[^]/g, escaped),
  );
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
