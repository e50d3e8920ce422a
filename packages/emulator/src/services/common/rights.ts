/* Who may do what in a chat: admin rights, bans, slow mode (core.telegram.org/api/rights). */
import { RpcError } from '../../rpc/handler.js';
import { isMember } from '../../world/data.js';
import type {
  AdminRight,
  BannedRight,
  Member,
  PeerRef,
  WorldChannel,
  WorldChat,
  WorldMedia,
} from '../../world/model.js';
import { attributeOf } from '../render/media.js';
import { checkPrivateChat } from './private-chats.js';
import { badRequest, forbidden } from './viewer.js';
import type { Viewer } from './viewer.js';

/** True for the creator, and for an admin who has the right. */
export function hasRight(viewer: Viewer, chat: WorldChat, right: AdminRight): boolean {
  const member = chat.members.get(viewer.id);
  return member?.role === 'creator' || (member?.role === 'admin' && member.rights?.[right] === true);
}

/** True for the creator and every admin. */
export function isAdmin(viewer: Viewer, chat: WorldChat): boolean {
  const role = chat.members.get(viewer.id)?.role;
  return role === 'creator' || role === 'admin';
}

/** Throws CHAT_ADMIN_REQUIRED unless the viewer is an admin with the right. */
export function requireRight(viewer: Viewer, chat: WorldChat, right: AdminRight): void {
  if (!hasRight(viewer, chat, right)) throw badRequest('CHAT_ADMIN_REQUIRED');
}

/** Whether the chat as a whole, or an admin, forbids something to a member who is no admin. */
export function isForbidden(viewer: Viewer, chat: WorldChat, right: BannedRight): boolean {
  const member = chat.members.get(viewer.id);
  return (
    chat.defaultBanned[right] === true || (isRestricted(viewer, member) && member.banned?.[right] === true)
  );
}

/** Whether the viewer may do what admins may by right, and members of a group unless it is forbidden to them. */
export function mayDo(viewer: Viewer, chat: WorldChat, right: AdminRight & BannedRight): boolean {
  if (isAdmin(viewer, chat)) return hasRight(viewer, chat, right);
  return chat.kind !== 'channel' && isMember(chat, viewer.id) && !isForbidden(viewer, chat, right);
}

/**
 * Throws unless the viewer may write to the peer: CHAT_WRITE_FORBIDDEN, CHAT_GUEST_SEND_FORBIDDEN,
 * USER_BANNED_IN_CHANNEL (restricted by an admin), CHAT_SEND_*_FORBIDDEN, and in private what {@link checkPrivateChat}
 * throws.
 */
export function checkMayWrite(viewer: Viewer, peer: PeerRef, media: WorldMedia | undefined): void {
  if (peer.kind === 'user') {
    checkPrivateChat(viewer, peer.id, media);
    return;
  }
  const chat = viewer.world.chat(peer);
  if (chat === undefined || (chat.kind === 'group' && chat.deactivated)) throw badRequest('PEER_ID_INVALID');
  if (!isMember(chat, viewer.id) && !mayComment(viewer, chat)) throw forbidden('CHAT_WRITE_FORBIDDEN');
  if (chat.kind === 'channel') {
    if (!hasRight(viewer, chat, 'post_messages')) throw forbidden('CHAT_WRITE_FORBIDDEN');
    return;
  }
  if (!isAdmin(viewer, chat)) checkBans(viewer, chat, media);
}

/** Whether somebody who is no member may write: in the discussion group of a channel that does not ask to join first. */
function mayComment(viewer: Viewer, chat: WorldChat): boolean {
  if (chat.kind !== 'supergroup' || chat.linkedChatId === undefined) return false;
  if (chat.members.get(viewer.id)?.role === 'banned') return false;
  if (chat.joinToSend) throw forbidden('CHAT_GUEST_SEND_FORBIDDEN');
  return true;
}

/**
 * Throws 420 SLOWMODE_WAIT_n while a member who is no admin must wait, and SLOWMODE_MULTI_MSGS_DISABLED for several
 * messages at once (an album is one); otherwise notes that the member wrote now.
 */
export function spendSlowmode(viewer: Viewer, peer: PeerRef, count = 1): void {
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  if (channel === undefined || channel.slowmodeSeconds === 0 || isAdmin(viewer, channel)) return;
  const next = nextSendDate(viewer, channel);
  if (next > viewer.now) throw new RpcError(420, `SLOWMODE_WAIT_${next - viewer.now}`);
  if (count > 1) throw badRequest('SLOWMODE_MULTI_MSGS_DISABLED');
  channel.lastSent.set(viewer.id, viewer.now);
}

/** When a member may write again under slow mode, in seconds since the epoch; 0 for at once. */
export function nextSendDate(viewer: Viewer, channel: WorldChannel): number {
  const last = channel.lastSent.get(viewer.id);
  if (last === undefined || channel.slowmodeSeconds === 0 || isAdmin(viewer, channel)) return 0;
  const next = last + channel.slowmodeSeconds;
  return next > viewer.now ? next : 0;
}

function isRestricted(viewer: Viewer, member: Member | undefined): member is Member {
  const until = member?.bannedUntil ?? 0;
  return member?.role === 'restricted' && (until === 0 || until > viewer.now);
}

function checkBans(viewer: Viewer, chat: WorldChat, media: WorldMedia | undefined): void {
  const member = chat.members.get(viewer.id);
  if (isRestricted(viewer, member) && member.banned?.send_messages === true) {
    throw badRequest('USER_BANNED_IN_CHANNEL');
  }
  const isBanned = (right: BannedRight): boolean => isForbidden(viewer, chat, right);
  if (isBanned('send_messages')) throw forbidden('CHAT_WRITE_FORBIDDEN');
  if (media === undefined) {
    if (isBanned('send_plain')) throw forbidden('CHAT_SEND_PLAIN_FORBIDDEN');
    return;
  }
  const [right, error] = mediaRight(media);
  if (isBanned('send_media')) throw forbidden('CHAT_SEND_MEDIA_FORBIDDEN');
  if (isBanned(right)) throw forbidden(error);
}

const OTHER_MEDIA: Readonly<Record<string, readonly [BannedRight, string]>> = {
  messageMediaPoll: ['send_polls', 'CHAT_SEND_POLL_FORBIDDEN'],
  messageMediaToDo: ['send_polls', 'CHAT_SEND_POLL_FORBIDDEN'],
  messageMediaGame: ['send_games', 'CHAT_SEND_GAME_FORBIDDEN'],
  messageMediaWebPage: ['embed_links', 'CHAT_SEND_WEBPAGE_FORBIDDEN'],
};

function mediaRight(media: WorldMedia): readonly [BannedRight, string] {
  if (media.kind === 'photo') return ['send_photos', 'CHAT_SEND_PHOTOS_FORBIDDEN'];
  if (media.kind === 'poll') return ['send_polls', 'CHAT_SEND_POLL_FORBIDDEN'];
  if (media.kind === 'todo') return ['send_plain', 'CHAT_SEND_PLAIN_FORBIDDEN'];
  if (media.kind === 'other') {
    return OTHER_MEDIA[media.media._] ?? ['send_plain', 'CHAT_SEND_PLAIN_FORBIDDEN'];
  }
  const video = attributeOf(media, 'documentAttributeVideo');
  const audio = attributeOf(media, 'documentAttributeAudio');
  if (attributeOf(media, 'documentAttributeSticker') !== undefined) {
    return ['send_stickers', 'CHAT_SEND_STICKERS_FORBIDDEN'];
  }
  if (attributeOf(media, 'documentAttributeAnimated') !== undefined)
    return ['send_gifs', 'CHAT_SEND_GIFS_FORBIDDEN'];
  if (video?.['round_message'] === true) return ['send_roundvideos', 'CHAT_SEND_ROUNDVIDEOS_FORBIDDEN'];
  if (video !== undefined) return ['send_videos', 'CHAT_SEND_VIDEOS_FORBIDDEN'];
  if (audio?.['voice'] === true) return ['send_voices', 'CHAT_SEND_VOICES_FORBIDDEN'];
  if (audio !== undefined) return ['send_audios', 'CHAT_SEND_AUDIOS_FORBIDDEN'];
  return ['send_docs', 'CHAT_SEND_DOCS_FORBIDDEN'];
}
