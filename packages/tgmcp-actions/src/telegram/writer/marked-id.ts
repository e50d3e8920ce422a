import type { Api } from 'telegram';

/** The canonical id of a chat that an answer of Telegram names. See core.telegram.org/api/bots/ids. */
export function markedIdOf(chat: Api.TypeChat): string {
  return chat.className === 'Channel' || chat.className === 'ChannelForbidden'
    ? String(-1_000_000_000_000n - BigInt(String(chat.id)))
    : `-${String(chat.id)}`;
}
