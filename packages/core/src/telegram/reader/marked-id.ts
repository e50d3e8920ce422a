import type { Api } from 'telegram';

const CHANNEL_BASE = 1_000_000_000_000n;

/** The canonical marked id of a peer: `777000`, `-4123`, `-1001234567890`. */
export function markedId(peer: Api.TypePeer): string {
  if ('userId' in peer) return String(peer.userId);
  if ('chatId' in peer) return `-${String(peer.chatId)}`;
  return `-${CHANNEL_BASE + BigInt(String(peer.channelId))}`;
}

/** The same for a user or chat object. */
export function markedIdOf(entity: Api.TypeUser | Api.TypeChat): string {
  const id = BigInt(String(entity.id));
  if (entity.className.startsWith('User')) return String(id);
  return entity.className.startsWith('Channel') ? `-${CHANNEL_BASE + id}` : `-${id}`;
}
