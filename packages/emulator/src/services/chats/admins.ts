import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { GROUP_ADMIN_RIGHTS } from '../../world/build.js';
import { isMember } from '../../world/data.js';
import type { AdminRight, AdminRights, Member, WorldChannel, WorldUser } from '../../world/model.js';
import { flagOf, longOf, objectOf, textOf } from '../common/fields.js';
import { inputChannel, inputUser } from '../common/peers.js';
import { hasRight, requireRight } from '../common/rights.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderParticipant } from '../render/participant.js';
import { bringIn } from './add-people.js';
import { checkInvitee, sortInvited } from './invited.js';
import { logEvent } from './log-event.js';
import { answerChange, tellMembers } from './notices.js';
import { checkRoom } from './standing.js';
import { liveGroup } from './target.js';

/** The longest title of an admin, and the symbols it must not have. */
const MAX_RANK = 16;
const EMOJI = /\p{Extended_Pictographic}/u;

/** How many admins a supergroup or channel can have besides its creator. */
const MAX_ADMINS = 50;

/** True flags of TL chatAdminRights. */
function rightsOf(input: TlObject | undefined): AdminRights {
  const given = Object.entries(input ?? {}).filter(([, value]) => value === true);
  return Object.fromEntries(given) as AdminRights;
}

/** Whether the viewer may change the standing of an admin: only the creator and who made that admin. */
export function mayEditAdmin(viewer: Viewer, channel: WorldChannel, admin: Member): boolean {
  if (admin.role === 'creator') return false;
  return channel.members.get(viewer.id)?.role === 'creator' || admin.promotedBy === viewer.id;
}

function rankOf(request: TlObject): string {
  const rank = textOf(request, 'rank').trim();
  if (EMOJI.test(rank)) throw badRequest('ADMIN_RANK_EMOJI_NOT_ALLOWED');
  if (rank.length > MAX_RANK) throw badRequest('ADMIN_RANK_INVALID');
  return rank;
}

function setRank(member: Member, rank: string): void {
  if (rank === '') delete member.rank;
  else member.rank = rank;
}

/** Adds whoever is no member yet, as making an admin of a stranger does. */
function admit(call: CallContext, viewer: Viewer, channel: WorldChannel, user: WorldUser): TlObject[] {
  if (isMember(channel, user.id)) return [];
  if (!hasRight(viewer, channel, 'invite_users')) throw forbidden('CHAT_ADMIN_INVITE_REQUIRED');
  if (sortInvited(viewer, [user], channel.kind).missing.length > 0) {
    throw forbidden('USER_PRIVACY_RESTRICTED');
  }
  // A bot can be in a broadcast channel as an admin only, so this is its way in.
  if (!(channel.kind === 'channel' && user.bot)) checkInvitee(viewer, channel, user);
  checkRoom(channel);
  return bringIn(call, viewer, channel, [user]);
}

function checkMayEdit(viewer: Viewer, channel: WorldChannel, user: WorldUser, rights: AdminRights): void {
  const target = channel.members.get(user.id);
  const isSelf = user.id === viewer.id;
  if (target?.role === 'creator' && !isSelf) throw badRequest('USER_CREATOR');
  const resigns = isSelf && Object.keys(rights).length === 0;
  if (!resigns) requireRight(viewer, channel, 'add_admins');
  if (target?.role === 'admin' && !isSelf && !mayEditAdmin(viewer, channel, target)) {
    throw badRequest('CHAT_ADMIN_REQUIRED');
  }
  if (target?.role === 'creator') return;
  const isTooMuch = (Object.keys(rights) as AdminRight[]).some((right) => !hasRight(viewer, channel, right));
  // Everybody's creator may hand out anonymity without wearing it.
  const isCreator = channel.members.get(viewer.id)?.role === 'creator';
  if (isTooMuch && !isCreator) throw forbidden('RIGHT_FORBIDDEN');
}

function editAdmin(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const user = inputUser(viewer, objectOf(request, 'user_id'));
  const rights = rightsOf(objectOf(request, 'admin_rights'));
  const rank = rankOf(request);
  checkMayEdit(viewer, channel, user, rights);
  const isPromotion = Object.keys(rights).length > 0;
  const admins = [...channel.members.values()].filter((member) => member.role === 'admin');
  const isNew = isPromotion && channel.members.get(user.id)?.role !== 'admin';
  if (isNew && admins.length >= MAX_ADMINS) throw badRequest('ADMINS_TOO_MUCH');
  if (!isPromotion && !isMember(channel, user.id)) throw badRequest('USER_NOT_PARTICIPANT');
  const said = admit(call, viewer, channel, user);
  const member = channel.members.get(user.id);
  if (member === undefined) throw badRequest('USER_NOT_PARTICIPANT');
  const before = renderParticipant(0n, channel, member);
  if (member.role === 'creator') {
    member.rights = { ...member.rights, anonymous: rights.anonymous === true };
  } else if (isPromotion) {
    Object.assign(member, { role: 'admin', rights, promotedBy: viewer.id } satisfies Partial<Member>);
    delete member.banned;
    delete member.bannedUntil;
  } else {
    member.role = 'member';
    delete member.rights;
    delete member.promotedBy;
  }
  setRank(member, isPromotion || member.role === 'creator' ? rank : '');
  logEvent(viewer, channel, isPromotion ? 'promote' : 'demote', {
    _: 'channelAdminLogEventActionParticipantToggleAdmin',
    prev_participant: before,
    new_participant: renderParticipant(0n, channel, member),
  });
  return answerChange(call, viewer, channel, said);
}

function editChatAdmin(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const group = liveGroup(viewer, { _: request._, chat_id: longOf(request, 'chat_id') });
  const user = inputUser(viewer, objectOf(request, 'user_id'));
  if (group.members.get(viewer.id)?.role !== 'creator') throw badRequest('CHAT_ADMIN_REQUIRED');
  const member = group.members.get(user.id);
  if (member === undefined || !isMember(group, user.id)) throw badRequest('USER_NOT_PARTICIPANT');
  if (member.role === 'creator') throw badRequest('USER_ID_INVALID');
  const isAdmin = flagOf(request, 'is_admin');
  member.role = isAdmin ? 'admin' : 'member';
  if (isAdmin) member.rights = GROUP_ADMIN_RIGHTS;
  else delete member.rights;
  tellMembers(call, group, () => ({
    _: 'updateChatParticipantAdmin',
    chat_id: group.id,
    user_id: user.id,
    is_admin: isAdmin,
    version: group.version + 1,
  }));
  answerChange(call, viewer, group);
  return true;
}

/** Making and unmaking admins. */
export const adminsHandlers: Handlers = {
  'channels.editAdmin': editAdmin,
  'messages.editChatAdmin': editChatAdmin,
};
