import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { incoming, threadState } from '../../world/thread-state.js';
import { numberOf, objectOf } from '../common/fields.js';
import { pageAnswer } from '../common/pages.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { renderMessage } from '../render/message.js';
import { People } from '../render/people.js';
import { threadPlace } from './thread-place.js';

function getReplies(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const { group, thread } = threadPlace(viewer, peer, numberOf(request, 'msg_id'));
  return pageAnswer(viewer, { kind: 'channel', id: group.id }, thread, request);
}

function getDiscussionMessage(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const { group, topId, thread } = threadPlace(viewer, peer, numberOf(request, 'msg_id'));
  const first = group.history.get(topId);
  if (first === undefined) throw badRequest('MSG_ID_INVALID');
  // A post that is an album was forwarded as one: its first message comes with the others.
  const album =
    first.groupedId === undefined
      ? [first]
      : group.history
          .slice(group.history.countBelow(topId - 10), group.history.countBelow(topId + 10))
          .filter((message) => message.groupedId === first.groupedId);
  const messages = album.map((message) => renderMessage(viewer, message));
  const state = threadState(viewer.account, group, topId);
  return {
    _: 'messages.discussionMessage',
    messages,
    max_id: thread?.topId,
    read_inbox_max_id: state.readInboxMaxId > 0 ? state.readInboxMaxId : undefined,
    read_outbox_max_id: state.readOutboxMaxId > 0 ? state.readOutboxMaxId : undefined,
    unread_count: incoming(thread, viewer.account, state.readInboxMaxId),
    ...new People(viewer).add(peer).addFrom(messages).render(),
  };
}

/** Threads: the replies to a message, the comments of a channel post, the messages of a topic. */
export const repliesHandlers: Handlers = {
  'messages.getReplies': getReplies,
  'messages.getDiscussionMessage': getDiscussionMessage,
};
