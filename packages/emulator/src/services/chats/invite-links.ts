import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { hashInLink } from '../../world/invites.js';
import type { InviteOptions } from '../../world/invites.js';
import type { WorldChat, WorldInvite, WorldUser } from '../../world/model.js';
import { flagOf, numberOf, objectOf, textOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { hasRight, requireRight } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderInvite } from '../render/invite.js';
import { People } from '../render/people.js';
import { logEvent } from './log-event.js';
import { chatNamed } from './target.js';

/** How often a link may be used at most. */
const MAX_USAGE = 99_999;

/** The one link without limits that an admin always has, made when it is first looked at. */
export function permanentInvite(viewer: Viewer, chat: WorldChat, adminId: bigint): WorldInvite {
  const known = chat.invites.find(
    (invite) => invite.permanent && !invite.revoked && invite.adminId === adminId,
  );
  if (known !== undefined) return known;
  const date = chat.members.get(adminId)?.date ?? chat.date;
  return viewer.world.addInvite(chat, { adminId, permanent: true, date });
}

function limitsOf(viewer: Viewer, request: TlObject): Partial<InviteOptions> {
  const expireDate = numberOf(request, 'expire_date');
  const usageLimit = numberOf(request, 'usage_limit');
  const requestNeeded = flagOf(request, 'request_needed');
  if (expireDate !== 0 && expireDate <= viewer.now) throw badRequest('EXPIRE_DATE_INVALID');
  if (usageLimit < 0 || usageLimit > MAX_USAGE) throw badRequest('USAGE_LIMIT_INVALID');
  // Whoever must be let in by an admin is not counted against a limit.
  if (usageLimit > 0 && requestNeeded) throw badRequest('USAGE_LIMIT_INVALID');
  const title = textOf(request, 'title').slice(0, 32);
  return {
    requestNeeded,
    ...(expireDate > 0 && { expireDate }),
    ...(usageLimit > 0 && { usageLimit }),
    ...(title !== '' && { title }),
  };
}

function exportChatInvite(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  requireRight(viewer, chat, 'invite_users');
  const limits = limitsOf(viewer, request);
  const permanent = flagOf(request, 'legacy_revoke_permanent');
  if (permanent) permanentInvite(viewer, chat, viewer.id).revoked = true;
  const invite = viewer.world.addInvite(chat, {
    adminId: viewer.id,
    date: viewer.now,
    ...(permanent ? { permanent } : limits),
  });
  return renderInvite(chat, invite);
}

/** The link of a request, which the viewer may change: one's own, or any for the creator. Throws INVITE_HASH_EXPIRED. */
export function ownInvite(viewer: Viewer, chat: WorldChat, request: TlObject): WorldInvite {
  requireRight(viewer, chat, 'invite_users');
  const hash = hashInLink(textOf(request, 'link'));
  const invite = chat.invites.find((one) => one.hash === hash);
  if (invite === undefined) throw badRequest('INVITE_HASH_EXPIRED');
  const isCreator = chat.members.get(viewer.id)?.role === 'creator';
  if (invite.adminId !== viewer.id && !isCreator) throw badRequest('CHAT_ADMIN_REQUIRED');
  return invite;
}

function revoke(viewer: Viewer, chat: WorldChat, invite: WorldInvite): TlObject {
  if (invite.revoked) throw badRequest('INVITE_HASH_EXPIRED');
  invite.revoked = true;
  const shown = renderInvite(chat, invite);
  logEvent(viewer, chat, 'invites', {
    _: 'channelAdminLogEventActionExportedInviteRevoke',
    invite: shown,
  });
  if (!invite.permanent) return { _: 'messages.exportedChatInvite', invite: shown };
  const next = viewer.world.addInvite(chat, { adminId: invite.adminId, permanent: true, date: viewer.now });
  return { _: 'messages.exportedChatInviteReplaced', invite: shown, new_invite: renderInvite(chat, next) };
}

function change(viewer: Viewer, chat: WorldChat, invite: WorldInvite, request: TlObject): TlObject {
  if (invite.revoked) throw badRequest('INVITE_HASH_EXPIRED');
  if (invite.permanent) throw badRequest('CHAT_INVITE_PERMANENT');
  const before = renderInvite(chat, invite);
  const limits = limitsOf(viewer, request);
  // A zero takes a limit away, an absent field leaves it.
  if (request['expire_date'] === 0) delete invite.expireDate;
  if (request['usage_limit'] === 0) delete invite.usageLimit;
  if (typeof request['request_needed'] === 'boolean') invite.requestNeeded = request['request_needed'];
  if (limits.expireDate !== undefined) invite.expireDate = limits.expireDate;
  if (limits.usageLimit !== undefined) invite.usageLimit = limits.usageLimit;
  if (limits.title !== undefined) invite.title = limits.title;
  const after = renderInvite(chat, invite);
  logEvent(viewer, chat, 'invites', {
    _: 'channelAdminLogEventActionExportedInviteEdit',
    prev_invite: before,
    new_invite: after,
  });
  return { _: 'messages.exportedChatInvite', invite: after };
}

function editExportedChatInvite(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  const invite = ownInvite(viewer, chat, request);
  const answer = flagOf(request, 'revoked')
    ? revoke(viewer, chat, invite)
    : change(viewer, chat, invite, request);
  return { ...answer, users: new People(viewer).addFrom(answer).render().users };
}

function removeInvite(viewer: Viewer, chat: WorldChat, invite: WorldInvite): void {
  chat.invites.splice(chat.invites.indexOf(invite), 1);
  logEvent(viewer, chat, 'invites', {
    _: 'channelAdminLogEventActionExportedInviteDelete',
    invite: renderInvite(chat, invite),
  });
}

/** Whose links of which chat a request is about: an admin's own, or, for the creator, anybody's. */
export function invitesAsked(
  request: TlObject,
  call: CallContext,
): { readonly viewer: Viewer; readonly chat: WorldChat; readonly admin: WorldUser } {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  requireRight(viewer, chat, 'invite_users');
  const admin = inputUser(viewer, objectOf(request, 'admin_id'), 'ADMIN_ID_INVALID');
  const isCreator = chat.members.get(viewer.id)?.role === 'creator';
  if (admin.id !== viewer.id && !isCreator) throw badRequest('CHAT_ADMIN_REQUIRED');
  return { viewer, chat, admin };
}

function deleteRevoked(request: TlObject, call: CallContext): boolean {
  const { viewer, chat, admin } = invitesAsked(request, call);
  const gone = chat.invites.filter((invite) => invite.revoked && invite.adminId === admin.id);
  for (const invite of gone) removeInvite(viewer, chat, invite);
  return true;
}

/** Making, changing, revoking and deleting invite links. */
export const inviteLinksHandlers: Handlers = {
  'messages.exportChatInvite': exportChatInvite,
  'messages.editExportedChatInvite': editExportedChatInvite,
  'messages.deleteExportedChatInvite': (request, call) => {
    const viewer = viewerOf(call);
    const chat = chatNamed(viewer, objectOf(request, 'peer'));
    const invite = ownInvite(viewer, chat, request);
    if (!invite.revoked) throw badRequest('INVITE_REVOKED_MISSING');
    removeInvite(viewer, chat, invite);
    return true;
  },
  'messages.deleteRevokedExportedChatInvites': deleteRevoked,
};

/** The permanent link as full chats show it to an admin who may invite; undefined for everybody else. */
export function shownInvite(viewer: Viewer, chat: WorldChat): TlObject | undefined {
  if (!hasRight(viewer, chat, 'invite_users')) return undefined;
  return renderInvite(chat, permanentInvite(viewer, chat, viewer.id));
}
