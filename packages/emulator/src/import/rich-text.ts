import type { TlObject } from '../tl/value.js';
import type { ExportedMessage, ExportedRun } from './export-shape.js';

/** A message's text with its formatting; offsets and lengths count UTF-16 units, as Telegram's do. */
export interface RichText {
  readonly text: string;
  readonly entities: readonly TlObject[];
}

/** Export run types whose entity has no field of its own (core.telegram.org/type/MessageEntity). */
const BARE: Readonly<Record<string, string>> = {
  mention: 'messageEntityMention',
  hashtag: 'messageEntityHashtag',
  bot_command: 'messageEntityBotCommand',
  link: 'messageEntityUrl',
  email: 'messageEntityEmail',
  bold: 'messageEntityBold',
  italic: 'messageEntityItalic',
  code: 'messageEntityCode',
  phone: 'messageEntityPhone',
  cashtag: 'messageEntityCashtag',
  underline: 'messageEntityUnderline',
  strikethrough: 'messageEntityStrike',
  bank_card: 'messageEntityBankCard',
  spoiler: 'messageEntitySpoiler',
};

/** The text of a message: a string, or a list of strings and runs; newer files repeat it in `text_entities`. */
export function textOf(message: ExportedMessage): RichText {
  const { text, text_entities: runs } = message;
  if (typeof text === 'string') return plainOrRuns(text, runs);
  return fromRuns(Array.isArray(text) ? text : Array.isArray(runs) ? runs : []);
}

/** Text that is a string or a list of runs. */
export function plainOrRich(value: unknown): RichText {
  if (typeof value === 'string') return { text: value, entities: [] };
  return fromRuns(Array.isArray(value) ? value : []);
}

function plainOrRuns(text: string, runs: unknown): RichText {
  if (text !== '' || !Array.isArray(runs) || runs.length === 0) return { text, entities: [] };
  return fromRuns(runs);
}

function fromRuns(runs: readonly unknown[]): RichText {
  let text = '';
  const entities: TlObject[] = [];
  for (const run of runs) {
    if (typeof run === 'string') {
      text += run;
    } else if (typeof run === 'object' && run !== null) {
      const piece = run as ExportedRun;
      const words = typeof piece.text === 'string' ? piece.text : '';
      const entity = words === '' ? undefined : entityOf(piece, text.length, words.length);
      if (entity !== undefined) entities.push(entity);
      text += words;
    }
  }
  return { text, entities };
}

function entityOf(run: ExportedRun, offset: number, length: number): TlObject | undefined {
  const type = String(run.type);
  const bare = BARE[type];
  if (bare !== undefined) return { _: bare, offset, length };
  if (type === 'unknown') return { _: 'messageEntityUnknown', offset, length };
  if (type === 'pre') {
    const language = typeof run.language === 'string' ? run.language : '';
    return { _: 'messageEntityPre', offset, length, language };
  }
  if (type === 'text_link' && typeof run.href === 'string') {
    return { _: 'messageEntityTextUrl', offset, length, url: run.href };
  }
  if (type === 'mention_name' && (typeof run.user_id === 'number' || typeof run.user_id === 'string')) {
    const userId = /\d+$/u.exec(String(run.user_id))?.[0];
    if (userId === undefined) return undefined;
    return { _: 'messageEntityMentionName', offset, length, user_id: BigInt(userId) };
  }
  if (type === 'blockquote') {
    return {
      _: 'messageEntityBlockquote',
      offset,
      length,
      ...(run.collapsed === true && { collapsed: true }),
    };
  }
  // Without the file's id (older exports give a path) the emoji stays as the character it stands for.
  if (type === 'custom_emoji' && /^\d{1,19}$/u.test(String(run.document_id))) {
    return { _: 'messageEntityCustomEmoji', offset, length, document_id: BigInt(String(run.document_id)) };
  }
  return undefined;
}
