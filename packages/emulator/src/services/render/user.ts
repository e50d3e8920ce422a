import type { TlObject } from '../../tl/value.js';
import { accessHashFor } from '../../world/chance.js';
import type { WorldPhoto, WorldUser } from '../../world/model.js';
import { allows, hasBlocked, hasContact } from '../../world/privacy.js';
import { flag } from '../common/fields.js';
import type { Viewer } from '../common/viewer.js';
import { strippedBytes } from './photo-sizes.js';
import { shownStatus } from './status.js';

/** The access hash of a `min` user: it opens the profile photo and nothing else. */
export function minAccessHash(viewer: Viewer, user: WorldUser): bigint {
  return accessHashFor(viewer.id, user.hashSeed ^ 0x6d69_6eb5n);
}

/** The profile photo that the viewer may see, or the one shown instead of it. */
export function visiblePhoto(viewer: Viewer, user: WorldUser): WorldPhoto | undefined {
  if (user.id === viewer.id) return user.photo;
  if (hasBlocked(viewer.world, user.id, viewer.id)) return undefined;
  return allows(viewer.world, user, 'profile_photo', viewer.id) ? user.photo : user.fallbackPhoto;
}

/** The phone number where the viewer may see it: the own one, that of somebody who shows it, or one in the own phone book. */
export function visiblePhone(viewer: Viewer, user: WorldUser): string | undefined {
  const { phone } = user;
  if (phone === undefined || user.id === viewer.id) return phone;
  const { relations, contacts } = viewer.account;
  if (relations.saved.has(phone)) return phone;
  if (viewer.world.accounts.get(user.id)?.relations.sharesPhoneWith.has(viewer.id) === true) return phone;
  // A contact of whom nothing else is told was added by number.
  if (user.privacy?.phone === undefined) return contacts.has(user.id) ? phone : undefined;
  return allows(viewer.world, user, 'phone', viewer.id) ? phone : undefined;
}

/** True when only contacts and Premium users may write to the user first, and the viewer is neither. */
export function needsPremium(viewer: Viewer, user: WorldUser): boolean {
  if (user.premiumOnly !== true || user.id === viewer.id) return false;
  return viewer.world.users.get(viewer.id)?.premium !== true && !hasContact(viewer.world, user.id, viewer.id);
}

/** A TL User as the viewer sees it: what privacy hides is left out, a contact has the name it was added under. */
export function renderUser(viewer: Viewer, user: WorldUser): TlObject {
  const isSelf = user.id === viewer.id;
  const isContact = viewer.account.contacts.has(user.id);
  const accessHash = viewer.world.accessHash(viewer.id, { kind: 'user', id: user.id });
  viewer.account.relations.met.add(user.id);
  if (user.deleted) return { _: 'user', id: user.id, deleted: true, access_hash: accessHash };
  return {
    ...shared(viewer, user),
    self: flag(isSelf),
    contact: flag(isContact),
    mutual_contact: flag(isContact && hasContact(viewer.world, user.id, viewer.id)),
    close_friend: flag(viewer.account.relations.closeFriends.has(user.id)),
    stories_hidden: flag(viewer.account.relations.storiesHidden.has(`user:${user.id}`)),
    contact_require_premium: flag(needsPremium(viewer, user)),
    bot_can_edit: flag(user.botProfile?.ownerId === viewer.id),
    access_hash: accessHash,
    phone: visiblePhone(viewer, user),
    status: user.bot ? undefined : shownStatus(viewer, user),
  };
}

/** The reduced TL User of somebody whom the viewer never met (core.telegram.org/api/min). */
export function renderMinUser(viewer: Viewer, user: WorldUser): TlObject {
  if (user.deleted) return { _: 'user', id: user.id, min: true, deleted: true };
  return {
    ...shared(viewer, user),
    min: true,
    apply_min_photo: flag(visiblePhoto(viewer, user) !== undefined),
    access_hash: minAccessHash(viewer, user),
  };
}

/** The usernames: with further ones they all stand in the list, and the single field is empty. */
export function renderUsernames(user: WorldUser): { username?: string; usernames?: TlObject[] } {
  const { username, collectibles = [] } = user;
  if (collectibles.length === 0) return username === undefined ? {} : { username };
  const own = username === undefined ? [] : [{ _: 'username', editable: true, active: true, username }];
  const others = collectibles.map((one) => ({
    _: 'username',
    active: flag(one.active),
    username: one.username,
  }));
  return { usernames: [...own, ...others] };
}

function shared(viewer: Viewer, user: WorldUser): TlObject {
  const photo = visiblePhoto(viewer, user);
  const name = viewer.account.relations.names.get(user.id);
  const profile = user.botProfile;
  return {
    _: 'user',
    bot: flag(user.bot),
    bot_chat_history: flag(profile?.groupPrivacy === false),
    bot_nochats: flag(profile?.noGroups),
    bot_can_manage_bots: flag(profile?.managesBots),
    verified: flag(user.verified),
    premium: flag(user.premium),
    scam: flag(user.scam),
    fake: flag(user.fake),
    id: user.id,
    first_name: name?.firstName ?? user.firstName,
    last_name: name === undefined ? user.lastName : name.lastName || undefined,
    ...renderUsernames(user),
    photo: photo === undefined ? undefined : renderProfilePhoto(photo),
    bot_info_version: user.bot ? 1 : undefined,
    bot_inline_placeholder: profile?.inlinePlaceholder,
  };
}

function renderProfilePhoto(photo: WorldPhoto): TlObject {
  return {
    _: 'userProfilePhoto',
    photo_id: photo.id,
    stripped_thumb: strippedBytes(photo),
    dc_id: photo.dc,
  };
}
