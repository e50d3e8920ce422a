import type { TlObject } from '../tl/value.js';
import { longIn } from './actions/context.js';
import type { ExportedMessage } from './export-shape.js';
import { numberIn, stringIn } from './fields.js';

type Button = (button: ExportedMessage, text: string, data: string) => TlObject;

/** By the type names that the file has. */
const BUTTONS: Readonly<Record<string, Button>> = {
  default: (_button, text) => ({ _: 'keyboardButton', text }),
  url: (_button, text, url) => ({ _: 'keyboardButtonUrl', text, url }),
  callback: (button, text, data) => ({
    _: 'keyboardButtonCallback',
    text,
    data: callbackData(button, data),
  }),
  callback_with_password: (button, text, data) => ({
    _: 'keyboardButtonCallback',
    requires_password: true,
    text,
    data: callbackData(button, data),
  }),
  request_phone: (_button, text) => ({ _: 'keyboardButtonRequestPhone', text }),
  request_location: (_button, text) => ({ _: 'keyboardButtonRequestGeoLocation', text }),
  request_poll: (_button, text) => ({ _: 'keyboardButtonRequestPoll', text }),
  request_peer: (button, text) => ({
    _: 'keyboardButtonRequestPeer',
    text,
    button_id: numberIn(button, 'button_id') ?? 0,
    peer_type: { _: 'requestPeerTypeUser' },
    max_quantity: 1,
  }),
  switch_inline: (_button, text, query) => ({ _: 'keyboardButtonSwitchInline', text, query }),
  switch_inline_same: (_button, text, query) => ({
    _: 'keyboardButtonSwitchInline',
    same_peer: true,
    text,
    query,
  }),
  game: (_button, text) => ({ _: 'keyboardButtonGame', text }),
  buy: (_button, text) => ({ _: 'keyboardButtonBuy', text }),
  auth: (button, text, url) => ({
    _: 'keyboardButtonUrlAuth',
    text,
    fwd_text: stringIn(button, 'forward_text'),
    url,
    button_id: numberIn(button, 'button_id') ?? 0,
  }),
  user_profile: (button, text) => ({
    _: 'keyboardButtonUserProfile',
    text,
    user_id: longIn(button, 'data'),
  }),
  web_view: (_button, text, url) => ({ _: 'keyboardButtonWebView', text, url }),
  simple_web_view: (_button, text, url) => ({ _: 'keyboardButtonSimpleWebView', text, url }),
  copy_text: (_button, text, copy_text) => ({ _: 'keyboardButtonCopy', text, copy_text }),
};

/** The buttons under a message as TL ReplyMarkup; undefined when there are none. */
export function inlineButtonsOf(message: ExportedMessage): TlObject | undefined {
  const rows: unknown = message['inline_bot_buttons'];
  if (!Array.isArray(rows)) return undefined;
  const made = rows.map((row: unknown) => ({
    _: 'keyboardButtonRow',
    buttons: (Array.isArray(row) ? row : []).flatMap((one: unknown) => buttonOf(one) ?? []),
  }));
  return made.length === 0 ? undefined : { _: 'replyInlineMarkup', rows: made };
}

function buttonOf(value: unknown): TlObject | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const button = value as ExportedMessage;
  const make = BUTTONS[stringIn(button, 'type') ?? ''];
  return make?.(button, stringIn(button, 'text') ?? '', stringIn(button, 'data') ?? '');
}

/** Callback data is bytes: newer files have them in base64url beside an empty `data`. */
function callbackData(button: ExportedMessage, data: string): Uint8Array {
  const encoded = stringIn(button, 'dataBase64');
  return new Uint8Array(Buffer.from(encoded ?? data, encoded === undefined ? 'utf8' : 'base64url'));
}
