/* What a new message answers, and the topic of a forum that it goes into. */
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldReply } from '../../world/model.js';
import { GENERAL_TOPIC, inThread } from '../../world/threads.js';
import { numberOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { optionalPeer } from '../common/peers.js';
import { hasRight } from '../common/rights.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { hasTopic } from './thread-place.js';
import { messageSeen } from '../common/seen-message.js';

/**
 * The reply header that `reply_to` (or the older `top_msg_id`) asks for. Throws REPLY_TO_INVALID,
 * REPLY_MESSAGE_ID_INVALID, QUOTE_TEXT_INVALID, and for forums TOPIC_DELETED and TOPIC_CLOSED.
 */
export function replyTarget(viewer: Viewer, peer: PeerRef, request: TlObject): WorldReply | undefined {
  const input = objectOf(request, 'reply_to');
  const topId = (input === undefined ? 0 : numberOf(input, 'top_msg_id')) || numberOf(request, 'top_msg_id');
  const forum = forumOf(viewer, peer);
  if (forum !== undefined && topId > 0 && !hasTopic(forum, topId)) throw badRequest('TOPIC_DELETED');
  const isInTopic = forum !== undefined && topId > GENERAL_TOPIC;
  let reply = input === undefined ? undefined : given(viewer, peer, input, forum !== undefined);
  if (reply !== undefined && isInTopic) reply = { ...reply, topId, forumTopic: true };
  else if (reply !== undefined && topId > 0 && forum === undefined) reply = { ...reply, topId };
  else if (reply === undefined && topId > 0 && (forum === undefined || isInTopic)) {
    const message = messageSeen(viewer, peer, topId);
    reply = { id: topId, ...(message !== undefined && { message }), ...(isInTopic && { forumTopic: true }) };
  }
  if (reply !== undefined && peer.kind === 'channel') reply = inThread(reply, peer);
  checkTopicOpen(viewer, peer, topicOf(reply));
  return reply;
}

/** The topic that a reply header leads to. */
export function topicOf(reply: WorldReply | undefined): number {
  return reply?.forumTopic === true ? (reply.topId ?? reply.id) : GENERAL_TOPIC;
}

/** Throws TOPIC_CLOSED for a closed topic, unless the account opened it or manages topics. */
export function checkTopicOpen(viewer: Viewer, peer: PeerRef, topicId: number): void {
  const forum = forumOf(viewer, peer);
  const topic = forum?.topics.get(topicId);
  if (forum === undefined || topic?.closed !== true || topic.from === viewer.id) return;
  if (!hasRight(viewer, forum, 'manage_topics')) throw badRequest('TOPIC_CLOSED');
}

function forumOf(viewer: Viewer, peer: PeerRef) {
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  return channel?.forum === true ? channel : undefined;
}

function given(viewer: Viewer, peer: PeerRef, input: TlObject, isForum: boolean): WorldReply | undefined {
  if (input._ !== 'inputReplyToMessage') throw badRequest('REPLY_TO_INVALID');
  const place = optionalPeer(viewer, objectOf(input, 'reply_to_peer_id')) ?? peer;
  const id = numberOf(input, 'reply_to_msg_id');
  const message = messageSeen(viewer, place, id);
  const isHere = peerKey(place) === peerKey(peer);
  // Into the General topic one writes by its number, though no message needs to have it.
  if (isForum && isHere && id === GENERAL_TOPIC && message === undefined) return undefined;
  if (message === undefined) throw badRequest('REPLY_MESSAGE_ID_INVALID');
  const quote = textOf(input, 'quote_text');
  if (quote !== '' && !message.text.includes(quote)) throw badRequest('QUOTE_TEXT_INVALID');
  const entities = objectsOf(input, 'quote_entities');
  return {
    id,
    message,
    ...(quote !== '' && {
      quote,
      quoteOffset: numberOf(input, 'quote_offset') || message.text.indexOf(quote),
      ...(entities.length > 0 && { quoteEntities: entities }),
    }),
  };
}
