import type { TlObject } from '../../tl/value.js';
import type { Member, WorldChannel } from '../../world/model.js';
import { flag } from '../common/fields.js';
import { renderBans, renderRights } from './chat.js';

/** Who owns the channel; undefined when nobody does. */
export function creatorId(channel: WorldChannel): bigint | undefined {
  for (const member of channel.members.values()) if (member.role === 'creator') return member.userId;
  return undefined;
}

/** One member as TL ChannelParticipant, seen by `viewerId` (0n: by nobody in particular, as logs keep it). */
export function renderParticipant(viewerId: bigint, channel: WorldChannel, member: Member): TlObject {
  const isSelf = member.userId === viewerId;
  const creator = creatorId(channel);
  const by = member.promotedBy ?? creator ?? member.userId;
  const { userId, date, rank } = member;
  switch (member.role) {
    case 'creator':
      return { _: 'channelParticipantCreator', user_id: userId, admin_rights: renderRights(member), rank };
    case 'admin':
      return {
        _: 'channelParticipantAdmin',
        can_edit: flag(creator === viewerId || by === viewerId),
        self: flag(isSelf),
        user_id: userId,
        inviter_id: isSelf ? (member.inviterId ?? by) : undefined,
        promoted_by: by,
        date,
        admin_rights: renderRights(member),
        rank,
      };
    case 'restricted':
    case 'banned':
      return {
        _: 'channelParticipantBanned',
        left: flag(member.role === 'banned' || member.away),
        peer: { _: 'peerUser', user_id: userId },
        kicked_by: member.kickedBy ?? creator ?? userId,
        date,
        banned_rights: renderBans(member),
      };
    case 'left':
      return { _: 'channelParticipantLeft', peer: { _: 'peerUser', user_id: userId } };
    default:
      return isSelf
        ? {
            _: 'channelParticipantSelf',
            via_request: flag(member.viaRequest),
            user_id: userId,
            inviter_id: member.inviterId ?? by,
            date,
          }
        : { _: 'channelParticipant', user_id: userId, date };
  }
}
