import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { WorldMessage, WorldReaction } from '../../world/model.js';
import { flag } from '../common/fields.js';
import { toPeer } from '../common/peers.js';
import type { Viewer } from '../common/viewer.js';

/** Which reaction it is, as TL Reaction. */
function renderReaction({ emoji, customEmoji, paid }: WorldReaction): TlObject {
  if (paid === true) return { _: 'reactionPaid' };
  return customEmoji === undefined
    ? { _: 'reactionEmoji', emoticon: emoji }
    : { _: 'reactionCustomEmoji', document_id: customEmoji };
}

/** Who reacted how, the latest first. */
export function reactorsOf(viewer: Viewer, message: WorldMessage, emoji?: string): TlObject[] {
  const kept = (message.reactions ?? []).filter((one) => emoji === undefined || one.emoji === emoji);
  const all = kept.flatMap((reaction) => reaction.by.map((one) => ({ ...one, reaction })));
  all.sort((one, other) => other.date - one.date);
  const isUnread = hasUnread(viewer, message);
  return all.map(({ userId, date, reaction }) => ({
    _: 'messagePeerReaction',
    unread: flag(isUnread && userId !== viewer.id),
    my: flag(userId === viewer.id),
    peer_id: { _: 'peerUser', user_id: userId },
    date,
    reaction: renderReaction(reaction),
  }));
}

/** Whether it may be seen who reacted: not on the posts of a channel. */
export function showsReactors(viewer: Viewer, message: WorldMessage): boolean {
  if (message.peer.kind !== 'channel') return true;
  return viewer.world.channels.get(message.peer.id)?.kind !== 'channel';
}

/** A message's reactions as TL MessageReactions; undefined when there are none. */
export function renderReactions(viewer: Viewer, message: WorldMessage): TlObject | undefined {
  if (message.reactions === undefined || message.reactions.length === 0) return undefined;
  const canSeeList = showsReactors(viewer, message);
  const recent = canSeeList ? reactorsOf(viewer, message).slice(0, 3) : [];
  return {
    _: 'messageReactions',
    can_see_list: flag(canSeeList),
    results: message.reactions.map((reaction) => ({
      _: 'reactionCount',
      chosen_order: reaction.by.some((one) => one.userId === viewer.id) ? 0 : undefined,
      reaction: renderReaction(reaction),
      count: reaction.count,
    })),
    recent_reactions: recent.length > 0 ? recent : undefined,
  };
}

/** The update that a message has other reactions now. */
export function reactionsUpdate(viewer: Viewer, message: WorldMessage): TlObject {
  const { replyTo } = message;
  return {
    _: 'updateMessageReactions',
    peer: toPeer(peerAs(message, viewer.id)),
    msg_id: idFor(message, viewer.id) ?? 0,
    top_msg_id: replyTo?.forumTopic === true ? (replyTo.topId ?? replyTo.id) : undefined,
    reactions: renderReactions(viewer, message) ?? { _: 'messageReactions', results: [] },
  };
}

function hasUnread(viewer: Viewer, message: WorldMessage): boolean {
  if (message.author !== viewer.id) return false;
  const dialog = viewer.account.dialogs.get(peerKey(peerAs(message, viewer.id)));
  const id = idFor(message, viewer.id);
  return id !== undefined && dialog?.unreadReactions.has(id) === true;
}
