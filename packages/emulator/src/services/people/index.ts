import type { Handlers } from '../../rpc/handler.js';
import { blockedHandlers } from './blocked.js';
import { contactChangesHandlers } from './contact-changes.js';
import { contactListHandlers } from './contact-list.js';
import { importContactsHandlers } from './import-contacts.js';
import { ownUsernamesHandlers } from './own-usernames.js';
import { peerSettingsHandlers } from './peer-settings.js';
import { privacySettingsHandlers } from './privacy-settings.js';
import { profilePhotosHandlers } from './profile-photos.js';
import { profileHandlers } from './profile.js';
import { reportsHandlers } from './reports.js';
import { searchPeopleHandlers } from './search-people.js';
import { topPeersHandlers } from './top-peers.js';
import { usernamesHandlers } from './usernames.js';
import { usersHandlers } from './users.js';

/** Users and what they keep from each other, contacts, and usernames. */
export const peopleServices: Handlers = {
  ...blockedHandlers,
  ...contactChangesHandlers,
  ...contactListHandlers,
  ...importContactsHandlers,
  ...ownUsernamesHandlers,
  ...peerSettingsHandlers,
  ...privacySettingsHandlers,
  ...profilePhotosHandlers,
  ...profileHandlers,
  ...reportsHandlers,
  ...searchPeopleHandlers,
  ...topPeersHandlers,
  ...usernamesHandlers,
  ...usersHandlers,
};
