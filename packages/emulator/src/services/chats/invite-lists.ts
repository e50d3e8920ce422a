import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { hashInLink } from '../../world/invites.js';
import type { WorldChat } from '../../world/model.js';
import { flag, flagOf, numberOf, objectOf, textOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { requireRight } from '../common/rights.js';
import { forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderInvite } from '../render/invite.js';
import { People } from '../render/people.js';
import { invitesAsked, ownInvite, permanentInvite } from './invite-links.js';
import { chatNamed } from './target.js';

/** One line of a list of people who came or want to come. */
interface Importer {
  readonly userId: bigint;
  readonly date: number;
  readonly approvedBy?: bigint;
  readonly about?: string;
}

function limitOf(request: TlObject): number {
  return Math.min(Math.max(numberOf(request, 'limit'), 0), 100);
}

function getExportedChatInvites(request: TlObject, call: CallContext): TlObject {
  const { viewer, chat, admin } = invitesAsked(request, call);
  const isRevoked = flagOf(request, 'revoked');
  if (!isRevoked && admin.id === viewer.id) permanentInvite(viewer, chat, viewer.id);
  const all = chat.invites
    .filter((invite) => invite.adminId === admin.id && invite.revoked === isRevoked)
    .toSorted((one, other) => Number(other.permanent) - Number(one.permanent) || other.date - one.date);
  const after = hashInLink(textOf(request, 'offset_link'));
  const start = after === '' ? 0 : all.findIndex((invite) => invite.hash === after) + 1;
  const invites = all.slice(start, start + limitOf(request)).map((invite) => renderInvite(chat, invite));
  const { users } = new People(viewer).add({ kind: 'user', id: admin.id }).render();
  return { _: 'messages.exportedChatInvites', count: all.length, invites, users };
}

function importersOf(viewer: Viewer, chat: WorldChat, request: TlObject): Importer[] {
  const link = textOf(request, 'link');
  if (flagOf(request, 'requested')) {
    const hash = hashInLink(link);
    return chat.joinRequests.filter((one) => link === '' || one.hash === hash);
  }
  return link === ''
    ? chat.invites.flatMap((invite) => invite.importers)
    : ownInvite(viewer, chat, request).importers;
}

function matchesName(viewer: Viewer, userId: bigint, query: string): boolean {
  const user = viewer.world.users.get(userId);
  const names = [`${user?.firstName ?? ''} ${user?.lastName ?? ''}`, user?.username ?? ''];
  return query === '' || names.some((name) => name.toLowerCase().includes(query));
}

function getChatInviteImporters(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  requireRight(viewer, chat, 'invite_users');
  const query = textOf(request, 'q').toLowerCase();
  const isRequested = flagOf(request, 'requested');
  const all = importersOf(viewer, chat, request)
    .filter((one) => matchesName(viewer, one.userId, query))
    .toSorted((one, other) => other.date - one.date || Number(other.userId - one.userId));
  const offset = objectOf(request, 'offset_user');
  const after =
    offset === undefined || offset._ === 'inputUserEmpty' ? undefined : inputUser(viewer, offset).id;
  const start = after === undefined ? 0 : all.findIndex((one) => one.userId === after) + 1;
  const importers = all.slice(start, start + limitOf(request)).map((one) => ({
    _: 'chatInviteImporter',
    requested: flag(isRequested),
    user_id: one.userId,
    date: one.date,
    about: one.about,
    approved_by: one.approvedBy,
  }));
  const { users } = new People(viewer).addFrom(importers).render();
  return { _: 'messages.chatInviteImporters', count: all.length, importers, users };
}

function getAdminsWithInvites(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  if (chat.members.get(viewer.id)?.role !== 'creator') throw forbidden('CHAT_ADMIN_REQUIRED');
  const ids = new Set(chat.invites.map((invite) => invite.adminId));
  const count = (adminId: bigint, revoked: boolean): number =>
    chat.invites.filter((invite) => invite.adminId === adminId && invite.revoked === revoked).length;
  const people = new People(viewer);
  const admins = [...ids].map((id) => {
    people.add({ kind: 'user', id });
    return {
      _: 'chatAdminWithInvites',
      admin_id: id,
      invites_count: count(id, false),
      revoked_invites_count: count(id, true),
    };
  });
  return { _: 'messages.chatAdminsWithInvites', admins, users: people.render().users };
}

/** Lists of invite links and of those who used them, or wait. */
export const inviteListsHandlers: Handlers = {
  'messages.getExportedChatInvites': getExportedChatInvites,
  'messages.getExportedChatInvite': (request, call) => {
    const viewer = viewerOf(call);
    const chat = chatNamed(viewer, objectOf(request, 'peer'));
    const invite = ownInvite(viewer, chat, request);
    const { users } = new People(viewer).add({ kind: 'user', id: invite.adminId }).render();
    return { _: 'messages.exportedChatInvite', invite: renderInvite(chat, invite), users };
  },
  'messages.getChatInviteImporters': getChatInviteImporters,
  'messages.getAdminsWithInvites': getAdminsWithInvites,
};
