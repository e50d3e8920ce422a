/** The contacts of the account: who they are, and taking people out of them. */
import { done, inputUserOf, refuse, telegramLibrary, type Outcome, type TelegramCaller } from '@tgmcp/core';
import type { Api } from 'telegram';
import { storedPeer, type Writer } from './writer.js';

/** One contact. */
export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username?: string;
  /** Digits only; absent where Telegram does not show it. */
  readonly phone?: string;
}

/** All contacts of the account. Reads only. */
export async function allContacts(writer: Pick<Writer, 'call'>): Promise<Outcome<Contact[]>> {
  const users = await readContacts(writer);
  return users.ok ? done(users.value.map(contactOf)) : users;
}

/** The contacts with a number, digits only, kept so that they can be written to. Reads only. */
export async function contactsWithPhone(
  writer: Pick<Writer, 'call' | 'peers'>,
  phone: string,
): Promise<Outcome<Contact[]>> {
  const users = await readContacts(writer);
  if (!users.ok) return users;
  const having = users.value.filter((user) => user.phone === phone);
  await writer.peers.remember(having, []);
  return done(having.map(contactOf));
}

async function readContacts(writer: Pick<Writer, 'call'>): Promise<Outcome<Api.User[]>> {
  const { Api, helpers } = telegramLibrary();
  const answer = await writer.call(new Api.contacts.GetContacts({ hash: helpers.returnBigInt(0) }));
  if (!answer.ok) return answer;
  if (answer.value.className !== 'contacts.Contacts') return done([]);
  return done(answer.value.users.filter((user) => user.className === 'User'));
}

function contactOf({ id, firstName, lastName, username, phone }: Api.User): Contact {
  const names = { firstName: firstName ?? '', lastName: lastName ?? '' };
  return {
    id: String(id),
    name: [names.firstName, names.lastName].filter(given).join(' '),
    ...names,
    ...(given(username) ? { username } : {}),
    ...(given(phone) ? { phone } : {}),
  };
}

/** Takes people out of the contacts; who is none already counts as nothing. */
export async function deleteContacts(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  ids: readonly string[],
): Promise<Outcome<void>> {
  const { Api } = telegramLibrary();
  const from = async (
    [first, ...rest]: readonly string[],
    found: readonly Api.TypeInputUser[],
  ): Promise<Outcome<unknown>> => {
    if (first === undefined) return caller.call(new Api.contacts.DeleteContacts({ id: [...found] }));
    const peer = await storedPeer(writer, first);
    if (!peer.ok) return peer;
    return writer.peers.withPeer(peer.value, async (inputPeer) => {
      const user = inputUserOf(inputPeer);
      return user === undefined
        ? refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } })
        : from(rest, [...found, user]);
    });
  };
  const answer = await from(ids, []);
  return answer.ok ? done(undefined) : answer;
}

/** Takes whoever has these numbers (digits only) out of the contacts, and the numbers out of the phone book. */
export async function deleteContactsByPhones(
  caller: TelegramCaller,
  phones: readonly string[],
): Promise<Outcome<void>> {
  const { Api } = telegramLibrary();
  const answer = await caller.call(new Api.contacts.DeleteByPhones({ phones: [...phones] }));
  return answer.ok ? done(undefined) : answer;
}

// The client library gives null for an absent field, whatever its types say.
function given(text: string | null | undefined): text is string {
  return text !== undefined && text !== null && text !== '';
}
