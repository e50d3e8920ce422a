/* Keyboards as worlds and bots write them, in TL's terms (core.telegram.org/api/bots/buttons). */
import type { TlObject } from '../tl/value.js';

/** One button of an inline keyboard: its text, and what it does. */
export type InlineButton =
  | { readonly text: string; readonly callback: string; readonly needsPassword?: boolean }
  | { readonly text: string; readonly url: string }
  | { readonly text: string; readonly copy: string }
  | { readonly text: string; readonly webView: string }
  | { readonly text: string; readonly user: bigint | number }
  | { readonly text: string; readonly switchInline: string; readonly samePeer?: boolean };

/** One button of a reply keyboard: plain text, or a request for something. */
export type ReplyButton =
  | string
  | { readonly text: string; readonly request: 'contact' | 'location' | 'poll' }
  | {
      readonly text: string;
      readonly request: 'bot' | 'user' | 'group' | 'channel';
      readonly buttonId?: number;
    };

/** What a reply keyboard may be told beyond its buttons. */
export interface ReplyKeyboardOptions {
  readonly resize?: boolean;
  readonly oneTime?: boolean;
  readonly persistent?: boolean;
  readonly placeholder?: string;
}

/** The bytes of callback data at most. */
const MAX_CALLBACK = 64;

/** Buttons under a message, row by row. Throws for callback data of more than 64 bytes. */
export function inlineKeyboard(rows: readonly (readonly InlineButton[])[]): TlObject {
  return { _: 'replyInlineMarkup', rows: rows.map((row) => rowOf(row.map(inlineButton))) };
}

/** A keyboard that replaces the user's own, row by row. */
export function replyKeyboard(
  rows: readonly (readonly ReplyButton[])[],
  options: ReplyKeyboardOptions = {},
): TlObject {
  return {
    _: 'replyKeyboardMarkup',
    ...(options.resize !== false && { resize: true }),
    ...(options.oneTime === true && { single_use: true }),
    ...(options.persistent === true && { persistent: true }),
    ...(options.placeholder !== undefined && { placeholder: options.placeholder }),
    rows: rows.map((row) => rowOf(row.map(replyButton))),
  };
}

/** Takes a reply keyboard away. */
export const HIDE_KEYBOARD: TlObject = { _: 'replyKeyboardHide' };

/** Opens the user's keyboard as if the message were being answered. */
export const FORCE_REPLY: TlObject = { _: 'replyKeyboardForceReply' };

function rowOf(buttons: readonly TlObject[]): TlObject {
  return { _: 'keyboardButtonRow', buttons };
}

function inlineButton(button: InlineButton): TlObject {
  const { text } = button;
  if ('callback' in button) {
    const data = new TextEncoder().encode(button.callback);
    if (data.length > MAX_CALLBACK)
      throw new Error(`callback data of "${text}" exceeds ${MAX_CALLBACK} bytes`);
    const requires_password = button.needsPassword === true ? true : undefined;
    return { _: 'keyboardButtonCallback', text, data, requires_password };
  }
  if ('url' in button) return { _: 'keyboardButtonUrl', text, url: button.url };
  if ('copy' in button) return { _: 'keyboardButtonCopy', text, copy_text: button.copy };
  if ('webView' in button) return { _: 'keyboardButtonWebView', text, url: button.webView };
  if ('user' in button) return { _: 'keyboardButtonUserProfile', text, user_id: BigInt(button.user) };
  const same_peer = button.samePeer === true ? true : undefined;
  return { _: 'keyboardButtonSwitchInline', text, query: button.switchInline, same_peer };
}

const PEER_TYPES = {
  bot: { _: 'requestPeerTypeUser', bot: true },
  user: { _: 'requestPeerTypeUser', bot: false },
  group: { _: 'requestPeerTypeChat' },
  channel: { _: 'requestPeerTypeBroadcast' },
} as const;

function replyButton(button: ReplyButton): TlObject {
  if (typeof button === 'string') return { _: 'keyboardButton', text: button };
  const { text } = button;
  switch (button.request) {
    case 'contact':
      return { _: 'keyboardButtonRequestPhone', text };
    case 'location':
      return { _: 'keyboardButtonRequestGeoLocation', text };
    case 'poll':
      return { _: 'keyboardButtonRequestPoll', text };
    default:
      return {
        _: 'keyboardButtonRequestPeer',
        text,
        button_id: button.buttonId ?? 1,
        peer_type: PEER_TYPES[button.request],
        max_quantity: 1,
      };
  }
}
