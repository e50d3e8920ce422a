/* Input peers: whoever names a user or channel must know the access hash that belongs to the asking account. */
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { Member, PeerRef, WorldChannel, WorldUser } from '../../world/model.js';
import { minAccessHash } from '../render/user.js';
import { longOf, numberOf, objectOf } from './fields.js';
import { badRequest } from './viewer.js';
import type { Viewer } from './viewer.js';
import { messageSeen } from './seen-message.js';

/**
 * True when the account may read the channel: a member, or anybody for a public one or one to look into, unless banned.
 * Whoever may read a channel may read the group that discusses it.
 */
export function canRead(viewer: Viewer, channel: WorldChannel): boolean {
  const member = channel.members.get(viewer.id);
  if (member !== undefined) liftIfOver(member, viewer.now);
  if (channel.deleted || member?.role === 'banned') return false;
  if (channel.username !== undefined || isMember(channel, viewer.id)) return true;
  if ((channel.peeks.get(viewer.id) ?? 0) > viewer.now) return true;
  if (channel.kind === 'channel' || channel.linkedChatId === undefined) return false;
  const discussed = viewer.world.channels.get(channel.linkedChatId);
  return discussed !== undefined && canRead(viewer, discussed);
}

/** Ends a restriction or ban whose time is over: the restricted are members again, the banned may come back. */
export function liftIfOver(member: Member, now: number): void {
  const until = member.bannedUntil ?? 0;
  if (until === 0 || until > now || !(member.role === 'restricted' || member.role === 'banned')) return;
  member.role = member.role === 'banned' || member.away === true ? 'left' : 'member';
  delete member.away;
  delete member.banned;
  delete member.bannedUntil;
}

/** The channel an InputChannel names. Throws CHANNEL_INVALID, or CHANNEL_PRIVATE when the account may not see it. */
export function inputChannel(viewer: Viewer, input: TlObject | undefined): WorldChannel {
  const channel = viewer.world.channels.get(input === undefined ? 0n : longOf(input, 'channel_id'));
  if (
    input === undefined ||
    channel === undefined ||
    !knowsPeer(viewer, input, { kind: 'channel', id: channel.id })
  ) {
    throw badRequest('CHANNEL_INVALID');
  }
  if (!canRead(viewer, channel)) throw badRequest('CHANNEL_PRIVATE');
  return channel;
}

/** The user an InputUser or InputPeerUser names. Throws `error` (USER_ID_INVALID unless told otherwise). */
export function inputUser(viewer: Viewer, input: TlObject | undefined, error = 'USER_ID_INVALID'): WorldUser {
  const isSelf = input?._ === 'inputUserSelf' || input?._ === 'inputPeerSelf';
  const user = viewer.world.users.get(
    isSelf ? viewer.id : input === undefined ? 0n : longOf(input, 'user_id'),
  );
  if (input === undefined || user === undefined) throw badRequest(error);
  if (user.id !== viewer.id && !knowsPeer(viewer, input, { kind: 'user', id: user.id }))
    throw badRequest(error);
  return user;
}

/** The peer an InputPeer names, seen by the asking account. Throws PEER_ID_INVALID, CHANNEL_INVALID or CHANNEL_PRIVATE. */
export function inputPeer(viewer: Viewer, input: TlObject | undefined): PeerRef {
  switch (input?._) {
    case 'inputPeerSelf':
    case 'inputPeerUser':
    case 'inputPeerUserFromMessage':
      return { kind: 'user', id: inputUser(viewer, input, 'PEER_ID_INVALID').id };
    case 'inputPeerChat': {
      const group = viewer.world.groups.get(longOf(input, 'chat_id'));
      if (group?.members.has(viewer.id) !== true) throw badRequest('PEER_ID_INVALID');
      return { kind: 'chat', id: group.id };
    }
    case 'inputPeerChannel':
    case 'inputPeerChannelFromMessage':
      return { kind: 'channel', id: inputChannel(viewer, input).id };
    default:
      throw badRequest('PEER_ID_INVALID');
  }
}

/** The peer whose profile photo is asked for: the access hash of a `min` user is enough. Throws as {@link inputPeer}. */
export function photoOwner(viewer: Viewer, input: TlObject | undefined): PeerRef {
  const user = input?._ === 'inputPeerUser' ? viewer.world.users.get(longOf(input, 'user_id')) : undefined;
  if (
    input !== undefined &&
    user !== undefined &&
    longOf(input, 'access_hash') === minAccessHash(viewer, user)
  ) {
    return { kind: 'user', id: user.id };
  }
  return inputPeer(viewer, input);
}

/** The same for an optional peer: undefined for an absent or empty one. */
export function optionalPeer(viewer: Viewer, input: TlObject | undefined): PeerRef | undefined {
  return input === undefined || input._ === 'inputPeerEmpty' ? undefined : inputPeer(viewer, input);
}

/** A TL Peer. */
export function toPeer(peer: PeerRef): TlObject {
  switch (peer.kind) {
    case 'user':
      return { _: 'peerUser', user_id: peer.id };
    case 'chat':
      return { _: 'peerChat', chat_id: peer.id };
    default:
      return { _: 'peerChannel', channel_id: peer.id };
  }
}

function knowsPeer(viewer: Viewer, input: TlObject, peer: PeerRef): boolean {
  if (!input._.endsWith('FromMessage'))
    return longOf(input, 'access_hash') === viewer.world.accessHash(viewer.id, peer);
  const place = inputPeer(viewer, objectOf(input, 'peer'));
  const message = messageSeen(viewer, place, numberOf(input, 'msg_id'));
  return [message?.from, message?.forward?.from].some(
    (seen) => seen?.kind === peer.kind && seen.id === peer.id,
  );
}
