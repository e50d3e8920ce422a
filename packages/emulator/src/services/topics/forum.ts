import type { TlObject } from '../../tl/value.js';
import { topicOf } from '../../world/topics.js';
import type { WorldChannel, WorldTopic } from '../../world/model.js';
import { objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { hasRight } from '../common/rights.js';
import { badRequest, forbidden } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** The forum a request names. Throws CHANNEL_FORUM_MISSING where topics are not turned on. */
export function forumOf(viewer: Viewer, request: TlObject): WorldChannel {
  const forum = inputChannel(viewer, objectOf(request, 'channel'));
  if (forum.kind !== 'supergroup' || !forum.forum) throw badRequest('CHANNEL_FORUM_MISSING');
  return forum;
}

/** A topic of a forum. Throws TOPIC_ID_INVALID when there is none. */
export function topicIn(forum: WorldChannel, id: number): WorldTopic {
  const topic = topicOf(forum, id);
  if (topic === undefined) throw badRequest('TOPIC_ID_INVALID');
  return topic;
}

/** Throws CHAT_ADMIN_REQUIRED unless the account manages topics; with `own`, whoever opened that topic may too. */
export function checkManages(viewer: Viewer, forum: WorldChannel, own?: WorldTopic): void {
  if (own?.from === viewer.id) return;
  if (!hasRight(viewer, forum, 'manage_topics')) throw forbidden('CHAT_ADMIN_REQUIRED');
}
