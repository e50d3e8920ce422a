import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { allows } from '../../world/privacy.js';
import { textOf } from '../common/fields.js';
import { toPeer } from '../common/peers.js';
import { People } from '../render/people.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

function resolved(viewer: Viewer, peer: PeerRef): TlObject {
  return { _: 'contacts.resolvedPeer', peer: toPeer(peer), ...new People(viewer).add(peer).render() };
}

function resolveUsername(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const username = textOf(request, 'username');
  if (!/^[a-z]\w{2,31}$/i.test(username)) throw badRequest('USERNAME_INVALID');
  const peer = viewer.world.usernames.get(username.toLowerCase());
  if (peer === undefined || isGone(viewer, peer)) throw badRequest('USERNAME_NOT_OCCUPIED');
  return resolved(viewer, peer);
}

/** A deleted account keeps its name from others for a while, but the name leads nowhere. */
function isGone(viewer: Viewer, peer: PeerRef): boolean {
  return peer.kind === 'user' && viewer.world.users.get(peer.id)?.deleted === true;
}

function resolvePhone(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const phone = textOf(request, 'phone').replaceAll(/\D/g, '');
  const userId = viewer.world.phones.get(phone);
  const user = userId === undefined ? undefined : viewer.world.users.get(userId);
  const isFound = user !== undefined && allows(viewer.world, user, 'added_by_phone', viewer.id);
  if (userId === undefined || !isFound) throw badRequest('PHONE_NOT_OCCUPIED');
  return resolved(viewer, { kind: 'user', id: userId });
}

/** From a username or phone number to a peer. */
export const usernamesHandlers: Handlers = {
  'contacts.resolveUsername': resolveUsername,
  'contacts.resolvePhone': resolvePhone,
};
