import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldChannel } from '../../world/model.js';
import { flagOf, numberOf, numbersOf } from '../common/fields.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { tellMembers } from '../chats/notices.js';
import { wrapUpdates } from '../updates/deliver.js';
import { checkManages, forumOf, topicIn } from './forum.js';

/** How many topics a forum may pin (help.getAppConfig, topics_pinned_limit). */
const MOST_PINNED = 5;

function announcePins(call: CallContext, forum: WorldChannel, update: TlObject): TlObject {
  tellMembers(call, forum, () => update);
  return wrapUpdates(viewerOf(call), [update]);
}

function pinTopic(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const forum = forumOf(viewer, request);
  const topic = topicIn(forum, numberOf(request, 'topic_id'));
  checkManages(viewer, forum);
  const pinned = flagOf(request, 'pinned');
  if (pinned === forum.pinnedTopics.includes(topic.id)) throw badRequest('PINNED_TOPIC_NOT_MODIFIED');
  if (pinned && forum.pinnedTopics.length >= MOST_PINNED) throw badRequest('PINNED_TOO_MUCH');
  forum.pinnedTopics = pinned
    ? [topic.id, ...forum.pinnedTopics]
    : forum.pinnedTopics.filter((id) => id !== topic.id);
  return announcePins(call, forum, {
    _: 'updateChannelPinnedTopic',
    pinned: pinned || undefined,
    channel_id: forum.id,
    topic_id: topic.id,
  });
}

function reorder(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const forum = forumOf(viewer, request);
  checkManages(viewer, forum);
  const order = [...new Set(numbersOf(request, 'order'))].map((id) => topicIn(forum, id).id);
  if (order.length > MOST_PINNED) throw badRequest('PINNED_TOO_MUCH');
  const rest = flagOf(request, 'force') ? [] : forum.pinnedTopics.filter((id) => !order.includes(id));
  const wanted = flagOf(request, 'force') ? order : order.filter((id) => forum.pinnedTopics.includes(id));
  forum.pinnedTopics = [...wanted, ...rest];
  return announcePins(call, forum, {
    _: 'updateChannelPinnedTopics',
    channel_id: forum.id,
    order: forum.pinnedTopics,
  });
}

/** Pinning topics. */
export const pinnedTopicsHandlers: Handlers = {
  'channels.updatePinnedForumTopic': pinTopic,
  'channels.reorderPinnedForumTopics': reorder,
};
