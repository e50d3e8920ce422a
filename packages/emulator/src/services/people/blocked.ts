import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef } from '../../world/model.js';
import { flag, flagOf, numberOf, objectOf, objectsOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';
import { wrapUpdates } from '../updates/deliver.js';

type BlockList = Map<string, number>;

function listOf(viewer: Viewer, request: TlObject): BlockList {
  const { relations } = viewer.account;
  return flagOf(request, 'my_stories_from') ? relations.storiesBlocked : relations.blocked;
}

function peerOfKey(key: string): PeerRef {
  const [kind, id] = key.split(':');
  return { kind: kind as PeerRef['kind'], id: BigInt(id ?? 0) };
}

/** Tells the account's other sessions that a peer is blocked or no longer so. */
function tellBlocked(call: CallContext, viewer: Viewer, peer: PeerRef): void {
  const { relations } = viewer.account;
  const key = peerKey(peer);
  const update = {
    _: 'updatePeerBlocked',
    blocked: flag(relations.blocked.has(key)),
    blocked_my_stories_from: flag(relations.storiesBlocked.has(key) || relations.blocked.has(key)),
    peer_id: toPeer(peer),
  };
  call.push(viewer.id, wrapUpdates(viewer, [update]));
}

function target(viewer: Viewer, request: TlObject): PeerRef {
  const peer = inputPeer(viewer, objectOf(request, 'id'));
  if (peer.kind === 'chat') throw badRequest('PEER_ID_INVALID');
  if (peer.kind === 'user' && peer.id === viewer.id) throw badRequest('CONTACT_ID_INVALID');
  return peer;
}

function block(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const peer = target(viewer, request);
  listOf(viewer, request).set(peerKey(peer), viewer.now);
  tellBlocked(call, viewer, peer);
  return true;
}

function unblock(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const peer = target(viewer, request);
  const wasBlocked = listOf(viewer, request).delete(peerKey(peer));
  if (wasBlocked) tellBlocked(call, viewer, peer);
  return true;
}

function getBlocked(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const all = [...listOf(viewer, request)].toSorted(([, a], [, b]) => b - a);
  const offset = Math.max(numberOf(request, 'offset'), 0);
  const limit = Math.min(Math.max(numberOf(request, 'limit'), 0), 100);
  const blocked = all.slice(offset, offset + limit).map(([key, date]) => ({
    _: 'peerBlocked',
    peer_id: toPeer(peerOfKey(key)),
    date,
  }));
  const people = new People(viewer).addFrom(blocked).render();
  if (blocked.length === all.length) return { _: 'contacts.blocked', blocked, ...people };
  return { _: 'contacts.blockedSlice', count: all.length, blocked, ...people };
}

function setBlocked(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const list = listOf(viewer, request);
  const wanted = objectsOf(request, 'id').map((input) => target(viewer, { _: 'contacts.block', id: input }));
  const before = [...list.keys()];
  const kept = new Map(wanted.map((peer) => [peerKey(peer), list.get(peerKey(peer)) ?? viewer.now]));
  // Only the newest `limit` of the present list are replaced, as a client sees no more of it.
  for (const key of before.toReversed().slice(0, numberOf(request, 'limit'))) list.delete(key);
  for (const [key, date] of kept) list.set(key, date);
  for (const key of new Set([...before, ...kept.keys()])) {
    if (before.includes(key) !== list.has(key)) tellBlocked(call, viewer, peerOfKey(key));
  }
  return true;
}

/** Whom the account blocked: from writing, or from seeing its stories. */
export const blockedHandlers: Handlers = {
  'contacts.block': block,
  'contacts.unblock': unblock,
  'contacts.getBlocked': getBlocked,
  'contacts.setBlocked': setBlocked,
};
