import { parseMarkedId } from '../telegram/peers/ids.js';

/** The same as a field of a result: a message's t.me link is it and its id. */
export function linkOf(peer: Parameters<typeof linkBase>[0]): { link_base?: string } {
  const base = linkBase(peer);
  return base === undefined ? {} : { link_base: base };
}

/** What a message id is appended to for a t.me link; undefined for chats whose messages have no links. */
export function linkBase(peer: {
  readonly id: string;
  readonly username?: string | undefined;
}): string | undefined {
  const named = parseMarkedId(peer.id);
  if (named?.type !== 'channel') return undefined;
  return `https://t.me/${peer.username ?? `c/${named.id}`}/`;
}
