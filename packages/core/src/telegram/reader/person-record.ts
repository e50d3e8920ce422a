import type { Api } from 'telegram';
import type { PersonRecord } from '../../tools/records.js';
import { lastSeen } from './last-seen.js';
import { peerRecordOf } from './people.js';

/** A user as lists of people show it; the phone number where Telegram gives it. */
export function personRecordOf(user: Api.TypeUser): PersonRecord {
  const base = peerRecordOf(user);
  if (user.className !== 'User') return base;
  const seen = lastSeen(user);
  const phone = user.phone ?? '';
  return {
    ...base,
    ...(phone === '' ? {} : { phone }),
    ...(seen === undefined ? {} : { last_seen: seen }),
    ...(user.premium === true ? { premium: true as const } : {}),
    ...(user.verified === true ? { verified: true as const } : {}),
    ...(user.scam === true ? { scam: true as const } : {}),
  };
}

/** The same for lists of members, with first and last name apart where `names` asks for them. */
export function memberPerson(user: Api.TypeUser, { names }: { readonly names?: boolean }): PersonNames {
  const person = personRecordOf(user);
  if (names !== true || user.className !== 'User' || user.deleted === true) return person;
  const first = user.firstName ?? '';
  const last = user.lastName ?? '';
  return {
    ...person,
    ...(first === '' ? {} : { first_name: first }),
    ...(last === '' ? {} : { last_name: last }),
  };
}

interface PersonNames extends PersonRecord {
  readonly first_name?: string;
  readonly last_name?: string;
}
