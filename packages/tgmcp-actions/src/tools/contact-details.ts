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
