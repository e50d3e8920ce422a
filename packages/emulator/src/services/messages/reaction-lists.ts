import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { stable64 } from '../../world/chance.js';
import { makeDocument } from '../../world/files.js';
import { STANDARD_REACTIONS } from '../../world/reactions.js';
import { longOf, numberOf, numbersOf, objectOf, textOf } from '../common/fields.js';
import { listHash } from '../common/list-hash.js';
import { inputPeer } from '../common/peers.js';
import { renderDocument } from '../render/media.js';
import { People } from '../render/people.js';
import { reactionsUpdate, reactorsOf, showsReactors } from '../render/reactions.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { wrapUpdates } from '../updates/deliver.js';
import { messageSeen } from '../common/seen-message.js';

function getReactionsList(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = messageSeen(viewer, peer, numberOf(request, 'id'));
  if (message === undefined) throw badRequest('MESSAGE_ID_INVALID');
  if (!showsReactors(viewer, message)) throw forbidden('BROADCAST_FORBIDDEN');
  const only = objectOf(request, 'reaction');
  const emoji = only === undefined ? undefined : textOf(only, 'emoticon');
  const all = reactorsOf(viewer, message, emoji);
  const start = Number(textOf(request, 'offset')) || 0;
  const end = start + Math.min(Math.max(numberOf(request, 'limit'), 1), 100);
  const reactions = all.slice(start, end);
  const counted = (message.reactions ?? []).filter((one) => emoji === undefined || one.emoji === emoji);
  return {
    _: 'messages.messageReactionsList',
    count: counted.reduce((sum, reaction) => sum + reaction.count, 0),
    reactions,
    ...new People(viewer).addFrom(reactions).render(),
    next_offset: end < all.length ? String(end) : undefined,
  };
}

function getReactions(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const messages = numbersOf(request, 'id')
    .slice(0, 100)
    .flatMap((id) => messageSeen(viewer, peer, id) ?? []);
  return wrapUpdates(
    viewer,
    messages.map((message) => reactionsUpdate(viewer, message)),
  );
}

/** The little film that plays for a reaction: made-up bytes under an id of its own. */
function animation(viewer: Viewer, emoji: string, purpose: string): TlObject {
  const id = BigInt.asUintN(62, stable64('reaction', emoji, purpose));
  const known = viewer.world.files.get(id);
  if (known?.kind === 'document') return renderDocument(known);
  const made = makeDocument({
    id,
    date: 1,
    content: { seed: STANDARD_REACTIONS.indexOf(emoji) + 1, size: 4096 },
    mimeType: purpose === 'icon' ? 'image/webp' : 'application/x-tgsticker',
  });
  viewer.world.files.set(id, made);
  return renderDocument(made);
}

/** Changes when the list does; clients send it back to be spared the list. */
const LIST_HASH = STANDARD_REACTIONS.length;

function getAvailable(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  if (numberOf(request, 'hash') === LIST_HASH) return { _: 'messages.availableReactionsNotModified' };
  return {
    _: 'messages.availableReactions',
    hash: LIST_HASH,
    reactions: STANDARD_REACTIONS.map((reaction) => ({
      _: 'availableReaction',
      reaction,
      title: reaction,
      static_icon: animation(viewer, reaction, 'icon'),
      appear_animation: animation(viewer, reaction, 'appear'),
      select_animation: animation(viewer, reaction, 'select'),
      activate_animation: animation(viewer, reaction, 'activate'),
      effect_animation: animation(viewer, reaction, 'effect'),
    })),
  };
}

/** Standard reactions under the hash of their list. */
function listed(request: TlObject, emojis: readonly string[]): TlObject {
  const shown = emojis.slice(0, Math.max(numberOf(request, 'limit'), 0));
  const hash = listHash(shown.map((emoji) => BigInt.asUintN(63, stable64('reaction', emoji))));
  if (shown.length > 0 && longOf(request, 'hash') === hash) return { _: 'messages.reactionsNotModified' };
  const reactions = shown.map((emoticon) => ({ _: 'reactionEmoji', emoticon }));
  return { _: 'messages.reactions', hash, reactions };
}

/** Those of the account first, the latest before the others; then the rest as the service has them. */
function getTop(request: TlObject, call: CallContext): TlObject {
  return listed(request, [...new Set([...viewerOf(call).account.recentReactions, ...STANDARD_REACTIONS])]);
}

function clearRecent(_request: TlObject, call: CallContext): boolean {
  viewerOf(call).account.recentReactions.length = 0;
  return true;
}

/** Who reacted how, and what can be reacted with. */
export const reactionListsHandlers: Handlers = {
  'messages.getMessageReactionsList': getReactionsList,
  'messages.getMessagesReactions': getReactions,
  'messages.getAvailableReactions': getAvailable,
  'messages.getTopReactions': getTop,
  'messages.getRecentReactions': (request, call) => listed(request, viewerOf(call).account.recentReactions),
  'messages.clearRecentReactions': clearRecent,
};
