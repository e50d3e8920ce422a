/**
 * Marked ids: one number space for users, basic groups and channels. A user is its id, a basic group minus its id, a
 * channel or supergroup minus (10^12 + id). Source: core.telegram.org/api/bots/ids.
 */
const CHANNEL_BASE = 1_000_000_000_000n;
const LONGEST = 0x7fff_ffff_ffff_ffffn;

/** The three kinds of ids at Telegram; a basic group is a chat, supergroups and channels are channels. */
export type PeerType = 'user' | 'chat' | 'channel';

/** A peer by its own id, unmarked. */
export interface PeerId {
  readonly type: PeerType;
  readonly id: bigint;
}

/** The canonical form: the marked id as text. */
export function markedId({ type, id }: PeerId): string {
  if (type === 'user') return String(id);
  return String(type === 'chat' ? -id : -(CHANNEL_BASE + id));
}

/** Reads a canonical id; undefined for what is none. */
export function parseMarkedId(text: string): PeerId | undefined {
  if (!/^-?[1-9][0-9]{0,18}$/.test(text)) return undefined;
  const marked = BigInt(text);
  if (marked > 0n) return marked <= LONGEST ? { type: 'user', id: marked } : undefined;
  if (marked >= -CHANNEL_BASE) {
    // Exactly 10^12 marks nothing.
    return marked === -CHANNEL_BASE ? undefined : { type: 'chat', id: -marked };
  }
  return { type: 'channel', id: -marked - CHANNEL_BASE };
}
