import { codePoints } from '../actions/text.js';
import { visibleText } from '../actions/visible.js';
import { isGrant, type AnyProposal, type GrantProposal, type Proposal } from './proposal.js';

/**
 * A proposal for a person's eyes, line by line. Foreign text is set off by a bar, and names are shown on one line with
 * everything invisible written out, so that neither can pass for a line of ours.
 */
export function renderProposal(proposal: AnyProposal): string[] {
  if (isGrant(proposal)) return renderGrant(proposal);
  const { account, action, chat, preview } = proposal;
  return [
    `An agent asks to ${preview.summary ?? action.verb.replaceAll('_', ' ')} from your Telegram account.`,
    `Account: ${named(account.name, account.username)} id ${account.id}`,
    `Chat: ${named(chat.title, chat.username)} ${chat.kind}, id ${chat.id}`,
    ...askedLines(proposal),
    ...(preview.text === undefined ? [] : textLines(preview.text, preview.text_shown ?? preview.text)),
    ...detailLines(preview),
    ...hiddenLines(preview),
    ...(preview.entities.length === 0 ? [] : ['Formatting:', ...preview.entities.flatMap(barred)]),
    ...originLines(proposal),
    ...(action.forceResend ? ['Again: it is done even though the same was done before.'] : []),
    ...preview.notes.map((note) => `Note: ${note}`),
  ];
}

// Only the first line of an item has a number; what anybody wrote stands further in.
function itemLines(item: string, number: string): string[] {
  const [first = '', ...more] = item.split('\n');
  const indent = ' '.repeat(number.length);
  return [`  | ${number}  ${first}`, ...more.map((line) => `  | ${indent}    ${line}`)];
}

function renderGrant(proposal: GrantProposal): string[] {
  const { account, grant, preview } = proposal;
  const { items = [] } = preview;
  const pad = String(items.length).length;
  return [
    `An agent asks for leave to ${preview.summary ?? grant.verb.replaceAll('_', ' ')} from your Telegram account, without asking you each time.`,
    `Account: ${named(account.name, account.username)} id ${account.id}`,
    ...detailLines(preview),
    ...(items.length === 0 ? [] : [`Everything it is for, ${items.length}:`]),
    ...items.flatMap((item, index) => itemLines(item, String(index + 1).padStart(pad))),
    ...hiddenLines(preview),
    ...originLines(proposal),
    `It holds for ${spellMs(grant.lifeMs)} from when the agent takes it into use.`,
    ...preview.notes.map((note) => `Note: ${note}`),
  ];
}

// A title or a link can lead to another chat than the person thinks of; an id and a @name stand in the line above.
function askedLines({ asked, chat }: Proposal): string[] {
  const name = asked.trim().replace(/^@/, '').toLowerCase();
  const isPlain = name === chat.id.toLowerCase() || name === chat.username?.toLowerCase();
  return isPlain ? [] : [`The agent named it ${named(asked, undefined)}, which led to this chat.`];
}

function originLines({ origin, created }: AnyProposal): string[] {
  if (origin === undefined) return [];
  const { client = '', version = '', pid } = origin;
  const who = client === '' ? 'a client without a name' : `${named(client, undefined)} ${version}`.trim();
  return [`Asked by ${who}, as it calls itself, through process ${pid}, at ${iso(created.wall)}.`];
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

function spellMs(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return minutes < 1 ? `${Math.ceil(ms / 1000)} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return `${hours} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}

function detailLines({ details = [] }: AnyProposal['preview']): string[] {
  return details.flatMap(({ label, text }) => [`${label}:`, ...barred(text)]);
}

function hiddenLines({ hidden_characters }: AnyProposal['preview']): string[] {
  if (hidden_characters === 0) return [];
  return [`Invisible characters in it, written out as \\u{…}: ${hidden_characters}`];
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
