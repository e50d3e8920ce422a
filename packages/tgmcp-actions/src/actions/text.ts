import { done, refuse, type Outcome } from '@tgmcp/core';

/** Control characters other than tab and line feed: Telegram drops or changes them, so what is approved would not be sent. */
const UNSENDABLE = /(?![\t\n])\p{Cc}/u;
const VISIBLE = /[^\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The one form of a message's text: stripped of white space around it, line ends as line feeds.
 * Refused with TEXT_INVALID when empty, longer than `maxLength` code points, or not sendable as it stands.
 */
export function canonicalText(raw: string, maxLength: number): Outcome<string> {
  const text = raw.replaceAll(/\r\n?/g, '\n').trim();
  if (text === '') return invalid('The text is empty.');
  if (/\p{Surrogate}/u.test(text)) return invalid('The text holds half of a surrogate pair.');
  if (UNSENDABLE.test(text))
    return invalid('The text holds control characters other than tab and line feed.');
  if (!VISIBLE.test(text)) return invalid('The text holds nothing visible.');
  const length = codePoints(text);
  if (length > maxLength) {
    return invalid(`The text has ${length} characters; at most ${maxLength} are allowed.`);
  }
  return done(text);
}

/** The length of a text in code points, as the settings count it. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}

function invalid(reason: string): Outcome<never> {
  return refuse('TEXT_INVALID', { message: reason, data: { reason } });
}
