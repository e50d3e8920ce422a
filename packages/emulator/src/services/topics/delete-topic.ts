import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { GENERAL_TOPIC } from '../../world/threads.js';
import { threadIn } from '../../world/thread-state.js';
import { numberOf } from '../common/fields.js';
import { hasRight } from '../common/rights.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import { eraseFromChannel } from '../chats/erase.js';
import { forumOf, topicIn } from './forum.js';

/** How many messages one call takes away; the caller calls again while `offset` is positive (core.telegram.org/api/offsets). */
const AT_ONCE = 1000;

function deleteTopic(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const forum = forumOf(viewer, request);
  const id = numberOf(request, 'top_msg_id');
  if (id === GENERAL_TOPIC) throw badRequest('TOPIC_ID_INVALID');
  const topic = topicIn(forum, id);
  const thread = threadIn(forum, topic.id);
  const others = thread?.slice(0).some((message) => message.author !== viewer.id) === true;
  // Whoever opened a topic may take it back as long as nobody else wrote into it.
  const mayAsOwner = topic.from === viewer.id && !others;
  if (!mayAsOwner && !hasRight(viewer, forum, 'delete_messages')) throw forbidden('CHAT_ADMIN_REQUIRED');
  const messages = thread?.slice(Math.max(0, thread.size - AT_ONCE)) ?? [];
  const left = (thread?.size ?? 0) - messages.length;
  if (messages.length > 0) eraseFromChannel(call, forum, messages);
  if (left === 0) {
    forum.topics.delete(topic.id);
    forum.pinnedTopics = forum.pinnedTopics.filter((pinned) => pinned !== topic.id);
  }
  return { _: 'messages.affectedHistory', pts: forum.pts, pts_count: messages.length, offset: left };
}

/** Deleting a topic with all that is in it. */
export const deleteTopicHandlers: Handlers = { 'channels.deleteTopicHistory': deleteTopic };
