import { number } from './plain.js';
import type { Plain } from './plain.js';

const TYPES: Readonly<Record<string, string>> = {
  MessageEntityMention: 'mention',
  MessageEntityHashtag: 'hashtag',
  MessageEntityBotCommand: 'bot_command',
  MessageEntityUrl: 'link',
  MessageEntityEmail: 'email',
  MessageEntityBold: 'bold',
  MessageEntityItalic: 'italic',
  MessageEntityCode: 'code',
  MessageEntityPre: 'pre',
  MessageEntityTextUrl: 'text_link',
  MessageEntityMentionName: 'mention_name',
  MessageEntityPhone: 'phone',
  MessageEntityCashtag: 'cashtag',
  MessageEntityUnderline: 'underline',
  MessageEntityStrike: 'strikethrough',
  MessageEntityBlockquote: 'blockquote',
  MessageEntityBankCard: 'bank_card',
  MessageEntitySpoiler: 'spoiler',
  MessageEntityCustomEmoji: 'custom_emoji',
  MessageEntityUnknown: 'unknown',
};

type Run = { readonly type: string; readonly text: string; readonly [more: string]: unknown };

/** A text with entities as the runs that an export writes. */
export function runsOf(text: string, entities: readonly Plain[]): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const entity of entities) {
    const from = number(entity['offset']);
    const to = from + number(entity['length']);
    if (from > at) runs.push({ type: 'plain', text: text.slice(at, from) });
    runs.push({ type: TYPES[entity._] ?? entity._, text: text.slice(from, to), ...extra(entity) });
    at = to;
  }
  if (at < text.length) runs.push({ type: 'plain', text: text.slice(at) });
  return runs;
}

/** The form of the field `text`: a string, or a list in which plain runs are bare strings. */
export function textField(text: string, entities: readonly Plain[]): unknown {
  const runs = runsOf(text, entities);
  if (runs.every((run) => run.type === 'plain')) return text;
  return runs.map((run) => (run.type === 'plain' ? run.text : run));
}

function extra(entity: Plain): Record<string, unknown> {
  switch (entity._) {
    case 'MessageEntityPre':
      return { language: entity['language'] };
    case 'MessageEntityTextUrl':
      return { href: entity['url'] };
    case 'MessageEntityMentionName':
      return { user_id: number(entity['userId']) };
    case 'MessageEntityCustomEmoji':
      return { document_id: String(entity['documentId']) };
    case 'MessageEntityBlockquote':
      return { collapsed: entity['collapsed'] === true };
    default:
      return {};
  }
}
