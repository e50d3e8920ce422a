import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { WorldGroup } from '../../world/model.js';
import type { Viewer } from '../common/viewer.js';

/** The members of a basic group as TL ChatParticipants; forbidden to those who are not in it. */
export function groupParticipants(viewer: Viewer, group: WorldGroup): TlObject {
  if (!isMember(group, viewer.id)) return { _: 'chatParticipantsForbidden', chat_id: group.id };
  const members = [...group.members.values()].filter((member) => isMember(group, member.userId));
  const creator = members.find((member) => member.role === 'creator')?.userId ?? viewer.id;
  return {
    _: 'chatParticipants',
    chat_id: group.id,
    participants: members.map((member) => {
      if (member.role === 'creator') return { _: 'chatParticipantCreator', user_id: member.userId };
      return {
        _: member.role === 'admin' ? 'chatParticipantAdmin' : 'chatParticipant',
        user_id: member.userId,
        inviter_id: member.inviterId ?? creator,
        date: member.date,
      };
    }),
    version: group.version,
  };
}
