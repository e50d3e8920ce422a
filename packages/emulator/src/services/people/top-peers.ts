import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { flagOf, longOf, numberOf } from '../common/fields.js';
import { listHash } from '../common/list-hash.js';
import { toPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';

type Wanted = (viewer: Viewer, peer: PeerRef) => boolean;

const isUser = (viewer: Viewer, peer: PeerRef): boolean =>
  peer.kind === 'user' && peer.id !== viewer.id && viewer.world.users.get(peer.id)?.bot === false;

/** The categories that are kept, by the flag that asks for them. */
const CATEGORIES: readonly (readonly [string, string, Wanted])[] = [
  ['correspondents', 'topPeerCategoryCorrespondents', isUser],
  [
    'bots_pm',
    'topPeerCategoryBotsPM',
    (viewer, peer) => peer.kind === 'user' && viewer.world.users.get(peer.id)?.bot === true,
  ],
  [
    'groups',
    'topPeerCategoryGroups',
    (viewer, peer) => peer.kind !== 'user' && viewer.world.chat(peer)?.kind !== 'channel',
  ],
  ['channels', 'topPeerCategoryChannels', (viewer, peer) => viewer.world.chat(peer)?.kind === 'channel'],
];
const OTHERS = ['bots_inline', 'phone_calls', 'forward_users', 'forward_chats', 'bots_app'];

/** How many of the newest messages of a chat the account itself wrote: the more, the nearer. */
function ratingOf(viewer: Viewer, peer: PeerRef): number {
  const history = viewer.world.history(viewer.id, peer);
  let own = 0;
  for (let index = Math.max(0, (history?.size ?? 0) - 100); index < (history?.size ?? 0); index++) {
    if (history?.at(index)?.author === viewer.id) own += 1;
  }
  return own;
}

function getTopPeers(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const asked = CATEGORIES.filter(([field]) => flagOf(request, field));
  if (asked.length === 0 && !OTHERS.some((field) => flagOf(request, field))) throw badRequest('TYPES_EMPTY');
  const offset = Math.max(numberOf(request, 'offset'), 0);
  const limit = Math.min(Math.max(numberOf(request, 'limit'), 1), 100);
  const rated = [...viewer.account.dialogs.values()]
    .map(({ peer }) => ({ peer, rating: ratingOf(viewer, peer) }))
    .filter(({ rating }) => rating > 0)
    .toSorted((a, b) => b.rating - a.rating);
  const categories = asked.map(([, name, isWanted]) => {
    const all = rated.filter(({ peer }) => isWanted(viewer, peer));
    const page = all.slice(offset, offset + limit);
    return {
      _: 'topPeerCategoryPeers',
      category: { _: name },
      count: all.length,
      peers: page.map(({ peer, rating }) => ({ _: 'topPeer', peer: toPeer(peer), rating })),
    };
  });
  const ids = categories.flatMap(({ peers }) => peers.map(({ peer }) => idOf(peer)));
  if (ids.length > 0 && longOf(request, 'hash') === listHash(ids))
    return { _: 'contacts.topPeersNotModified' };
  return { _: 'contacts.topPeers', categories, ...new People(viewer).addFrom(categories).render() };
}

function idOf(peer: TlObject): bigint {
  return longOf(peer, 'user_id') || longOf(peer, 'chat_id') || longOf(peer, 'channel_id');
}

/** With whom the account has most to do. */
export const topPeersHandlers: Handlers = { 'contacts.getTopPeers': getTopPeers };
