import type { JsonObject } from './canonical-json.js';
import { visibleText } from './visible.js';
import * as z from 'zod';

/** The formatting that can be sent. Mentions, links and hashtags in plain sight are found by Telegram itself. */
export const ENTITY_TYPES = [
  'bold',
  'italic',
  'underline',
  'strike',
  'spoiler',
  'code',
  'pre',
  'blockquote',
  'text_url',
] as const;

/** One piece of formatting as it is digested, stored and sent. Offset and length in UTF-16 units, as Telegram counts. */
export const entitySchema = z.strictObject({
  type: z.enum(ENTITY_TYPES),
  offset: z.int().nonnegative(),
  length: z.int().positive(),
  /** Of a `text_url`: where it leads. */
  url: z.string().optional(),
  /** Of a `pre`: the language of the code. */
  language: z.string().optional(),
  /** Of a `blockquote` that is shown folded. */
  collapsed: z.literal(true).optional(),
});
export type Entity = z.infer<typeof entitySchema>;

/** Text with its formatting. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** A formatted text as it stands in the content of an action. */
export function formattedContent({ text, entities }: FormattedText): {
  text: string;
  entities: JsonObject[];
} {
  const given = entities.map((entity) =>
    Object.fromEntries(
      Object.entries(entity).flatMap(([field, value]) =>
        value === undefined ? [] : [[field, value] as const],
      ),
    ),
  );
  return { text, entities: given };
}

/** Formatting for an approver, one line each: what is formatted how, and where a link really leads. */
export function entityLines({ text, entities }: FormattedText): string[] {
  return entities.map(({ type, offset, length, url, language, collapsed }) => {
    const more = url === undefined ? '' : ` → ${visibleText(url).text}`;
    const how = [type, language, collapsed === true ? 'collapsed' : undefined];
    const piece = visibleText(text.slice(offset, offset + length)).text.replaceAll('\n', ' ');
    return `${how.filter((part) => part !== undefined && part !== '').join(' ')}: "${piece}"${more}`;
  });
}
