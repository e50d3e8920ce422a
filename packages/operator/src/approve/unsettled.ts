import { neutraliseText } from '@tgmcp/core';
import type { UnsettledAttempt } from 'tgmcp-actions/approvals';
import { oneLine } from './one-line.js';

/** An attempt of unknown outcome for a person's eyes: what it was, and how its outcome is learnt. */
export function renderUnsettled(attempt: UnsettledAttempt): string[] {
  const { chat } = attempt;
  const title = chat.title === undefined ? '' : `"${oneLine(chat.title)}" `;
  const text = attempt.text === undefined ? [] : neutraliseText(attempt.text).value.split('\n');
  return [
    `Outcome unknown: ${attempt.verb.replaceAll('_', ' ')} to ${title}id ${chat.id}, begun ${attempt.claimed_at}, attempts: ${attempt.attempts}`,
    ...text.map((line) => `  | ${line}`),
    `  Look into the chat, and say what you saw: tgmcp settle ${oneLine(attempt.proposal_id)} --done, or --not-done.`,
    '  The agent can also repeat the same call: mostly that settles it, and it never sends twice.',
  ];
}
