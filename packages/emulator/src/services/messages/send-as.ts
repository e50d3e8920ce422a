/* In whose name one may write in a group: one's own, the group's (anonymous admins), or a channel's that one owns. */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { MessageDraft, PeerRef, WorldChannel } from '../../world/model.js';
import { flagOf, objectOf } from '../common/fields.js';
import { inputPeer, optionalPeer, toPeer } from '../common/peers.js';
import { People } from '../render/people.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

function isAnonymous(viewer: Viewer, channel: WorldChannel): boolean {
  const member = channel.members.get(viewer.id);
  return member?.rights?.anonymous === true;
}

function choices(viewer: Viewer, channel: WorldChannel): PeerRef[] {
  const self: PeerRef = { kind: 'user', id: viewer.id };
  const group: PeerRef = { kind: 'channel', id: channel.id };
  const own = [...viewer.world.channels.values()].filter(
    (one) => one.kind === 'channel' && one.members.get(viewer.id)?.role === 'creator',
  );
  const isHidden = isAnonymous(viewer, channel);
  return [
    ...(isHidden ? [group] : []),
    self,
    ...own.map((one): PeerRef => ({ kind: 'channel', id: one.id })),
  ];
}

/** Sender fields of a new message, from `send_as`. Throws SEND_AS_PEER_INVALID for a name that is not the account's to use. */
export function senderOf(viewer: Viewer, peer: PeerRef, request: TlObject): Partial<MessageDraft> {
  const self: PeerRef = { kind: 'user', id: viewer.id };
  const chosen = optionalPeer(viewer, objectOf(request, 'send_as'));
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  if (channel?.kind === 'channel') {
    const user = viewer.world.users.get(viewer.id);
    const name = [user?.firstName, user?.lastName].filter((part) => part !== undefined).join(' ');
    return { views: 1, ...(channel.signatures && { postAuthor: name }) };
  }
  if (channel === undefined) {
    if (chosen !== undefined && peerKey(chosen) !== peerKey(self)) throw badRequest('SEND_AS_PEER_INVALID');
    return { from: self };
  }
  const from = chosen ?? (isAnonymous(viewer, channel) ? peer : self);
  const isOffered = choices(viewer, channel).some((one) => peerKey(one) === peerKey(from));
  const mayBeGroup = peerKey(from) === peerKey(peer) && channel.members.get(viewer.id)?.role === 'creator';
  if (!isOffered && !mayBeGroup) throw badRequest('SEND_AS_PEER_INVALID');
  const rank = channel.members.get(viewer.id)?.rank;
  return { from, ...(peerKey(from) === peerKey(peer) && rank !== undefined && { postAuthor: rank }) };
}

function getSendAs(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  if (channel === undefined) throw badRequest('CHANNEL_INVALID');
  if (flagOf(request, 'for_paid_reactions')) throw badRequest('SEND_AS_PEER_INVALID');
  const peers = channel.kind === 'channel' ? [peer] : choices(viewer, channel);
  const people = new People(viewer).add(peer);
  for (const one of peers) people.add(one);
  return {
    _: 'channels.sendAsPeers',
    peers: peers.map((one) => ({ _: 'sendAsPeer', peer: toPeer(one) })),
    ...people.render(),
  };
}

/** The names one may write under. */
export const sendAsHandlers: Handlers = { 'channels.getSendAs': getSendAs };
