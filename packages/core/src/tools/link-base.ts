import { parseMarkedId } from '../telegram/peers/ids.js';

/** What a message id is appended to for a t.me link; undefined for chats whose messages have no links. */
export function linkBase(peer: {
  readonly id: string;
  readonly username?: string | undefined;
}): string | undefined {
  const named = parseMarkedId(peer.id);
  if (named?.type !== 'channel') return undefined;
  return `https://t.me/${peer.username ?? `c/${named.id}`}/`;
}
