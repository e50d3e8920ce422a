/* Whom one may add to a chat: the added person's own settings decide (core.telegram.org/api/invites). */
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { WorldChat, WorldUser } from '../../world/model.js';
import { hasContact, mayInvite, ruleOf } from '../../world/privacy.js';
import { flag } from '../common/fields.js';
import { badRequest, forbidden } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { hasTooManyChannels } from './standing.js';

/** The first layer whose answers name in `missing_invitees` whom privacy kept out; older ones get an error. */
export const MISSING_INVITEES_LAYER = 176;

/** Who can be added at once, and whom their privacy settings keep out. Throws INPUT_USER_DEACTIVATED, BOT_GROUPS_BLOCKED. */
export function sortInvited(viewer: Viewer, users: readonly WorldUser[], kind: WorldChat['kind']) {
  const welcome: WorldUser[] = [];
  const missing: WorldUser[] = [];
  for (const user of new Set(users)) {
    if (user.deleted) throw badRequest('INPUT_USER_DEACTIVATED');
    const isShy = user.bot && user.botProfile?.noGroups === true;
    if (isShy && kind !== 'channel') throw badRequest('BOT_GROUPS_BLOCKED');
    // A blocked inviter is refused like one whom privacy keeps out, so that blocking stays unseen.
    (isShy || mayInvite(viewer.world, user.id, viewer.id) ? welcome : missing).push(user);
  }
  return { welcome, missing };
}

/** TL missingInvitee. */
export function missingInvitee(viewer: Viewer, user: WorldUser): TlObject {
  const isPremium = viewer.world.users.get(viewer.id)?.premium === true;
  return {
    _: 'missingInvitee',
    premium_would_allow_invite: flag(ruleOf(user, 'chat_invite').allowPremium === true && !isPremium),
    premium_required_for_pm: flag(user.premiumOnly === true && !isPremium),
    user_id: user.id,
  };
}

/**
 * Throws what stands against adding somebody who was, or is, connected to the chat: USER_KICKED for the banned,
 * USER_NOT_MUTUAL_CONTACT for those who left on their own, USER_CHANNELS_TOO_MUCH, USER_BOT in a broadcast channel.
 */
export function checkInvitee(viewer: Viewer, chat: WorldChat, user: WorldUser): void {
  const member = chat.members.get(user.id);
  if (chat.kind === 'channel' && user.bot) throw badRequest('USER_BOT');
  if (member?.role === 'banned' && chat.kind !== 'group') throw badRequest('USER_KICKED');
  const isMutual = viewer.account.contacts.has(user.id) && hasContact(viewer.world, user.id, viewer.id);
  const hasLeft = member?.leftOnOwnWill === true || member?.away === true;
  if (hasLeft && !isMember(chat, user.id) && user.id !== viewer.id && !isMutual) {
    throw forbidden('USER_NOT_MUTUAL_CONTACT');
  }
  if (chat.kind !== 'group' && !isMember(chat, user.id) && hasTooManyChannels(viewer.world, user.id)) {
    throw forbidden('USER_CHANNELS_TOO_MUCH');
  }
}
