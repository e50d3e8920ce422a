import { describe, expect, it } from 'vitest';
import { neutralise, neutraliseText } from './neutralise.js';

describe('text written by other people', () => {
  it.each([
    ['a bidirectional override', 'pay \u202Eevil\u202C', 'pay \\u{202E}evil\\u{202C}', 2],
    ['an isolate', '\u2066x\u2069', '\\u{2066}x\\u{2069}', 2],
    ['a terminal escape', '\u001B[31mred', '\\u{001B}[31mred', 1],
    ['a null byte', 'a\u0000b', 'a\\u{0000}b', 1],
    ['a carriage return', 'a\rb', 'a\\u{000D}b', 1],
    ['tag characters', 'hi\u{E0041}\u{E0042}', 'hi\\u{E0041}\\u{E0042}', 2],
    ['a zero width space', 'a\u200Bb', 'a\\u{200B}b', 1],
    ['a soft hyphen', 'pass\u00ADword', 'pass\\u{00AD}word', 1],
    ['a name of fillers', '\u3164\uFFA0', '\\u{3164}\\u{FFA0}', 2],
    ['reserved invisible code points', 'x\u2065\u{E0080}\u{E0FFF}', 'x\\u{2065}\\u{E0080}\\u{E0FFF}', 3],
    ['controls of music and shorthand', '\u{1D173}\u{1BCA0}', '\\u{1D173}\\u{1BCA0}', 2],
    ['a run of variation selectors', '😀\uFE0F\u{E0101}\u{E0102}', '😀\uFE0F\\u{E0101}\\u{E0102}', 2],
  ])('shows %s and counts it', (_name, text, shown, hidden) => {
    expect(neutraliseText(text)).toEqual({ value: shown, hidden });
  });

  it.each([
    ['Persian with a zero width non-joiner', 'می\u200Cخواهم'],
    ['Hindi with a joiner', 'क्\u200Dष'],
    ['a family', '👨\u200D👩\u200D👧\u200D👦'],
    ['a heart with its variation selector', '❤\uFE0F'],
    ['a rainbow flag', '🏳\uFE0F\u200D🌈'],
    ['the flag of Wales', '🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}'],
    ['lines and tabs', 'a\n\tb'],
    ['CJK and Cyrillic', '你好, мир'],
  ])('keeps %s byte for byte', (_name, text) => {
    expect(neutraliseText(text)).toEqual({ value: text, hidden: 0 });
  });

  it('shows the tag characters of a flag that does not exist', () => {
    expect(neutraliseText('🏴\u{E0068}\u{E0069}\u{E007F}').hidden).toBe(3);
  });

  it('is cleaned in every field of a result, once', () => {
    const once = neutralise({ a: ['\u202Ex', { b: '\u200F' }], n: 1, no: null, yes: true });
    expect(once).toEqual({
      value: { a: ['\\u{202E}x', { b: '\\u{200F}' }], n: 1, no: null, yes: true },
      hidden: 2,
    });
    expect(neutralise(once.value).hidden).toBe(0);
  });
});
