import { codePoints } from '../actions/text.js';
import { visibleText } from '../actions/visible.js';
import type { Proposal } from './proposal.js';

/**
 * A proposal for a person's eyes, line by line. Foreign text is set off by a bar, and names are shown on one line with
 * everything invisible written out, so that neither can pass for a line of ours.
 */
export function renderProposal(proposal: Proposal): string[] {
  const { account, action, chat, preview } = proposal;
  return [
    `An agent asks to ${preview.summary ?? action.verb.replaceAll('_', ' ')} from your Telegram account.`,
    `Account: ${named(account.name, account.username)} id ${account.id}`,
    `Chat: ${named(chat.title, chat.username)} ${chat.kind}, id ${chat.id}`,
    ...(preview.text === undefined ? [] : textLines(preview.text, preview.text_shown ?? preview.text)),
    ...(preview.details ?? []).flatMap(({ label, text }) => [`${label}:`, ...barred(text)]),
    ...(preview.hidden_characters === 0
      ? []
      : [`Invisible characters in it, written out as \\u{…}: ${preview.hidden_characters}`]),
    ...(preview.entities.length === 0 ? [] : ['Formatting:', ...preview.entities.flatMap(barred)]),
    ...(action.forceResend ? ['Again: it is done even though the same was done before.'] : []),
    ...preview.notes.map((note) => `Note: ${note}`),
  ];
}

function textLines(text: string, shown: string): string[] {
  return [`Text, ${codePoints(text)} characters:`, ...barred(shown)];
}

function barred(text: string): string[] {
  return text.split('\n').map((line) => `  | ${line}`);
}

/** A name on one line, in quotes that it cannot close itself, with its @name. */
export function named(name: string | undefined, username: string | undefined): string {
  const shown = visibleText(name ?? '')
    .text.replaceAll(/[\n\t]/g, ' ')
    .replaceAll('"', '\\"');
  return [shown === '' ? '' : `"${shown}"`, username === undefined ? '' : `@${username}`]
    .filter((part) => part !== '')
    .join(' ');
}
