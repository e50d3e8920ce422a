import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { entityLines } from './entity.js';
import { formattedText, PARSE_MODES } from './formatted-text.js';

const LENGTH = 2000;

describe('a text', () => {
  it('is sent as it is unless it is said to be Markdown or HTML', () => {
    const text = '**not bold** <b>nor this</b> _x_';
    expect(formattedText(text, 'plain', LENGTH)).toEqual({ ok: true, value: { text, entities: [] } });
  });

  it.each([
    ['**a** __b__ ~~c~~ ||d|| `e` --f--', 'a b c d e f', 'bold italic strike spoiler code underline'],
    ['[there](https://example.org)', 'there', 'text_url'],
    ['```js\nx\n```', 'x', 'pre'],
    ['odd ** and __', 'odd ** and __', ''],
  ])('of Markdown %s becomes text and formatting', (raw, text, types) => {
    const formatted = formattedText(raw, 'markdown', LENGTH);
    expect(formatted).toMatchObject({ ok: true, value: { text } });
    if (formatted.ok) expect(formatted.value.entities.map(({ type }) => type).join(' ')).toBe(types);
  });

  it.each([
    [
      '<b>a</b> <i>b</i> <u>c</u> <s>d</s> <tg-spoiler>e</tg-spoiler>',
      'a b c d e',
      'bold italic underline strike spoiler',
    ],
    ['<a href="https://example.org">x</a> &lt; y', 'x < y', 'text_url'],
    ['<blockquote expandable>q</blockquote>', 'q', 'blockquote'],
  ])('of HTML %s becomes text and formatting', (raw, text, types) => {
    const formatted = formattedText(raw, 'html', LENGTH);
    expect(formatted).toMatchObject({ ok: true, value: { text } });
    if (formatted.ok) expect(formatted.value.entities.map(({ type }) => type).join(' ')).toBe(types);
  });

  it('keeps its formatting in place when the white space around it goes', () => {
    expect(formattedText('\n  **ab** c  ', 'markdown', LENGTH)).toMatchObject({
      value: { text: 'ab c', entities: [{ type: 'bold', offset: 0, length: 2 }] },
    });
  });

  it.each([
    ['[x](javascript:alert)', 'markdown', 'A link leads to no address'],
    ['[Ann](tg://user?id=5)', 'markdown', 'cannot be sent'],
    ['<tg-emoji emoji-id="5">x</tg-emoji>', 'html', 'cannot be sent'],
    ['****', 'markdown', ''],
    ['**a** '.repeat(101), 'markdown', 'more than 100'],
  ] as const)('like %s is refused in %s', (raw, mode, reason) => {
    expect(formattedText(raw, mode, LENGTH)).toMatchObject({
      ok: false,
      refusal: { code: 'TEXT_INVALID', message: expect.stringContaining(reason) },
    });
  });

  it.each([
    ['```'.repeat(5461), 'markdown', 'at most 8192 are read'],
    ['```'.repeat(2730), 'markdown', 'more than 200 formatting marks'],
    ['```\n'.repeat(2000), 'markdown', 'more than 200 formatting marks'],
    ['<b>'.repeat(5000), 'html', 'at most 8192 are read'],
  ] as const)('that costs too much is refused before it is parsed, case %#', (raw, mode, reason) => {
    const took = (): number => {
      const begun = performance.now();
      expect(formattedText(raw, mode, LENGTH)).toMatchObject({
        ok: false,
        refusal: { code: 'TEXT_INVALID', message: expect.stringContaining(reason) },
      });
      return performance.now() - begun;
    };
    // A process that is held up takes long once, whatever it does; what costs too much takes long each time.
    let quickest = took();
    for (let more = 0; more < 20 && quickest >= 50; more += 1) quickest = Math.min(quickest, took());
    expect(quickest).toBeLessThan(50);
  });

  it('may have as many marks as a hundred pieces of formatting need', () => {
    expect(formattedText('**a** '.repeat(100), 'markdown', LENGTH)).toMatchObject({ ok: true });
  });

  it('of any kind is refused or has formatting inside it, in order', () => {
    const piece = fc.constantFrom(
      '**',
      '__',
      '`',
      '```',
      '||',
      '[',
      '](https://x.org)',
      '<b>',
      '</b>',
      '\n',
      '&lt;',
      '> ',
      '😀',
    );
    const raw = fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 30 });
    fc.assert(
      fc.property(raw, fc.constantFrom(...PARSE_MODES), (pieces, mode) => {
        const formatted = formattedText(pieces.join(''), mode, LENGTH);
        if (!formatted.ok) return formatted.refusal.code === 'TEXT_INVALID';
        const { text, entities } = formatted.value;
        return entities.every(({ offset, length }, index) => {
          const before = entities[index - 1]?.offset ?? 0;
          return length > 0 && offset >= before && offset + length <= text.length;
        });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('formatting for an approver', () => {
  it('names what is formatted, and where a link really leads, with nothing hidden', () => {
    const text = 'your bank';
    const entities = [
      { type: 'text_url', offset: 5, length: 4, url: 'https://evil.example/\u202Ebank' },
      { type: 'pre', offset: 0, length: 4, language: 'js' },
    ] as const;
    expect(entityLines({ text, entities: [...entities] })).toEqual([
      'text_url: "bank" → https://evil.example/\\u{202e}bank',
      'pre js: "your"',
    ]);
  });
});
