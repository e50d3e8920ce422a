import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldUser } from '../../world/model.js';
import { hasContact } from '../../world/privacy.js';
import { flagOf, longsOf, objectOf, objectsOf, textOf, textsOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { wrapUpdates } from '../updates/deliver.js';
import { settingsUpdate } from './peer-settings.js';

/** Tells the account's other sessions what changed between it and some people, and answers with the same. */
function changed(call: CallContext, viewer: Viewer, users: readonly WorldUser[]): TlObject {
  const updates = wrapUpdates(
    viewer,
    users.map((user) => settingsUpdate(viewer, user)),
  );
  if (users.length > 0) call.push(viewer.id, updates);
  return updates;
}

function addContact(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const user = inputUser(viewer, objectOf(request, 'id'), 'CONTACT_ID_INVALID');
  const firstName = textOf(request, 'first_name').trim();
  if (user.id === viewer.id || user.deleted) throw badRequest('CONTACT_ID_INVALID');
  if (firstName === '') throw badRequest('CONTACT_NAME_EMPTY');
  const { relations, contacts } = viewer.account;
  const lastName = textOf(request, 'last_name').trim();
  const phone = textOf(request, 'phone').replaceAll(/\D/g, '');
  contacts.add(user.id);
  relations.names.set(user.id, { firstName, lastName });
  if (phone !== '') relations.saved.set(phone, { phone, firstName, lastName, date: viewer.now });
  if (flagOf(request, 'add_phone_privacy_exception')) relations.sharesPhoneWith.add(user.id);
  return changed(call, viewer, [user]);
}

/** Takes somebody out of the contacts, with the number in the saved phone book. */
function forget(viewer: Viewer, user: WorldUser): boolean {
  const { relations, contacts } = viewer.account;
  relations.names.delete(user.id);
  relations.closeFriends.delete(user.id);
  if (user.phone !== undefined) relations.saved.delete(user.phone);
  return contacts.delete(user.id);
}

function deleteContacts(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const users = objectsOf(request, 'id').map((input) => inputUser(viewer, input, 'CONTACT_ID_INVALID'));
  const gone = users.filter((user) => forget(viewer, user));
  return changed(call, viewer, gone);
}

function deleteByPhones(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const gone: WorldUser[] = [];
  for (const value of textsOf(request, 'phones')) {
    const phone = value.replaceAll(/\D/g, '');
    const userId = viewer.world.phones.get(phone);
    const user = userId === undefined ? undefined : viewer.world.users.get(userId);
    viewer.account.relations.saved.delete(phone);
    if (user !== undefined && forget(viewer, user)) gone.push(user);
  }
  changed(call, viewer, gone);
  return true;
}

function acceptContact(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const user = inputUser(viewer, objectOf(request, 'id'), 'CONTACT_ID_INVALID');
  if (user.id === viewer.id) throw badRequest('CONTACT_ID_INVALID');
  if (!viewer.account.contacts.has(user.id)) throw badRequest('CONTACT_ADD_MISSING');
  if (hasContact(viewer.world, user.id, viewer.id)) throw badRequest('CONTACT_REQ_MISSING');
  viewer.account.relations.sharesPhoneWith.add(user.id);
  return changed(call, viewer, [user]);
}

function editCloseFriends(request: TlObject, call: CallContext): boolean {
  const { relations, contacts } = viewerOf(call).account;
  relations.closeFriends.clear();
  for (const id of longsOf(request, 'id')) if (contacts.has(id)) relations.closeFriends.add(id);
  return true;
}

/** Adding and deleting contacts. */
export const contactChangesHandlers: Handlers = {
  'contacts.addContact': addContact,
  'contacts.deleteContacts': deleteContacts,
  'contacts.deleteByPhones': deleteByPhones,
  'contacts.acceptContact': acceptContact,
  'contacts.editCloseFriends': editCloseFriends,
};
