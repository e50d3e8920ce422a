import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import { hasContact } from '../../world/privacy.js';
import { requireTakeoutOfContacts } from '../account/takeout.js';
import { longOf } from '../common/fields.js';
import { listHash } from '../common/list-hash.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';
import { shownStatus } from '../render/status.js';

function ordered(viewer: Viewer): bigint[] {
  return [...viewer.account.contacts].toSorted((a, b) => (a < b ? -1 : 1));
}

/** The hash of a list: the size of the saved phone book, then the ids in ascending order. */
function hashOf(viewer: Viewer): bigint {
  return listHash([viewer.account.relations.saved.size, ...ordered(viewer)]);
}

function getContacts(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const ids = ordered(viewer);
  if (ids.length > 0 && longOf(request, 'hash') === hashOf(viewer))
    return { _: 'contacts.contactsNotModified' };
  const contacts = ids.map((userId) => ({
    _: 'contact',
    user_id: userId,
    mutual: hasContact(viewer.world, userId, viewer.id),
  }));
  return {
    _: 'contacts.contacts',
    contacts,
    saved_count: viewer.account.relations.saved.size,
    users: new People(viewer).addFrom(contacts).render().users,
  };
}

function getContactIds(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  if (viewer.account.contacts.size > 0 && longOf(request, 'hash') === hashOf(viewer)) return [];
  // The answer is a vector of 32-bit numbers; ids beyond them cannot stand in it.
  return ordered(viewer)
    .filter((id) => id <= 0x7fff_ffffn)
    .map(Number);
}

function getStatuses(_request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  return ordered(viewer).flatMap((userId) => {
    const user = viewer.world.users.get(userId);
    if (user === undefined || user.bot || user.deleted) return [];
    const status = shownStatus(viewer, user) ?? { _: 'userStatusEmpty' };
    return [{ _: 'contactStatus', user_id: userId, status }];
  });
}

function getSaved(_request: TlObject, call: CallContext): TlValue {
  requireTakeoutOfContacts(call);
  const { relations } = viewerOf(call).account;
  return [...relations.saved.values()].map((saved) => ({
    _: 'savedPhoneContact',
    phone: saved.phone,
    first_name: saved.firstName,
    last_name: saved.lastName,
    date: saved.date,
  }));
}

/** The contacts, how lately they were seen, and the phone book as it was imported. */
export const contactListHandlers: Handlers = {
  'contacts.getContacts': getContacts,
  'contacts.getContactIDs': getContactIds,
  'contacts.getStatuses': getStatuses,
  'contacts.getSaved': getSaved,
  'contacts.resetSaved': (_request, call) => {
    viewerOf(call).account.relations.saved.clear();
    return true;
  },
};
