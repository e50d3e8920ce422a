import { threadIn, threadState } from '../../world/thread-state.js';
import type { Thread } from '../../world/threads.js';
import type { PeerRef, WorldChannel, WorldMessage } from '../../world/model.js';
import { peerKey } from '../../world/model.js';
import type { TlObject } from '../../tl/value.js';
import { toPeer } from '../common/peers.js';
import type { Viewer } from '../common/viewer.js';

/** How many of the newest comments are looked through for people to show beside a post. */
const LOOKED_AT = 30;

/** What a message says of its thread or its comments, as TL MessageReplies; undefined where it has none. */
export function renderReplies(viewer: Viewer, message: WorldMessage, id: number): TlObject | undefined {
  if (message.peer.kind !== 'channel' || message.scheduled === true) return undefined;
  const channel = viewer.world.channels.get(message.peer.id);
  if (channel === undefined) return undefined;
  if (channel.kind === 'channel') return comments(viewer, channel, id);
  const thread = threadIn(channel, id);
  const isDiscussed = message.forward?.savedFrom?.peer.id === channel.linkedChatId;
  const opensComments = channel.linkedChatId !== undefined && isDiscussed;
  return thread === undefined && !opensComments ? undefined : counts(viewer, channel, id, thread);
}

function comments(viewer: Viewer, channel: WorldChannel, id: number): TlObject | undefined {
  const group =
    channel.linkedChatId === undefined ? undefined : viewer.world.channels.get(channel.linkedChatId);
  const topId = channel.discussions.get(id);
  if (group === undefined || topId === undefined) return undefined;
  const thread = threadIn(group, topId);
  return {
    ...counts(viewer, group, topId, thread),
    comments: true,
    channel_id: group.id,
    recent_repliers: thread === undefined ? undefined : recentRepliers(thread).map(toPeer),
  };
}

function counts(
  viewer: Viewer,
  group: WorldChannel,
  topId: number,
  thread: Thread | undefined,
): TlObject & { readonly _: string } {
  const read = threadState(viewer.account, group, topId).readInboxMaxId;
  return {
    _: 'messageReplies',
    replies: thread?.size ?? 0,
    replies_pts: group.pts,
    max_id: thread === undefined ? undefined : thread.topId,
    read_max_id: read > 0 ? read : undefined,
  };
}

function recentRepliers(thread: Thread): PeerRef[] {
  const people = new Map<string, PeerRef>();
  for (const message of thread.slice(thread.size - LOOKED_AT).toReversed()) {
    if (message.from !== undefined && people.size < 3) people.set(peerKey(message.from), message.from);
  }
  return [...people.values()];
}
