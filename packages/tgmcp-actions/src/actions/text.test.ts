import { describe, expect, it } from 'vitest';
import { canonicalText } from './text.js';
import { visibleText } from './visible.js';

describe('the canonical form of a text', () => {
  it('has no white space around it and line feeds for line ends', () => {
    expect(canonicalText(' \r\n Hello\r\nyou\rthere \t\n', 100)).toStrictEqual({
      ok: true,
      value: 'Hello\nyou\nthere',
    });
  });

  it('is counted in code points, not in UTF-16 units', () => {
    expect(canonicalText('😀'.repeat(5), 5).ok).toBe(true);
    expect(canonicalText('😀'.repeat(6), 5)).toMatchObject({
      ok: false,
      refusal: { code: 'TEXT_INVALID', data: { reason: expect.stringContaining('6 characters; at most 5') } },
    });
  });

  it('is refused when there is nothing, or nothing visible, to send', () => {
    for (const raw of ['', ' \n\t ', '\u200b', '\u2060\u00ad', '\u{e0041}\u{e0042}']) {
      expect(canonicalText(raw, 100)).toMatchObject({ ok: false, refusal: { code: 'TEXT_INVALID' } });
    }
  });

  it('is refused when Telegram would send something else', () => {
    for (const raw of ['a\u0000b', 'a\u001bb', 'a\u0085b', 'a\ud800b']) {
      expect(canonicalText(raw, 100)).toMatchObject({ ok: false, refusal: { code: 'TEXT_INVALID' } });
    }
  });

  it('leaves formatting marks as they are: there is no parse mode', () => {
    const raw = '**bold** _it_ [a](tg://x) <b>b</b>';
    expect(canonicalText(raw, 100)).toStrictEqual({ ok: true, value: raw });
  });
});

describe('a text for an approver', () => {
  it('writes out what has no shape or turns its neighbours around', () => {
    expect(visibleText('pay\u200bpal\u202egpj.exe\u{e0041}')).toStrictEqual({
      text: 'pay\\u{200b}pal\\u{202e}gpj.exe\\u{e0041}',
      hidden: 3,
    });
  });

  it('keeps joiners where a script or an emoji needs them', () => {
    for (const text of ['می‌خواهم', 'क्‍ष', '👩‍👩‍👧', '❤️', '1️⃣', '👩🏽‍🚀', '🏳️‍🌈']) {
      expect(visibleText(text)).toStrictEqual({ text, hidden: 0 });
    }
  });

  it('writes out joiners and selectors that nothing needs: they could carry a hidden message', () => {
    expect(visibleText('a\u200cb\u200dc\ufe0fd')).toStrictEqual({
      text: 'a\\u{200c}b\\u{200d}c\\u{fe0f}d',
      hidden: 3,
    });
  });
});
