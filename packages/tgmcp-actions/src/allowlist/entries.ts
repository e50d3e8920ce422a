/** The entries of TG_ACTIONS_ALLOWED_GROUPS as written: who may be written to, and with which verbs. */
import { nearest } from '@tgmcp/core';
import { VERBS, type Verb } from '../actions/action.js';

/** One entry. */
export interface AllowlistEntry {
  /** As the operator wrote it, without the narrowing. */
  readonly entry: string;
  /** The canonical marked id, when the entry is one; otherwise a name that has to be pinned. */
  readonly id?: string;
  /** The verbs it is narrowed to; absent: all. */
  readonly verbs?: readonly Verb[];
}

const MARKED_ID = /^-?[1-9]\d*$/;
const TYPED_ID = /^(user|chat|channel):([1-9]\d*)$/;
const CHANNEL_OFFSET = 1_000_000_000_000n;

/**
 * Reads the list. Entries stand between commas; `ID:send,edit` narrows one, so a verb that follows a narrowed entry
 * belongs to it.
 */
export function parseAllowlist(list: string): AllowlistEntry[] {
  const entries: AllowlistEntry[] = [];
  for (const part of list.split(',').map((piece) => piece.trim())) {
    const last = entries.at(-1);
    if (part === '') continue;
    if (isVerb(part) && last?.verbs !== undefined) {
      entries[entries.length - 1] = { ...last, verbs: [...last.verbs, part] };
      continue;
    }
    const colon = part.lastIndexOf(':');
    const verb = colon > 0 ? part.slice(colon + 1).trim() : '';
    const name = isVerb(verb) ? part.slice(0, colon).trim() : part;
    entries.push({ entry: name, ...idOf(name), ...(isVerb(verb) ? { verbs: [verb] } : {}) });
  }
  return entries;
}

/** Entries as the setting holds them; {@link parseAllowlist} reads the same again. */
export function allowlistText(entries: readonly AllowlistEntry[]): string {
  return entries
    .map(({ entry, verbs }) => (verbs === undefined ? entry : `${entry}:${verbs.join(',')}`))
    .join(',');
}

// An id or username has no colon of its own, so whatever follows one is meant to be a verb; a title may have one.
const NARROWED = /^((?:user:|chat:|channel:)?-?\d+|@\w+):(?<verb>.*)$/;

/** Why a list does not say what it seems to say: a mistyped verb would leave its chat out, or stand for a stranger. */
export function allowlistIssues(list: string): string[] {
  const entries = parseAllowlist(list);
  return entries.flatMap(({ entry }, index) => {
    const before = entries[index - 1];
    const verb = NARROWED.exec(entry)?.groups?.['verb'] ?? meantForVerb(entry, before);
    return verb === undefined
      ? []
      : [`TG_ACTIONS_ALLOWED_GROUPS has "${entry}", and "${verb}" is no action: ${VERBS.join(', ')}`];
  });
}

// Behind a narrowed entry a bare word that is nearly a verb is a mistyped one; a username can be written with its @.
function meantForVerb(entry: string, before: AllowlistEntry | undefined): string | undefined {
  const isBareWord = /^[a-z_]+$/.test(entry);
  return before?.verbs !== undefined && isBareWord && nearest(entry, VERBS) !== undefined ? entry : undefined;
}

function idOf(name: string): { id: string } | Record<string, never> {
  if (MARKED_ID.test(name)) return { id: name };
  const [, type, digits] = TYPED_ID.exec(name) ?? [];
  if (type === undefined || digits === undefined) return {};
  if (type === 'user') return { id: digits };
  return { id: type === 'chat' ? `-${digits}` : String(-(CHANNEL_OFFSET + BigInt(digits))) };
}

function isVerb(text: string): text is Verb {
  return (VERBS as readonly string[]).includes(text);
}
