import { createHash } from 'node:crypto';
import type { JoinRequest, WorldChat, WorldInvite } from './model.js';

/** What a new invite link may be given; times are seconds since the epoch. */
export interface InviteOptions {
  readonly adminId: bigint;
  readonly date?: number;
  readonly permanent?: boolean;
  readonly title?: string;
  readonly expireDate?: number;
  readonly usageLimit?: number;
  readonly requestNeeded?: boolean;
}

const LINK = 'https://t.me/+';

/** The address that a link's hash stands behind. */
export function inviteLink(hash: string): string {
  return LINK + hash;
}

/** The hash in a link as people write it; the text itself when it is no link. */
export function hashInLink(link: string): string {
  return link.replace(/^(?:https?:\/\/)?(?:www\.)?t(?:elegram)?\.me\/(?:\+|joinchat\/)/u, '');
}

/** Makes a link of a chat and adds it; the same world gives the same hashes. */
export function addInvite(seed: string, chat: WorldChat, options: InviteOptions): WorldInvite {
  const parts = [seed, chat.kind, chat.id, options.adminId, chat.invites.length].join('\u0000');
  const invite: WorldInvite = {
    hash: createHash('sha256').update(parts).digest('base64url').slice(0, 16),
    adminId: options.adminId,
    date: options.date ?? chat.date,
    permanent: options.permanent ?? false,
    requestNeeded: options.requestNeeded ?? false,
    revoked: false,
    importers: [],
    ...(options.title !== undefined && { title: options.title }),
    ...(options.expireDate !== undefined && { expireDate: options.expireDate }),
    ...(options.usageLimit !== undefined && { usageLimit: options.usageLimit }),
  };
  chat.invites.push(invite);
  return invite;
}

/** Makes somebody wait to be let in; an older request of the same person is replaced. */
export function addJoinRequest(chat: WorldChat, request: JoinRequest): void {
  removeJoinRequest(chat, request.userId);
  chat.joinRequests.push(request);
}

/** Takes back a request; false when there is none. */
export function removeJoinRequest(chat: WorldChat, userId: bigint): boolean {
  const index = chat.joinRequests.findIndex((request) => request.userId === userId);
  if (index === -1) return false;
  chat.joinRequests.splice(index, 1);
  return true;
}

/** Whether a link can still be used at a moment. */
export function isInviteUsable(invite: WorldInvite, now: number): boolean {
  const isExpired = invite.expireDate !== undefined && invite.expireDate <= now;
  const isUsedUp = invite.usageLimit !== undefined && invite.importers.length >= invite.usageLimit;
  return !invite.revoked && !isExpired && !isUsedUp;
}
