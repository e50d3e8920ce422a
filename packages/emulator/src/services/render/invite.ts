import type { TlObject } from '../../tl/value.js';
import { inviteLink } from '../../world/invites.js';
import type { WorldChat, WorldInvite } from '../../world/model.js';
import { flag } from '../common/fields.js';

/** An invite link as TL ExportedChatInvite. */
export function renderInvite(chat: WorldChat, invite: WorldInvite): TlObject {
  const waiting = chat.joinRequests.filter((request) => request.hash === invite.hash).length;
  return {
    _: 'chatInviteExported',
    revoked: flag(invite.revoked),
    permanent: flag(invite.permanent),
    request_needed: flag(invite.requestNeeded),
    link: inviteLink(invite.hash),
    admin_id: invite.adminId,
    date: invite.date,
    expire_date: invite.expireDate,
    usage_limit: invite.usageLimit,
    usage: invite.importers.length === 0 ? undefined : invite.importers.length,
    requested: waiting === 0 ? undefined : waiting,
    title: invite.title,
  };
}
