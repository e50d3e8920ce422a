import {
  done,
  inputUserOf,
  refuse,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Performed } from '../../gates/spec.js';
import { allContacts } from './contacts.js';
import type { Writer } from './writer.js';

/** How somebody is to stand in the contacts. */
export interface NewContact {
  readonly first: string;
  readonly last: string;
  /** Whether the person may see this account's phone number from now on. */
  readonly sharePhone: boolean;
}

/**
 * Puts a person into the contacts, or renames who is there. Nobody's number is asked for or given, but with `sharePhone`
 * this account's own. One who stands so already is `repeated`. See core.telegram.org/method/contacts.addContact.
 */
export async function addContact(
  writer: Writer,
  caller: TelegramCaller,
  person: ResolvedPeer,
  contact: NewContact,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const result = { user_id: person.id };
  // Whether the number is shared already cannot be read.
  const stands = contact.sharePhone ? done(false) : await isContactAs(writer, person, contact);
  if (!stands.ok) return stands;
  if (stands.value) return done({ result, repeated: true });
  const answer = await writer.peers.withPeer(person, async (inputPeer) => {
    const id = inputUserOf(inputPeer);
    if (id === undefined) return refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } });
    return caller.call(
      new Api.contacts.AddContact({
        id,
        firstName: contact.first,
        lastName: contact.last,
        phone: '',
        ...(contact.sharePhone ? { addPhonePrivacyException: true } : {}),
      }),
    );
  });
  return answer.ok ? done({ result, repeated: false }) : answer;
}

/** Whether a person stands in the contacts under exactly this name. Reads only. */
export async function isContactAs(
  writer: Writer,
  { id }: ResolvedPeer,
  { first, last }: NewContact,
): Promise<Outcome<boolean>> {
  const contacts = await allContacts(writer);
  if (!contacts.ok) return contacts;
  const name = [first, last].filter((part) => part !== '').join(' ');
  return done(contacts.value.some((one) => one.id === id && one.name === name));
}
