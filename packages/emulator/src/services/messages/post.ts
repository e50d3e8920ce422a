/*
 * Puts messages into chats. A random_id is remembered per account and peer for ever: a repeat, from any session and by
 * any method, makes nothing and gets the first message again (core.telegram.org/api/updates, updateMessageID).
 */
import type { CallContext } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { MessageDraft, PeerRef, WorldMessage } from '../../world/model.js';
import { announce, messageUpdate, wrapUpdates } from '../updates/deliver.js';
import { flagOf, longOf, numberOf, objectOf, textOf } from '../common/fields.js';
import { optionalPeer } from '../common/peers.js';
import { withheldFrom } from '../common/private-chats.js';
import { checkMayWrite, hasRight, spendSlowmode } from '../common/rights.js';
import { badRequest } from '../common/viewer.js';
import { forwardToDiscussion } from './discussion-post.js';
import type { Viewer } from '../common/viewer.js';

/** What a message consists of, besides its place, sender and date. */
export type Content = Pick<
  MessageDraft,
  'text' | 'entities' | 'media' | 'forward' | 'mentions' | 'groupedId' | 'viaBotId' | 'replyMarkup'
>;

/** A message that was made, or the old one when its random_id is a repeat, with the caller's update. */
export interface Posted {
  readonly message: WorldMessage;
  readonly randomId: bigint;
  readonly repeated: boolean;
  readonly update: TlObject;
  /** What else the caller is told: the copy in the discussion group. */
  readonly also?: readonly TlObject[];
}

/** What was made under a random_id before; undefined for a new one. Throws RANDOM_ID_EMPTY for 0. */
export function repeatOf(viewer: Viewer, peer: PeerRef, randomId: bigint): Posted | undefined {
  if (randomId === 0n) throw badRequest('RANDOM_ID_EMPTY');
  const message = viewer.account.randomIds.get(`${peerKey(peer)} ${randomId}`);
  if (message === undefined) return undefined;
  return { message, randomId, repeated: true, update: messageUpdate(viewer, message, 'New', 0) };
}

/** Checks rights and slow mode, stores the message, remembers its random_id and tells everybody. */
export function post(
  call: CallContext,
  viewer: Viewer,
  peer: PeerRef,
  request: TlObject,
  randomId: bigint,
  content: Content,
): Posted {
  checkMayWrite(viewer, peer, content.media);
  // Refusing is all that can be done with what is not kept: a scheduled message must not be sent at once instead.
  if (numberOf(request, 'schedule_date') > 0) throw badRequest('SCHEDULE_DATE_INVALID');
  const replyTo = replyTarget(viewer, peer, request);
  const sender = senderOf(viewer, peer, request);
  spendSlowmode(viewer, peer);
  const message = viewer.world.writeMessage({
    peer,
    owner: viewer.id,
    author: viewer.id,
    date: viewer.now,
    withheldFrom: withheldFrom(viewer, peer),
    ...content,
    ...sender,
    ...(replyTo !== undefined && { replyTo }),
    ...(flagOf(request, 'silent') && { silent: true }),
  });
  viewer.account.randomIds.set(`${peerKey(peer)} ${randomId}`, message);
  if (flagOf(request, 'clear_draft')) delete viewer.account.dialogs.get(peerKey(peer))?.draft;
  const update = announce(call, viewer, message, 'New');
  const also = forwardToDiscussion(call, viewer, message);
  return { message, randomId, repeated: false, update, also };
}

/** The Updates that answer a send: each id under its random_id, then the messages. */
export function postedAnswer(viewer: Viewer, posted: readonly Posted[]): TlObject {
  const ids = posted.map(({ message, randomId }) => ({
    _: 'updateMessageID',
    id: idFor(message, viewer.id) ?? 0,
    random_id: randomId,
  }));
  return wrapUpdates(viewer, [...ids, ...posted.flatMap(({ update, also }) => [update, ...(also ?? [])])]);
}

function senderOf(viewer: Viewer, peer: PeerRef, request: TlObject): Partial<MessageDraft> {
  const self: PeerRef = { kind: 'user', id: viewer.id };
  const chosen = optionalPeer(viewer, objectOf(request, 'send_as'));
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  if (channel?.kind === 'channel') {
    const user = viewer.world.users.get(viewer.id);
    const name = [user?.firstName, user?.lastName].filter((part) => part !== undefined).join(' ');
    return { views: 1, ...(channel.signatures && { postAuthor: name }) };
  }
  const isSelf = chosen === undefined || peerKey(chosen) === peerKey(self);
  if (channel === undefined) {
    if (!isSelf) throw badRequest('SEND_AS_PEER_INVALID');
    return { from: self };
  }
  const mayHide = channel.members.get(viewer.id)?.rights?.anonymous === true;
  if (isSelf && !(chosen === undefined && mayHide)) return { from: self };
  const isChannel = chosen === undefined || peerKey(chosen) === peerKey(peer);
  if (!isChannel || !(mayHide || hasRight(viewer, channel, 'anonymous')))
    throw badRequest('SEND_AS_PEER_INVALID');
  const rank = channel.members.get(viewer.id)?.rank;
  return { from: peer, ...(rank !== undefined && { postAuthor: rank }) };
}

function replyTarget(viewer: Viewer, peer: PeerRef, request: TlObject): MessageDraft['replyTo'] {
  const reply = objectOf(request, 'reply_to');
  const topId = numberOf(request, 'top_msg_id');
  if (reply === undefined) return topId > 0 ? { id: topId, topId } : undefined;
  if (reply._ !== 'inputReplyToMessage') throw badRequest('REPLY_TO_INVALID');
  const place = optionalPeer(viewer, objectOf(reply, 'reply_to_peer_id')) ?? peer;
  const id = numberOf(reply, 'reply_to_msg_id');
  const message = viewer.world.history(viewer.id, place)?.get(id);
  if (message === undefined) throw badRequest('REPLY_MESSAGE_ID_INVALID');
  const quote = textOf(reply, 'quote_text');
  if (quote !== '' && !message.text.includes(quote)) throw badRequest('QUOTE_TEXT_INVALID');
  const thread = numberOf(reply, 'top_msg_id') || message.replyTo?.topId;
  return {
    id,
    message,
    ...(quote !== '' && { quote }),
    ...(thread !== undefined && { topId: thread }),
  };
}

/** The random_id of a request. */
export function randomIdOf(request: TlObject): bigint {
  return longOf(request, 'random_id');
}
