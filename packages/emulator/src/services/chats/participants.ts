import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { Member, WorldChannel } from '../../world/model.js';
import { numberOf, objectOf, textOf } from '../common/fields.js';
import { inputChannel, inputPeer, liftIfOver, toPeer } from '../common/peers.js';
import { isAdmin } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { participantsCount } from '../render/chat.js';
import { renderParticipant } from '../render/participant.js';
import { People } from '../render/people.js';
import { mayListMembers } from './full-channel.js';

/** The most members one answer holds. */
const MAX_PAGE = 200;

/** Lists that only admins get. */
const PUNITIVE: readonly string[] = ['channelParticipantsBanned', 'channelParticipantsKicked'];

/** Lists that everybody in a supergroup gets though its members are hidden. */
const OFFICIAL: readonly string[] = ['channelParticipantsAdmins', 'channelParticipantsBots'];

function matchesName(viewer: Viewer, userId: bigint, query: string): boolean {
  if (query === '') return true;
  const user = viewer.world.users.get(userId);
  const names = [`${user?.firstName ?? ''} ${user?.lastName ?? ''}`, user?.username ?? ''];
  return names.some((name) => name.toLowerCase().includes(query));
}

/** An admin who acts as the group itself stays out of the lists that members see. */
function isSeen(viewer: Viewer, channel: WorldChannel, member: Member): boolean {
  return member.rights?.anonymous !== true || member.userId === viewer.id || isAdmin(viewer, channel);
}

function select(viewer: Viewer, channel: WorldChannel, filter: TlObject): Member[] {
  const query = textOf(filter, 'q').toLowerCase();
  const named = [...channel.members.values()].filter((member) => matchesName(viewer, member.userId, query));
  const present = named.filter(
    (member) => isMember(channel, member.userId) && isSeen(viewer, channel, member),
  );
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

function checkMayList(viewer: Viewer, channel: WorldChannel, filter: string): void {
  if (isAdmin(viewer, channel)) return;
  const isOpen = mayListMembers(viewer, channel);
  const isOfficial = channel.kind === 'supergroup' && OFFICIAL.includes(filter);
  if (PUNITIVE.includes(filter) || !(isOpen || isOfficial)) throw badRequest('CHAT_ADMIN_REQUIRED');
}

function getParticipants(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const filter = objectOf(request, 'filter') ?? { _: 'channelParticipantsRecent' };
  checkMayList(viewer, channel, filter._);
  for (const member of channel.members.values()) liftIfOver(member, viewer.now);
  const all = select(viewer, channel, filter);
  const start = Math.max(numberOf(request, 'offset'), 0);
  const page = all.slice(start, start + Math.min(Math.max(numberOf(request, 'limit'), 0), MAX_PAGE));
  const participants = page.map((member) => renderParticipant(viewer.id, channel, member));
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
  if (peer.id !== viewer.id && !mayListMembers(viewer, channel)) throw badRequest('CHAT_ADMIN_REQUIRED');
  const member = channel.members.get(peer.id);
  if (member !== undefined) liftIfOver(member, viewer.now);
  const isThere = member !== undefined && member.role !== 'left' && isSeen(viewer, channel, member);
  if (!isThere) throw badRequest('USER_NOT_PARTICIPANT');
  const participant = renderParticipant(viewer.id, channel, member);
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
