import type { TlObject } from '../../tl/value.js';
import type { WorldUser } from '../../world/model.js';
import { flag } from '../common/fields.js';
import type { Viewer } from '../common/viewer.js';

/** A TL User as the viewer sees it: phone numbers only of oneself and of contacts. */
export function renderUser(viewer: Viewer, user: WorldUser): TlObject {
  const isSelf = user.id === viewer.id;
  const isContact = viewer.account.contacts.has(user.id);
  const isMutual = isContact && viewer.world.accounts.get(user.id)?.contacts.has(viewer.id) === true;
  const accessHash = viewer.world.accessHash(viewer.id, { kind: 'user', id: user.id });
  if (user.deleted) return { _: 'user', id: user.id, deleted: true, access_hash: accessHash };
  return {
    _: 'user',
    self: flag(isSelf),
    contact: flag(isContact),
    mutual_contact: flag(isMutual),
    bot: flag(user.bot),
    verified: flag(user.verified),
    premium: flag(user.premium),
    scam: flag(user.scam),
    fake: flag(user.fake),
    id: user.id,
    access_hash: accessHash,
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
    phone: isSelf || isContact ? user.phone : undefined,
    photo:
      user.photo === undefined
        ? undefined
        : { _: 'userProfilePhoto', photo_id: user.photo.id, dc_id: user.photo.dc },
    status: user.bot ? undefined : user.status,
    bot_info_version: user.bot ? 1 : undefined,
  };
}
