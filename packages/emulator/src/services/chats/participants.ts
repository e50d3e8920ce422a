import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { Member, WorldChannel } from '../../world/model.js';
import { flag, numberOf, objectOf, textOf } from '../common/fields.js';
import { inputChannel, inputPeer, toPeer } from '../common/peers.js';
import { participantsCount, renderBans, renderRights } from '../render/chat.js';
import { People } from '../render/people.js';
import { isAdmin } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** The most members one answer holds. */
const MAX_PAGE = 200;

function creatorId(channel: WorldChannel): bigint | undefined {
  return [...channel.members.values()].find((member) => member.role === 'creator')?.userId;
}

/** One member as TL ChannelParticipant. */
export function renderParticipant(viewer: Viewer, channel: WorldChannel, member: Member): TlObject {
  const self = member.userId === viewer.id;
  const by = member.promotedBy ?? creatorId(channel) ?? member.userId;
  const { userId, date, rank } = member;
  switch (member.role) {
    case 'creator':
      return { _: 'channelParticipantCreator', user_id: userId, admin_rights: renderRights(member), rank };
    case 'admin':
      return {
        _: 'channelParticipantAdmin',
        can_edit: flag(creatorId(channel) === viewer.id || by === viewer.id),
        self: flag(self),
        user_id: userId,
        inviter_id: self ? (member.inviterId ?? by) : undefined,
        promoted_by: by,
        date,
        admin_rights: renderRights(member),
        rank,
      };
    case 'restricted':
    case 'banned':
      return {
        _: 'channelParticipantBanned',
        left: flag(member.role === 'banned'),
        peer: { _: 'peerUser', user_id: userId },
        kicked_by: by,
        date,
        banned_rights: renderBans(member),
      };
    case 'left':
      return { _: 'channelParticipantLeft', peer: { _: 'peerUser', user_id: userId } };
    default:
      return self
        ? { _: 'channelParticipantSelf', user_id: userId, inviter_id: member.inviterId ?? by, date }
        : { _: 'channelParticipant', user_id: userId, date };
  }
}

function matchesName(viewer: Viewer, userId: bigint, query: string): boolean {
  if (query === '') return true;
  const user = viewer.world.users.get(userId);
  const names = [`${user?.firstName ?? ''} ${user?.lastName ?? ''}`, user?.username ?? ''];
  return names.some((name) => name.toLowerCase().includes(query));
}

function select(viewer: Viewer, channel: WorldChannel, filter: TlObject): Member[] {
  const query = textOf(filter, 'q').toLowerCase();
  const named = [...channel.members.values()].filter((member) => matchesName(viewer, member.userId, query));
  const present = named.filter((member) => isMember(channel, member.userId));
  switch (filter._) {
    case 'channelParticipantsRecent':
    case 'channelParticipantsSearch':
    case 'channelParticipantsMentions':
      return present;
    case 'channelParticipantsAdmins':
      return present.filter((member) => member.role === 'creator' || member.role === 'admin');
    case 'channelParticipantsBots':
      return present.filter((member) => viewer.world.users.get(member.userId)?.bot === true);
    case 'channelParticipantsContacts':
      return present.filter((member) => viewer.account.contacts.has(member.userId));
    case 'channelParticipantsBanned':
      return named.filter((member) => member.role === 'restricted');
    case 'channelParticipantsKicked':
      return named.filter((member) => member.role === 'banned');
    default:
      throw badRequest('INPUT_FILTER_INVALID');
  }
}

function getParticipants(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const filter = objectOf(request, 'filter') ?? { _: 'channelParticipantsRecent' };
  const isPunitive = ['channelParticipantsBanned', 'channelParticipantsKicked'].includes(filter._);
  if ((channel.kind === 'channel' || isPunitive) && !isAdmin(viewer, channel))
    throw badRequest('CHAT_ADMIN_REQUIRED');
  const all = select(viewer, channel, filter);
  const start = Math.max(numberOf(request, 'offset'), 0);
  const page = all.slice(start, start + Math.min(Math.max(numberOf(request, 'limit'), 0), MAX_PAGE));
  const participants = page.map((member) => renderParticipant(viewer, channel, member));
  const isEverybody = filter._ === 'channelParticipantsRecent';
  return {
    _: 'channels.channelParticipants',
    count: isEverybody ? participantsCount(channel) : all.length,
    participants,
    ...new People(viewer).addFrom(participants).render(),
  };
}

function getParticipant(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const peer = inputPeer(viewer, objectOf(request, 'participant'));
  if (peer.kind !== 'user') throw badRequest('PARTICIPANT_ID_INVALID');
  if (channel.kind === 'channel' && peer.id !== viewer.id && !isAdmin(viewer, channel)) {
    throw badRequest('CHAT_ADMIN_REQUIRED');
  }
  const member = channel.members.get(peer.id);
  if (member === undefined || member.role === 'left') throw badRequest('USER_NOT_PARTICIPANT');
  const participant = renderParticipant(viewer, channel, member);
  return {
    _: 'channels.channelParticipant',
    participant,
    ...new People(viewer).addFrom(toPeer(peer)).addFrom(participant).render(),
  };
}

/** Members of supergroups and channels. */
export const participantsHandlers: Handlers = {
  'channels.getParticipants': getParticipants,
  'channels.getParticipant': getParticipant,
};
