/**
 * A text as an approver must see it: whatever has no shape of its own or changes the shape of its neighbours is written
 * out. Joiners and variation selectors stay where a script or an emoji needs them, so that Persian, Hindi and family
 * emoji read as they will be sent; anywhere else they could carry a hidden message and are written out too.
 */

/** A text made fully visible, and how many characters had to be written out. */
export interface VisibleText {
  readonly text: string;
  readonly hidden: number;
}

const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;
const JOINERS = new Set([0x200c, 0x200d]);
const JOINING_SCRIPT =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;
const SELECTABLE = /[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Mongolian}\p{Script=Myanmar}]/u;
const KEYCAP = '\u{20e3}';
const EMOJI_STYLE = '\u{fe0f}';

/** Writes out every character that an approver could not see, as `\u{200b}`. */
export function visibleText(text: string): VisibleText {
  const characters = Array.from(text);
  let hidden = 0;
  const shown = characters.map((character, index) => {
    if (!HIDDEN.test(character) || belongs(characters, index)) return character;
    hidden += 1;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return { text: shown.join(''), hidden };
}

function belongs(characters: readonly string[], index: number): boolean {
  const point = characters[index]?.codePointAt(0) ?? 0;
  const before = characters[index - 1] ?? '';
  const after = characters[index + 1] ?? '';
  if (JOINERS.has(point)) {
    const inWord = JOINING_SCRIPT.test(before) && JOINING_SCRIPT.test(after);
    return inWord || ((EMOJI.test(before) || before === EMOJI_STYLE) && EMOJI.test(after));
  }
  const isSelector = point >= 0xfe00 && point <= 0xfe0f;
  return isSelector && (SELECTABLE.test(before) || after === KEYCAP);
}
