import type { PendingProposal } from 'tgmcp-actions/approvals';
import type { Console } from '../console/console.js';
import { oneLine } from './one-line.js';

/** Everything a person must see before saying yes. The lines are the approvals' own: forms show the same. */
export function renderCard(pending: PendingProposal, look: Pick<Console, 'bold' | 'dim'>): string[] {
  const usable = pending.executable_in_sec;
  return [
    look.bold(`Proposal ${pending.id}`),
    ...pending.lines,
    look.dim(
      `Made ${spell(pending.age_sec)} ago; ${usable > 0 ? `can be ${pending.chat === undefined ? 'used' : 'sent'} in ${spell(usable)} at the earliest; ` : ''}expires in ${spell(pending.expires_in_sec)}.`,
    ),
    ...(pending.said === 'nothing' ? [] : [`You have ${pending.said} it.`]),
  ];
}

/** One line for a list to choose from. */
export function cardTitle(pending: PendingProposal): string {
  if (pending.chat === undefined) {
    const { summary, items = [] } = pending.preview;
    return `${oneLine(summary ?? pending.verb)}${items.length === 0 ? '' : `, ${items.length} items`}`;
  }
  const name = oneLine(pending.chat.title);
  const text = Array.from(oneLine(pending.preview.text_shown ?? ''));
  return `${name}: ${text.length > 60 ? `${text.slice(0, 59).join('')}…` : text.join('')}`;
}

/** Seconds as a person says them. */
export function spell(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
