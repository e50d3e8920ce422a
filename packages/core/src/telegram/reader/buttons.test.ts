import type { Api } from 'telegram';
import { describe, expect, it } from 'vitest';
import { telegram } from '../library.js';
import { buttonsOf } from './buttons.js';

const { Api: Tl, helpers } = telegram();
const number = helpers.returnBigInt(5);
const url = 'https://example.org/';

function inline(...buttons: Api.TypeKeyboardButton[]): Api.ReplyInlineMarkup {
  return new Tl.ReplyInlineMarkup({ rows: [new Tl.KeyboardButtonRow({ buttons })] });
}

describe('buttons', () => {
  it.each([
    [new Tl.KeyboardButtonUrl({ text: 'x', url }), { kind: 'url', url }],
    [new Tl.KeyboardButtonUrlAuth({ text: 'x', url, buttonId: 1 }), { kind: 'url_auth', url }],
    [new Tl.KeyboardButtonWebView({ text: 'x', url }), { kind: 'web_view', url }],
    [
      new Tl.KeyboardButtonCallback({ text: 'x', data: Buffer.from([0, 255]) }),
      { kind: 'callback', data_b64: 'AP8=' },
    ],
    [
      new Tl.KeyboardButtonCallback({ text: 'x', data: Buffer.from([0]), requiresPassword: true }),
      { kind: 'callback_password', data_b64: 'AA==' },
    ],
    [new Tl.KeyboardButtonSwitchInline({ text: 'x', query: 'q' }), { kind: 'switch_inline' }],
    [new Tl.KeyboardButtonGame({ text: 'x' }), { kind: 'game' }],
    [new Tl.KeyboardButtonBuy({ text: 'x' }), { kind: 'buy' }],
    [new Tl.KeyboardButtonUserProfile({ text: 'x', userId: number }), { kind: 'user_profile' }],
    [new Tl.KeyboardButtonCopy({ text: 'x', copyText: 'y' }), { kind: 'copy' }],
  ])('under a message are told by their kind, and where they lead', (button, shown) => {
    expect(buttonsOf(inline(button))).toEqual([{ row: 0, col: 0, text: 'x', ...shown }]);
  });

  it('of a keyboard are told row by row', () => {
    const row = (...buttons: Api.TypeKeyboardButton[]) => new Tl.KeyboardButtonRow({ buttons });
    const markup = new Tl.ReplyKeyboardMarkup({
      rows: [
        row(new Tl.KeyboardButton({ text: 'Yes' }), new Tl.KeyboardButton({ text: 'No' })),
        row(new Tl.KeyboardButtonRequestPhone({ text: 'My number' })),
      ],
    });
    expect(buttonsOf(markup)).toEqual([
      { row: 0, col: 0, text: 'Yes', kind: 'text' },
      { row: 0, col: 1, text: 'No', kind: 'text' },
      { row: 1, col: 0, text: 'My number', kind: 'request_phone' },
    ]);
  });

  it('are none where a keyboard is hidden or an answer is asked for', () => {
    expect(buttonsOf(new Tl.ReplyKeyboardHide({}))).toBeUndefined();
    expect(buttonsOf(new Tl.ReplyKeyboardForceReply({}))).toBeUndefined();
    expect(buttonsOf(undefined)).toBeUndefined();
  });
});
