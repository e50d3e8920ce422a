import { listOf, number } from './plain.js';
import type { Plain } from './plain.js';

const TYPES: Readonly<Record<string, string>> = {
  KeyboardButton: 'default',
  KeyboardButtonUrl: 'url',
  KeyboardButtonRequestPhone: 'request_phone',
  KeyboardButtonRequestGeoLocation: 'request_location',
  KeyboardButtonRequestPoll: 'request_poll',
  KeyboardButtonRequestPeer: 'request_peer',
  KeyboardButtonGame: 'game',
  KeyboardButtonBuy: 'buy',
  KeyboardButtonUrlAuth: 'auth',
  KeyboardButtonUserProfile: 'user_profile',
  KeyboardButtonWebView: 'web_view',
  KeyboardButtonSimpleWebView: 'simple_web_view',
  KeyboardButtonCopy: 'copy_text',
};

/** The field `inline_bot_buttons`. */
export function buttonsField(markup: Plain | undefined): unknown {
  if (markup?._ !== 'ReplyInlineMarkup') return undefined;
  return listOf(markup['rows']).map((row) => listOf(row['buttons']).map(buttonView));
}

function buttonView(button: Plain): Record<string, unknown> {
  const { text } = button;
  if (button._ === 'KeyboardButtonCallback') {
    const type = button['requiresPassword'] === true ? 'callback_with_password' : 'callback';
    const bytes = Buffer.from(button['data'] as Uint8Array);
    return { type, text, dataBase64: bytes.toString('base64url'), data: '' };
  }
  if (button._ === 'KeyboardButtonSwitchInline') {
    const type = button['samePeer'] === true ? 'switch_inline_same' : 'switch_inline';
    return { type, text, data: button['query'] };
  }
  const data = button['url'] ?? button['copyText'] ?? button['userId'];
  return {
    type: TYPES[button._] ?? button._,
    text,
    ...(data !== undefined && { data: typeof data === 'bigint' ? data.toString() : data }),
    ...(button['fwdText'] !== undefined && { forward_text: button['fwdText'] }),
    ...(button['buttonId'] !== undefined && { button_id: number(button['buttonId']) }),
  };
}
