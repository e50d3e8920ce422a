import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
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
  if (peer === undefined) throw badRequest('USERNAME_NOT_OCCUPIED');
  return resolved(viewer, peer);
}

function resolvePhone(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const phone = textOf(request, 'phone').replaceAll(/\D/g, '');
  const userId = viewer.world.phones.get(phone);
  if (userId === undefined) throw badRequest('PHONE_NOT_OCCUPIED');
  return resolved(viewer, { kind: 'user', id: userId });
}

/** From a username or phone number to a peer. */
export const usernamesHandlers: Handlers = {
  'contacts.resolveUsername': resolveUsername,
  'contacts.resolvePhone': resolvePhone,
};
