import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { allows } from '../../world/privacy.js';
import { longOf, objectsOf, textOf } from '../common/fields.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';

/** How many numbers an account may import in a day before the rest is to be tried again: a number of our own. */
const DAILY_IMPORTS = 500;
const DAY = 86_400;

function takeOne(viewer: Viewer): boolean {
  const { relations } = viewer.account;
  const day = Math.floor(viewer.now / DAY);
  if (relations.imports.day !== day) relations.imports = { day, count: 0 };
  relations.imports.count += 1;
  return relations.imports.count <= DAILY_IMPORTS;
}

/** The user behind a number, unless that person cannot be found by it. */
function findable(viewer: Viewer, phone: string): bigint | undefined {
  const id = viewer.world.phones.get(phone);
  const user = id === undefined ? undefined : viewer.world.users.get(id);
  if (user === undefined || user.deleted) return undefined;
  return allows(viewer.world, user, 'added_by_phone', viewer.id) ? user.id : undefined;
}

/** How many accounts have a number in their phone book: such people are worth inviting. */
function importersOf(viewer: Viewer, phone: string): number {
  return [...viewer.world.accounts.values()].filter(({ relations }) => relations.saved.has(phone)).length;
}

function importContacts(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { relations, contacts } = viewer.account;
  const imported: TlObject[] = [];
  const popular: TlObject[] = [];
  const retry: bigint[] = [];
  for (const input of objectsOf(request, 'contacts')) {
    const phone = textOf(input, 'phone').replaceAll(/\D/g, '');
    const firstName = textOf(input, 'first_name').trim();
    const lastName = textOf(input, 'last_name').trim();
    const clientId = longOf(input, 'client_id');
    if (phone === '' || firstName + lastName === '') continue;
    if (!takeOne(viewer)) {
      retry.push(clientId);
      continue;
    }
    relations.saved.set(phone, { phone, firstName, lastName, date: viewer.now });
    const userId = findable(viewer, phone);
    if (userId !== undefined && userId !== viewer.id) {
      contacts.add(userId);
      relations.names.set(userId, { firstName, lastName });
      imported.push({ _: 'importedContact', user_id: userId, client_id: clientId });
      continue;
    }
    const importers = importersOf(viewer, phone);
    if (userId === undefined && importers > 1) {
      popular.push({ _: 'popularContact', client_id: clientId, importers });
    }
  }
  return {
    _: 'contacts.importedContacts',
    imported,
    popular_invites: popular,
    retry_contacts: retry,
    users: new People(viewer).addFrom(imported).render().users,
  };
}

/** Putting a phone book into the account. */
export const importContactsHandlers: Handlers = { 'contacts.importContacts': importContacts };
