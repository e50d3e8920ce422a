import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef } from '../../world/model.js';
import { numberOf, textOf } from '../common/fields.js';
import { toPeer } from '../common/peers.js';
import { People } from '../render/people.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

function titleOf(viewer: Viewer, peer: PeerRef): string {
  const user = peer.kind === 'user' ? viewer.world.users.get(peer.id) : undefined;
  if (user !== undefined) return `${user.firstName} ${user.lastName ?? ''}`;
  return viewer.world.chat(peer)?.title ?? '';
}

function usernameOf(viewer: Viewer, peer: PeerRef): string {
  if (peer.kind === 'chat') return '';
  const named = peer.kind === 'user' ? viewer.world.users.get(peer.id) : viewer.world.channels.get(peer.id);
  return named?.username ?? '';
}

function search(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const query = textOf(request, 'q').trim().toLowerCase().replace(/^@/, '');
  if (query === '') throw badRequest('SEARCH_QUERY_EMPTY');
  const limit = Math.min(Math.max(numberOf(request, 'limit'), 1), 100);
  const known: PeerRef[] = [...viewer.account.dialogs.values()].map((dialog) => dialog.peer);
  for (const id of viewer.account.contacts) known.push({ kind: 'user', id });
  const mine = new Map<string, PeerRef>();
  for (const peer of known) {
    const words = titleOf(viewer, peer).toLowerCase().split(/\s+/);
    const isHit =
      words.some((word) => word.startsWith(query)) || titleOf(viewer, peer).toLowerCase().startsWith(query);
    if (isHit || usernameOf(viewer, peer).toLowerCase().startsWith(query)) mine.set(peerKey(peer), peer);
  }
  const others: PeerRef[] = [];
  for (const [name, peer] of viewer.world.usernames) {
    if (name.startsWith(query) && !mine.has(peerKey(peer)) && others.length < limit) others.push(peer);
  }
  const people = new People(viewer);
  for (const peer of [...mine.values(), ...others]) people.add(peer);
  return {
    _: 'contacts.found',
    my_results: [...mine.values()].slice(0, limit).map(toPeer),
    results: others.map(toPeer),
    ...people.render(),
  };
}

/** Search for people and public chats by name. */
export const searchPeopleHandlers: Handlers = {
  'contacts.search': search,
};
