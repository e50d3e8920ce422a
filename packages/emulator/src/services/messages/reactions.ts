import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { WorldMessage, WorldReaction } from '../../world/model.js';
import { standardReaction } from '../../world/reactions.js';
import { audience, tell, wrapUpdates } from '../updates/deliver.js';
import { numberOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { reactionsUpdate } from '../render/reactions.js';
import { badRequest, forbidden, viewAs, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { messageSeen } from '../common/seen-message.js';

/** How many different reactions a message takes (help.getAppConfig, reactions_uniq_max). */
const MOST_KINDS = 11;

function emojiOf(viewer: Viewer, reaction: TlObject): string {
  if (reaction._ === 'reactionCustomEmoji') {
    const isPremium = viewer.world.users.get(viewer.id)?.premium === true;
    throw isPremium ? badRequest('REACTION_INVALID') : forbidden('PREMIUM_ACCOUNT_REQUIRED');
  }
  const emoji = reaction._ === 'reactionEmoji' ? standardReaction(textOf(reaction, 'emoticon')) : undefined;
  if (emoji === undefined) throw badRequest('REACTION_INVALID');
  return emoji;
}

/** Throws REACTION_INVALID for an emoji that the chat does not allow. */
function checkAllowed(viewer: Viewer, message: WorldMessage, emojis: readonly string[]): void {
  const allowed = viewer.world.chat(message.peer)?.availableReactions;
  if (allowed === undefined || allowed._ === 'chatReactionsAll') return;
  const some = objectsOf(allowed, 'reactions').flatMap(
    (reaction) => standardReaction(textOf(reaction, 'emoticon')) ?? [],
  );
  if (emojis.some((emoji) => !some.includes(emoji))) throw badRequest('REACTION_INVALID');
}

function reactedBy(reactions: readonly WorldReaction[], userId: bigint): WorldReaction[] {
  return reactions.filter((reaction) => reaction.by.some((one) => one.userId === userId));
}

/** Takes a person's reactions back and puts others in their place. */
function replaceReactions(viewer: Viewer, message: WorldMessage, emojis: readonly string[]): void {
  const reactions = message.reactions ?? [];
  for (const reaction of reactedBy(reactions, viewer.id)) {
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
}

/** The author has the message among those with new reactions, while others' reactions are on it. */
function noteForAuthor(viewer: Viewer, message: WorldMessage, added: boolean): void {
  const { author } = message;
  const isPost = message.peer.kind === 'channel' && message.from === undefined;
  const account =
    author === undefined || author === viewer.id ? undefined : viewer.world.accounts.get(author);
  const id = account === undefined ? undefined : idFor(message, account.userId);
  if (account === undefined || id === undefined || isPost) return;
  const dialog = account.dialogs.get(peerKey(peerAs(message, account.userId)));
  if (added) dialog?.unreadReactions.add(id);
  else if ((message.reactions ?? []).length === 0) dialog?.unreadReactions.delete(id);
}

function sendReaction(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = messageSeen(viewer, peer, numberOf(request, 'msg_id'));
  if (message === undefined || message.action !== undefined) throw badRequest('MESSAGE_ID_INVALID');
  const wanted = objectsOf(request, 'reaction').filter((reaction) => reaction._ !== 'reactionEmpty');
  const emojis = [...new Set(wanted.map((reaction) => emojiOf(viewer, reaction)))];
  const isPremium = viewer.world.users.get(viewer.id)?.premium === true;
  if (emojis.length > (isPremium ? 3 : 1)) throw badRequest('REACTIONS_TOO_MANY');
  checkAllowed(viewer, message, emojis);
  const reactions = message.reactions ?? [];
  const mine = reactedBy(reactions, viewer.id).map(({ emoji }) => emoji);
  if (mine.length === emojis.length && mine.every((emoji) => emojis.includes(emoji))) {
    throw badRequest('MESSAGE_NOT_MODIFIED');
  }
  const kinds = new Set([...reactions.map(({ emoji }) => emoji), ...emojis]);
  if (emojis.length > 0 && kinds.size > MOST_KINDS) throw badRequest('REACTIONS_TOO_MANY');
  replaceReactions(viewer, message, emojis);
  const { recentReactions } = viewer.account;
  recentReactions.splice(0, Infinity, ...new Set([...emojis, ...recentReactions]));
  noteForAuthor(viewer, message, emojis.length > 0);
  for (const account of audience(call, message)) {
    tell(call, account, reactionsUpdate(viewAs(call, account), message));
  }
  return wrapUpdates(viewer, [reactionsUpdate(viewer, message)]);
}

/** Reacting to messages, one's own reaction changed or taken back. */
export const reactionsHandlers: Handlers = { 'messages.sendReaction': sendReaction };
