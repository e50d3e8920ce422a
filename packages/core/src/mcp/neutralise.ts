/**
 * Makes characters visible that a person reading a chat would not see, but that a model or a terminal would act on:
 * control characters, bidirectional controls, tag characters and other invisible code points become `\u{XXXX}`.
 * What writing needs stays byte for byte: ZWJ and ZWNJ (Persian, Hindi, emoji), single variation selectors, and the
 * three flags that are spelt with tag characters.
 */

const HIDDEN = new RegExp(
  [
    // The flags of England, Scotland and Wales: matched first and kept.
    '\\u{1F3F4}\\u{E0067}\\u{E0062}(?:\\u{E0065}\\u{E006E}\\u{E0067}|\\u{E0073}\\u{E0063}\\u{E0074}|\\u{E0077}\\u{E006C}\\u{E0073})\\u{E007F}',
    // C0 without tab and line feed, DEL, C1; a carriage return belongs to no chat text.
    '[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F]',
    // Bidirectional controls: ALM, LRM, RLM, embeddings, overrides, isolates.
    '[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]',
    // Invisible spaces, joiners without a use in writing, separators, deprecated and annotation controls.
    '[\\u00AD\\u17B4\\u17B5\\u180E\\u200B\\u2028\\u2029\\u2060-\\u206F\\u3164\\uFEFF\\uFFA0\\uFFF0-\\uFFFB]',
    '[\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}]',
    // Tag characters, and the code points beside them that are reserved for more of their kind.
    '[\\u{E0000}-\\u{E00FF}\\u{E01F0}-\\u{E0FFF}]',
    // Variation selectors after another one: one is spelling, a run carries hidden data.
    '(?<=[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}])[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]',
  ].join('|'),
  'gu',
);

/** A value with hidden characters made visible, and how many there were. */
export interface Neutralised<T> {
  readonly value: T;
  readonly hidden: number;
}

/** Makes the hidden characters of a text visible. */
export function neutraliseText(text: string): Neutralised<string> {
  let hidden = 0;
  const value = text.replace(HIDDEN, (found) => {
    if (found.startsWith('\u{1F3F4}')) return found;
    hidden += 1;
    return `\\u{${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`;
  });
  return { value, hidden };
}

/** The same for every text in a plain value; field names stay as they are. */
export function neutralise<T>(value: T): Neutralised<T> {
  let hidden = 0;
  function walk(part: unknown): unknown {
    if (typeof part === 'string') {
      const clean = neutraliseText(part);
      hidden += clean.hidden;
      return clean.value;
    }
    if (Array.isArray(part)) return part.map(walk);
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
  }
  const clean = walk(value) as T;
  return { value: clean, hidden };
}
