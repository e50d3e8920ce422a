/* Which thread a request means: by a message of a group, by a topic of a forum, or by the channel post it comments. */
import { GENERAL_TOPIC } from '../../world/threads.js';
import type { Thread } from '../../world/threads.js';
import { threadIn } from '../../world/thread-state.js';
import type { PeerRef, WorldChannel } from '../../world/model.js';
import { canRead } from '../common/peers.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { messageSeen } from '../common/seen-message.js';

/** A thread and where it lies. */
export interface ThreadPlace {
  /** The supergroup that holds the messages. */
  readonly group: WorldChannel;
  readonly topId: number;
  /** Undefined while nothing was written into it. */
  readonly thread: Thread | undefined;
  /** The post that it comments, when it was named by that. */
  readonly post?: { readonly channel: WorldChannel; readonly id: number };
}

/** Whether a forum has that topic; the General topic is always there. */
export function hasTopic(forum: WorldChannel, topicId: number): boolean {
  return topicId === GENERAL_TOPIC || forum.topics.has(topicId);
}

/**
 * The thread that `msg_id` of a peer stands for. Throws PEER_ID_INVALID where there are no threads, TOPIC_ID_INVALID in a
 * forum without that topic, MSG_ID_INVALID for an unknown message or a post that has no comments.
 */
export function threadPlace(viewer: Viewer, peer: PeerRef, id: number): ThreadPlace {
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  if (channel === undefined) throw badRequest('PEER_ID_INVALID');
  if (channel.kind === 'channel') return commentsOf(viewer, channel, id);
  if (channel.forum) {
    if (!hasTopic(channel, id)) throw badRequest('TOPIC_ID_INVALID');
  } else if (messageSeen(viewer, peer, id) === undefined) throw badRequest('MSG_ID_INVALID');
  return { group: channel, topId: id, thread: threadIn(channel, id) };
}

/** The discussion group of a broadcast channel, as far as the account may see it. */
export function discussionGroup(viewer: Viewer, channel: WorldChannel): WorldChannel | undefined {
  if (channel.kind !== 'channel' || channel.linkedChatId === undefined) return undefined;
  const group = viewer.world.channels.get(channel.linkedChatId);
  return group !== undefined && canRead(viewer, group) ? group : undefined;
}

function commentsOf(viewer: Viewer, channel: WorldChannel, id: number): ThreadPlace {
  const group = discussionGroup(viewer, channel);
  const topId = channel.discussions.get(id);
  if (
    group === undefined ||
    topId === undefined ||
    messageSeen(viewer, { kind: 'channel', id: channel.id }, id) === undefined
  ) {
    throw badRequest('MSG_ID_INVALID');
  }
  return { group, topId, thread: threadIn(group, topId), post: { channel, id } };
}
