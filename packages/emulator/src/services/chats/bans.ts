import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { makeMember } from '../../world/build.js';
import { isMember, peerOf } from '../../world/data.js';
import { removeJoinRequest } from '../../world/invites.js';
import type { BannedRights, Member, WorldChannel } from '../../world/model.js';
import { numberOf, objectOf } from '../common/fields.js';
import { inputChannel, inputPeer, liftIfOver, toPeer } from '../common/peers.js';
import { requireRight } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderParticipant } from '../render/participant.js';
import { wrapUpdates } from '../updates/deliver.js';
import { mayEditAdmin } from './admins.js';
import { logEvent } from './log-event.js';
import { answerChange, tellMembers, writeService } from './notices.js';
import { chatNamed } from './target.js';

/** A ban shorter or longer than this, in seconds, is for ever (core.telegram.org/api/rights). */
const SHORTEST = 30;
const LONGEST = 366 * 86_400;

/** True flags of TL chatBannedRights. */
function bansOf(input: TlObject | undefined): BannedRights {
  const given = Object.entries(input ?? {}).filter(([, value]) => value === true);
  return Object.fromEntries(given) as BannedRights;
}

function untilOf(viewer: Viewer, input: TlObject | undefined): number {
  const until = input === undefined ? 0 : numberOf(input, 'until_date');
  const length = until - viewer.now;
  return length < SHORTEST || length > LONGEST ? 0 : until;
}

function newRole(before: Member['role'] | undefined, wasThere: boolean, bans: BannedRights): Member['role'] {
  if (bans.view_messages === true) return 'banned';
  if (Object.keys(bans).length > 0) return 'restricted';
  if (before === 'admin') return 'admin';
  return wasThere ? 'member' : 'left';
}

/** Sets what somebody may not do; the caller has checked that it is allowed. */
function restrict(
  viewer: Viewer,
  channel: WorldChannel,
  userId: bigint,
  bans: BannedRights,
  until: number,
): Member {
  const before = channel.members.get(userId);
  const wasThere = isMember(channel, userId);
  const role = newRole(before?.role, wasThere, bans);
  if (role === 'admin' && before !== undefined) return before;
  if (role === 'banned' && wasThere && channel.participantsCount !== undefined)
    channel.participantsCount -= 1;
  removeJoinRequest(channel, userId);
  const options = {
    role,
    date: wasThere && role !== 'banned' ? (before?.date ?? viewer.now) : viewer.now,
    ...(before?.inviterId !== undefined && { inviterId: before.inviterId }),
    ...(role === 'restricted' && !wasThere && { away: true }),
    ...((role === 'restricted' || role === 'banned') && {
      banned: bans,
      bannedUntil: until,
      kickedBy: viewer.id,
    }),
  };
  if (role === 'banned') return viewer.world.addMember(channel, userId, options);
  // Who stays keeps the row in the chat list as it is: what was unread is unread.
  const member = makeMember(userId, viewer.now, options);
  channel.members.set(userId, member);
  return member;
}

function eventOf(before: Member['role'] | undefined, after: Member['role']) {
  if (after === 'banned') return 'kick';
  if (after === 'restricted') return 'ban';
  return before === 'banned' ? 'unkick' : 'unban';
}

function editBanned(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const peer = inputPeer(viewer, objectOf(request, 'participant'));
  if (peer.kind !== 'user') throw badRequest('PARTICIPANT_ID_INVALID');
  requireRight(viewer, channel, 'ban_users');
  const target = channel.members.get(peer.id);
  const isAdmin = target?.role === 'creator' || target?.role === 'admin';
  if (peer.id === viewer.id || (isAdmin && !mayEditAdmin(viewer, channel, target))) {
    throw badRequest('USER_ADMIN_INVALID');
  }
  if (target !== undefined) liftIfOver(target, viewer.now);
  const input = objectOf(request, 'banned_rights');
  const bans = bansOf(input);
  const before: Member = target ?? { userId: peer.id, role: 'left', date: viewer.now };
  const shownBefore = renderParticipant(0n, channel, before);
  const roleBefore = before.role;
  const isKick = bans.view_messages === true && isMember(channel, peer.id);
  const said =
    isKick && channel.kind === 'supergroup'
      ? [writeService(call, viewer, channel, { _: 'messageActionChatDeleteUser', user_id: peer.id })]
      : [];
  const after = restrict(viewer, channel, peer.id, bans, untilOf(viewer, input));
  logEvent(viewer, channel, eventOf(roleBefore, after.role), {
    _: 'channelAdminLogEventActionParticipantToggleBan',
    prev_participant: shownBefore,
    new_participant: renderParticipant(0n, channel, after),
  });
  return answerChange(call, viewer, channel, said, [peer.id]);
}

function editDefaultBans(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  if (chat.kind === 'channel') throw badRequest('PEER_ID_INVALID');
  requireRight(viewer, chat, 'ban_users');
  const bans = bansOf(objectOf(request, 'banned_rights'));
  if (bans.view_messages === true) throw badRequest('BANNED_RIGHTS_INVALID');
  const prev = { _: 'chatBannedRights', ...chat.defaultBanned, until_date: 0 };
  const next = { _: 'chatBannedRights', ...bans, until_date: 0 };
  const isSame = Object.keys({ ...prev, ...next }).every((right) => right in prev && right in next);
  if (isSame) throw badRequest('CHAT_NOT_MODIFIED');
  chat.defaultBanned = bans;
  if (chat.kind === 'group') chat.version += 1;
  logEvent(viewer, chat, 'settings', {
    _: 'channelAdminLogEventActionDefaultBannedRights',
    prev_banned_rights: prev,
    new_banned_rights: next,
  });
  const update = {
    _: 'updateChatDefaultBannedRights',
    peer: toPeer(peerOf(chat)),
    default_banned_rights: next,
    version: chat.kind === 'group' ? chat.version : 1,
  };
  tellMembers(call, chat, () => update);
  return wrapUpdates(viewer, [update]);
}

/** Restricting, banning and freeing members, and what members of a group may not do. */
export const bansHandlers: Handlers = {
  'channels.editBanned': editBanned,
  'messages.editChatDefaultBannedRights': editDefaultBans,
};
