/*
 * Who may write to whom in private. Telegram keeps the exact limits behind PEER_FLOOD to itself; the model here is ours:
 * an account may open so many chats with strangers in a day, and a limited one none at all.
 */
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldMedia, WorldUser } from '../../world/model.js';
import { allows, hasBlocked, hasContact } from '../../world/privacy.js';
import { attributeOf } from '../render/media.js';
import { needsPremium } from '../render/user.js';
import { badRequest, forbidden } from './viewer.js';
import type { Viewer } from './viewer.js';

const DAY = 86_400;
/** How many messages back an answer still shows that two people know each other. */
const RECENT = 1000;

/**
 * Throws unless the viewer may write to a user: INPUT_USER_DEACTIVATED, USER_IS_BOT, YOU_BLOCKED_USER, USER_IS_BLOCKED,
 * PRIVACY_PREMIUM_REQUIRED, VOICE_MESSAGES_FORBIDDEN, PEER_FLOOD.
 */
export function checkPrivateChat(viewer: Viewer, userId: bigint, media: WorldMedia | undefined): void {
  const { world } = viewer;
  const user = world.users.get(userId);
  if (user === undefined) throw badRequest('PEER_ID_INVALID');
  if (user.deleted) throw badRequest('INPUT_USER_DEACTIVATED');
  if (user.id === viewer.id) return;
  const isBot = world.users.get(viewer.id)?.bot === true;
  if (isBot && user.bot) throw badRequest('USER_IS_BOT');
  if (hasBlocked(world, viewer.id, user.id)) throw badRequest('YOU_BLOCKED_USER');
  // A person who is blocked is not told so: the message stays unread. Only a bot learns it.
  if (isBot && hasBlocked(world, user.id, viewer.id)) throw forbidden('USER_IS_BLOCKED');
  if (needsPremium(viewer, user)) throw forbidden('PRIVACY_PREMIUM_REQUIRED');
  if (isSpoken(media) && !allows(world, user, 'voice_messages', viewer.id)) {
    throw badRequest('VOICE_MESSAGES_FORBIDDEN');
  }
  checkStranger(viewer, user);
}

/** Throws PEER_FLOOD when the account may not turn to somebody it does not know; otherwise counts that it did. */
export function checkStranger(viewer: Viewer, user: WorldUser): void {
  const { relations } = viewer.account;
  if (user.bot || knowEachOther(viewer, user)) return;
  if (relations.limited) throw badRequest('PEER_FLOOD');
  if (relations.strangers.has(user.id)) return;
  const lately = [...relations.strangers.values()].filter((at) => at > viewer.now - DAY);
  if (lately.length >= viewer.world.strangersPerDay) throw badRequest('PEER_FLOOD');
  relations.strangers.set(user.id, viewer.now);
}

/** The accounts that a private message never reaches, because they blocked its sender. */
export function withheldFrom(viewer: Viewer, peer: PeerRef): bigint[] {
  if (peer.kind !== 'user' || peer.id === viewer.id) return [];
  return hasBlocked(viewer.world, peer.id, viewer.id) ? [peer.id] : [];
}

/** Mutual contacts, or a chat in which the other one has written. */
function knowEachOther(viewer: Viewer, user: WorldUser): boolean {
  if (hasContact(viewer.world, user.id, viewer.id)) return true;
  if (!viewer.account.dialogs.has(peerKey({ kind: 'user', id: user.id }))) return false;
  const history = viewer.world.history(viewer.id, { kind: 'user', id: user.id });
  return (history?.slice(history.size - RECENT) ?? []).some((message) => message.author === user.id);
}

function isSpoken(media: WorldMedia | undefined): boolean {
  if (media?.kind !== 'document') return false;
  return (
    attributeOf(media, 'documentAttributeAudio')?.['voice'] === true ||
    attributeOf(media, 'documentAttributeVideo')?.['round_message'] === true
  );
}
