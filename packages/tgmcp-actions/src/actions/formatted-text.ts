/**
 * Markdown and HTML as Telegram's users know them, turned into text and entities at the preview: what is approved and sent
 * is the outcome, so that no later reading of the markup can make something else of it.
 */
import { done, refuse, type Outcome } from '@tgmcp/core';
import { thtml } from '@mtcute/html-parser';
import { md } from '@mtcute/markdown-parser';
import { ENTITY_TYPES, type Entity, type FormattedText } from './entity.js';
import { canonicalText } from './text.js';

/** How the text of an argument is to be read. */
export const PARSE_MODES = ['plain', 'markdown', 'html'] as const;
export type ParseMode = (typeof PARSE_MODES)[number];

// Telegram's limit, core.telegram.org/api/config#message-entities-limit.
const MOST_ENTITIES = 100;
// What a text is made of beside its visible characters, such as the addresses of its links, is no longer than a message.
const LONGEST_MESSAGE = 4096;
// Each code block that is left open makes the parser read the rest of the text once more.
const MOST_MARKS = 2 * MOST_ENTITIES;
const MARK = /`{1,3}|\*{2,}|_{2,}|~{2,}|\|{2,}/g;
const WEB = /^(https?|tg|mailto|tel):/i;

type Parsed = ReturnType<typeof md>;
type ParsedEntity = NonNullable<Parsed['entities']>[number];

/** The one form of a formatted text. Refused with TEXT_INVALID, also for formatting that cannot be approved at sight. */
export function formattedText(raw: string, mode: ParseMode, maxLength: number): Outcome<FormattedText> {
  const costly = mode === 'plain' ? undefined : tooCostly(raw, mode, maxLength);
  if (costly !== undefined) return invalid(costly);
  const plain: Parsed | undefined =
    mode === 'plain' ? { text: raw } : parse(raw.replaceAll(/\r\n?/g, '\n'), mode);
  if (plain === undefined) return invalid(`The text is no ${mode} that can be read: is a mark left open?`);
  const text = canonicalText(plain.text, maxLength);
  if (!text.ok) return text;
  const { entities: parsed = [] } = plain;
  if (parsed.length > MOST_ENTITIES)
    return invalid(`The text has more than ${MOST_ENTITIES} pieces of formatting.`);
  // The text loses the white space around it, and the formatting moves with it.
  const lost = plain.text.length - plain.text.trimStart().length;
  const entities: Entity[] = [];
  for (const one of parsed) {
    const entity = entityOf(one);
    if (!entity.ok) return entity;
    const from = Math.max(0, entity.value.offset - lost);
    const to = Math.min(text.value.length, entity.value.offset - lost + entity.value.length);
    if (to > from) entities.push({ ...entity.value, offset: from, length: to - from });
  }
  const ordered = entities.toSorted((one, other) => one.offset - other.offset || other.length - one.length);
  return done({ text: text.value, entities: ordered });
}

/** Why a text is not even parsed: whoever sends it could hold up everything else that the process does. */
function tooCostly(raw: string, mode: ParseMode, maxLength: number): string | undefined {
  const most = 2 * Math.max(maxLength, LONGEST_MESSAGE);
  if (raw.length > most) return `The ${mode} has ${raw.length} characters; at most ${most} are read.`;
  if (mode === 'html' || [...raw.matchAll(MARK)].length <= MOST_MARKS) return undefined;
  return `The text has more than ${MOST_MARKS} formatting marks, and more than ${MOST_ENTITIES} pieces of formatting cannot be sent. Use fewer, or parse_mode plain.`;
}

/** Undefined for markup that the parser gives up on, such as a code block that is never closed. */
function parse(text: string, mode: ParseMode): Parsed | undefined {
  try {
    return mode === 'markdown' ? md(text) : thtml(text);
  } catch {
    return undefined;
  }
}

function entityOf(parsed: ParsedEntity): Outcome<Entity> {
  const name = parsed._.replace(/^messageEntity/, '')
    .replace('TextUrl', 'text_url')
    .toLowerCase();
  const type = ENTITY_TYPES.find((one) => one === name);
  if (type === undefined) return invalid(`The text has formatting that cannot be sent: ${parsed._}.`);
  const { offset, length } = parsed;
  if (parsed._ === 'messageEntityTextUrl') {
    if (!WEB.test(parsed.url)) return invalid('A link leads to no address: begin it with https://.');
    return done({ type, offset, length, url: parsed.url });
  }
  if (parsed._ === 'messageEntityPre' && parsed.language !== '') {
    return done({ type, offset, length, language: parsed.language });
  }
  const isFolded = parsed._ === 'messageEntityBlockquote' && parsed.collapsed === true;
  return done({ type, offset, length, ...(isFolded ? { collapsed: true as const } : {}) });
}

function invalid(reason: string): Outcome<never> {
  return refuse('TEXT_INVALID', { message: reason, data: { reason } });
}
