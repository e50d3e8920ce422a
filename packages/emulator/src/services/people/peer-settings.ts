import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldUser } from '../../world/model.js';
import { hasContact } from '../../world/privacy.js';
import { flag, objectOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';

/** TL PeerSettings of a user: what a client offers above the chat. */
export function userSettings(viewer: Viewer, user: WorldUser): TlObject {
  const isOther = user.id !== viewer.id && !user.bot && !user.deleted;
  const isContact = viewer.account.contacts.has(user.id);
  const isBlocked = viewer.account.relations.blocked.has(peerKey({ kind: 'user', id: user.id }));
  const isStranger = isOther && !isContact && hasWritten(viewer, user.id);
  const sharesPhone = viewer.account.relations.sharesPhoneWith.has(user.id);
  return {
    _: 'peerSettings',
    report_spam: flag(isStranger && !isBlocked),
    block_contact: flag(isStranger && !isBlocked),
    add_contact: flag(isOther && !isContact),
    share_contact: flag(
      isOther && isContact && !sharesPhone && !hasContact(viewer.world, user.id, viewer.id),
    ),
  };
}

/** True when one of the newest messages of the private chat is the other one's. */
function hasWritten(viewer: Viewer, userId: bigint): boolean {
  const history = viewer.world.history(viewer.id, { kind: 'user', id: userId });
  return (history?.slice(history.size - 100) ?? []).some((message) => message.author === userId);
}

/** The update that what is offered for a user changed, as adding and deleting contacts answer. */
export function settingsUpdate(viewer: Viewer, user: WorldUser): TlObject {
  return {
    _: 'updatePeerSettings',
    peer: { _: 'peerUser', user_id: user.id },
    settings: userSettings(viewer, user),
  };
}

function settingsOf(viewer: Viewer, peer: PeerRef): TlObject {
  const user = peer.kind === 'user' ? viewer.world.users.get(peer.id) : undefined;
  return user === undefined ? { _: 'peerSettings' } : userSettings(viewer, user);
}

function getPeerSettings(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const people = new People(viewer).addFrom(toPeer(peer)).render();
  return { _: 'messages.peerSettings', settings: settingsOf(viewer, peer), ...people };
}

/** What clients may offer above a chat: add, share, block, report. */
export const peerSettingsHandlers: Handlers = { 'messages.getPeerSettings': getPeerSettings };
