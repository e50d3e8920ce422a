import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import type { WorldMessage } from '../../world/model.js';
import { audience, tell, wrapUpdates } from '../updates/deliver.js';
import { numberOf, numbersOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { renderReactions, renderReactor } from '../render/message.js';
import { People } from '../render/people.js';
import { badRequest, viewAs, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

function emojiOf(reaction: TlObject): string {
  const emoji = reaction._ === 'reactionEmoji' ? textOf(reaction, 'emoticon') : '';
  if (!/^\p{Extended_Pictographic}/u.test(emoji)) throw badRequest('REACTION_INVALID');
  return emoji;
}

function messageOf(viewer: Viewer, request: TlObject, field: string): WorldMessage {
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = viewer.world.history(viewer.id, peer)?.get(numberOf(request, field));
  if (message === undefined) throw badRequest('MESSAGE_ID_INVALID');
  return message;
}

function reactionsUpdate(viewer: Viewer, message: WorldMessage): TlObject {
  return {
    _: 'updateMessageReactions',
    peer: toPeer(peerAs(message, viewer.id)),
    msg_id: idFor(message, viewer.id) ?? 0,
    reactions: renderReactions(viewer, message) ?? { _: 'messageReactions', results: [] },
  };
}

function sendReaction(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const message = messageOf(viewer, request, 'msg_id');
  const wanted = objectsOf(request, 'reaction').filter((reaction) => reaction._ !== 'reactionEmpty');
  const emojis = [...new Set(wanted.map(emojiOf))];
  const isPremium = viewer.world.users.get(viewer.id)?.premium === true;
  if (emojis.length > (isPremium ? 3 : 1)) throw badRequest('REACTIONS_TOO_MANY');
  const reactions = message.reactions ?? [];
  const mine = reactions.filter((reaction) => reaction.by.some((one) => one.userId === viewer.id));
  const isSame = mine.length === emojis.length && mine.every((reaction) => emojis.includes(reaction.emoji));
  if (isSame) throw badRequest('MESSAGE_NOT_MODIFIED');
  for (const reaction of mine) {
    reaction.by.splice(
      reaction.by.findIndex((one) => one.userId === viewer.id),
      1,
    );
    reaction.count -= 1;
  }
  for (const emoji of emojis) {
    let reaction = reactions.find((one) => one.emoji === emoji);
    if (reaction === undefined) {
      reaction = { emoji, count: 0, by: [] };
      reactions.push(reaction);
    }
    reaction.count += 1;
    reaction.by.push({ userId: viewer.id, date: viewer.now });
  }
  message.reactions = reactions.filter((reaction) => reaction.count > 0);
  for (const account of audience(call, message)) {
    tell(call, account, reactionsUpdate(viewAs(call, account), message));
  }
  return wrapUpdates(viewer, [reactionsUpdate(viewer, message)]);
}

function getReactionsList(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const message = messageOf(viewer, request, 'id');
  const only = objectOf(request, 'reaction');
  const emoji = only === undefined ? undefined : textOf(only, 'emoticon');
  const kept = (message.reactions ?? []).filter(
    (reaction) => emoji === undefined || reaction.emoji === emoji,
  );
  const all = kept.flatMap((reaction) => reaction.by.map((one) => renderReactor(viewer, reaction, one)));
  const start = Number(textOf(request, 'offset')) || 0;
  const end = start + Math.min(Math.max(numberOf(request, 'limit'), 1), 100);
  const reactions = all.slice(start, end);
  return {
    _: 'messages.messageReactionsList',
    count: kept.reduce((sum, reaction) => sum + reaction.count, 0),
    reactions,
    ...new People(viewer).addFrom(reactions).render(),
    next_offset: end < all.length ? String(end) : undefined,
  };
}

/** Reacting, and who reacted how. */
export const reactionsHandlers: Handlers = {
  'messages.sendReaction': sendReaction,
  'messages.getMessageReactionsList': getReactionsList,
  'messages.getMessagesReactions': (request, call) => {
    const viewer = viewerOf(call);
    const history = viewer.world.history(viewer.id, inputPeer(viewer, objectOf(request, 'peer')));
    const messages = numbersOf(request, 'id').flatMap((id) => history?.get(id) ?? []);
    return wrapUpdates(
      viewer,
      messages.map((message) => reactionsUpdate(viewer, message)),
    );
  },
};
