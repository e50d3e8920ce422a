import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import { isPinned } from '../../world/pins.js';
import type { WorldForward, WorldMessage, WorldReply } from '../../world/model.js';
import { flag } from '../common/fields.js';
import { toPeer } from '../common/peers.js';
import type { Viewer } from '../common/viewer.js';
import { renderMedia } from './media.js';
import { renderReactions } from './reactions.js';
import { renderReplies } from './replies.js';

/** A TL Message as the viewer's own box (or the channel) holds it. */
export function renderMessage(viewer: Viewer, message: WorldMessage): TlObject {
  const id = idFor(message, viewer.id);
  if (id === undefined) throw new Error(`account ${viewer.id} has no copy of that message`);
  const peer = peerAs(message, viewer.id);
  const out = message.author === viewer.id;
  const isPost = peer.kind === 'channel' && viewer.world.channels.get(peer.id)?.kind === 'channel';
  // In a private chat Telegram names the sender only of one's own messages.
  const namesSender = message.from !== undefined && !isPost && (peer.kind !== 'user' || out);
  const isMentioned = message.mentions?.includes(viewer.id) === true;
  const isUnread =
    message.mediaUnread === true ||
    (isMentioned && viewer.account.dialogs.get(peerKey(peer))?.unreadMentions.has(id) === true);
  const common = {
    id,
    out: flag(out),
    mentioned: flag(isMentioned),
    media_unread: flag(isUnread),
    silent: flag(message.silent),
    post: flag(isPost),
    from_id: namesSender && message.from !== undefined ? toPeer(message.from) : undefined,
    peer_id: toPeer(peer),
    reply_to: renderReply(viewer, message),
    date: message.date,
  };
  if (message.action !== undefined) return { _: 'messageService', ...common, action: message.action };
  return {
    _: 'message',
    ...common,
    from_scheduled: flag(message.fromScheduled),
    edit_hide: flag(message.editHidden),
    pinned: flag(isPinned(message, viewer.id)),
    invert_media: flag(message.invertMedia),
    noforwards: flag(message.noforwards),
    saved_peer_id: peer.kind === 'user' && peer.id === viewer.id ? toPeer(peer) : undefined,
    fwd_from: message.forward === undefined ? undefined : renderForward(message.forward),
    via_bot_id: message.viaBotId,
    message: message.text,
    media: message.media === undefined ? undefined : renderMedia(viewer, message.media, message),
    reply_markup: message.replyMarkup,
    entities: message.entities,
    views: message.views,
    forwards: message.views === undefined ? undefined : (message.forwards ?? 0),
    replies: renderReplies(viewer, message, id),
    edit_date: message.editDate,
    post_author: message.postAuthor,
    grouped_id: message.groupedId,
    reactions: renderReactions(viewer, message),
  };
}

function renderForward(forward: WorldForward): TlObject {
  return {
    _: 'messageFwdHeader',
    from_id: forward.from === undefined ? undefined : toPeer(forward.from),
    from_name: forward.fromName,
    date: forward.date,
    channel_post: forward.channelPost,
    post_author: forward.postAuthor,
    saved_from_peer: forward.savedFrom === undefined ? undefined : toPeer(forward.savedFrom.peer),
    saved_from_msg_id: forward.savedFrom?.id,
  };
}

function renderReply(viewer: Viewer, message: WorldMessage): TlObject | undefined {
  const reply = message.replyTo;
  if (reply === undefined) return undefined;
  const id = reply.message === undefined ? reply.id : idFor(reply.message, viewer.id);
  if (id === undefined) return undefined;
  const elsewhere = reply.message !== undefined && peerKey(reply.message.peer) !== peerKey(message.peer);
  // Both ends of a private chat store the other person's id, so only chats tell whether the answer crosses chats.
  const crosses = elsewhere && (reply.message?.peer.kind !== 'user' || message.peer.kind !== 'user');
  return {
    _: 'messageReplyHeader',
    forum_topic: flag(reply.forumTopic),
    quote: flag(reply.quote !== undefined),
    reply_to_msg_id: id,
    reply_to_peer_id:
      crosses && reply.message !== undefined ? toPeer(peerAs(reply.message, viewer.id)) : elsewhereOf(reply),
    reply_to_top_id: reply.topId,
    quote_text: reply.quote,
    quote_entities: reply.quoteEntities,
    quote_offset: reply.quoteOffset,
  };
}

function elsewhereOf({ message, peer }: WorldReply): TlObject | undefined {
  return message === undefined && peer !== undefined ? toPeer(peer) : undefined;
}
