import { done, type Outcome } from '../../errors/outcome.js';
import type { PersonRecord } from '../../tools/records.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { Telegram } from '../telegram.js';
import { markedId } from './marked-id.js';
import { noHash } from './no-hash.js';
import { peopleOf } from './people.js';
import { personRecordOf } from './person-record.js';

/** Somebody or a chat that a search by name found; `own` when it is a contact or a chat of the account. */
export interface FoundPeer extends PersonRecord {
  readonly own?: true;
}

/** All contacts of the account in the order of their ids, by one call of contacts.getContacts. */
export async function listContacts(
  account: Telegram,
  options: CallOptions = {},
): Promise<Outcome<PersonRecord[]>> {
  const { Api } = telegram();
  const answer = await account.call(new Api.contacts.GetContacts({ hash: noHash() }), options);
  if (!answer.ok) return answer;
  if (answer.value.className === 'contacts.ContactsNotModified') return done([]);
  const { contacts, users } = answer.value;
  await account.peers.remember(users, []);
  const wanted = new Set(contacts.map(({ userId }) => String(userId)));
  const people = users.filter((user) => wanted.has(String(user.id)));
  return done(
    people
      .toSorted((one, other) => Number(BigInt(String(one.id)) - BigInt(String(other.id))))
      .map((user) => personRecordOf(user)),
  );
}

/** Finds people and public chats by the beginning of a name, own ones first, by one call of contacts.search. */
export async function searchByName(
  account: Telegram,
  name: string,
  limit: number,
  options: CallOptions = {},
): Promise<Outcome<FoundPeer[]>> {
  const { Api } = telegram();
  const answer = await account.call(new Api.contacts.Search({ q: name, limit }), options);
  if (!answer.ok) return answer;
  const { myResults, results, users, chats } = answer.value;
  await account.peers.remember(users, chats);
  const people = new Map<string, PersonRecord>(peopleOf([], chats));
  for (const user of users) people.set(String(user.id), personRecordOf(user));
  const own = myResults.flatMap((peer): FoundPeer[] => {
    const found = people.get(markedId(peer));
    return found === undefined ? [] : [{ ...found, own: true }];
  });
  const others = results.flatMap((peer) => people.get(markedId(peer)) ?? []);
  return done([...own, ...others].slice(0, limit));
}
