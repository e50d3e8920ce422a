/** What the tools on contacts share. */
import type { Contact } from '../telegram/writer/contacts.js';

/** So many contacts go at once; a person has to read them. */
export const MOST_CONTACTS = 50;

/** A contact as the approver sees it. */
export function contactName({ name, username }: Contact): string {
  return username === undefined ? name : `${name} @${username}`;
}

/** "1 contact", "3 contacts". */
export function countOfContacts(count: number): string {
  return count === 1 ? '1 contact' : `${count} contacts`;
}

/** What {@link phoneDigits} takes, to go on after "must be …". */
export const PHONE_FORM = 'must be 5 to 15 digits with the country code';

/** The digits of an international phone number, however it is written; undefined for what is none. */
export function phoneDigits(given: string): string | undefined {
  const digits = given
    .trim()
    .replace(/^\+/, '')
    .replaceAll(/[\s().-]/g, '');
  // E.164 has at most 15 digits; shorter than 5 no number of a person is.
  return /^\d{5,15}$/.test(digits) ? digits : undefined;
}
