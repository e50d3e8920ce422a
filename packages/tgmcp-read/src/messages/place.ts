import { discussionOf, type CallOptions, type Outcome, type ResolvedPeer, type Telegram } from '@tgmcp/core';

/** Where messages are read: a chat, or one thread of it. */
export interface Place {
  readonly peer: ResolvedPeer;
  readonly thread?: number;
}

/** The place that a chat and a thread name; comments of a channel's post lie in the group that discusses it. */
export async function placeOf(
  account: Telegram,
  peer: ResolvedPeer,
  thread: number,
  options: CallOptions,
): Promise<Outcome<Place>> {
  if (thread === 0) return { ok: true, value: { peer } };
  if (peer.kind !== 'channel') return { ok: true, value: { peer, thread } };
  const found = await discussionOf(account, peer, thread, options);
  return found.ok ? { ok: true, value: { peer: found.value.group, thread: found.value.top } } : found;
}
