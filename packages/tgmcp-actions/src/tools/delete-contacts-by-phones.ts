import { done } from '@tgmcp/core';
import * as z from 'zod';
import { allContacts, deleteContactsByPhones as remove, type Contact } from '../telegram/writer/contacts.js';
import { invalidArgument, withDetails } from './concerned-messages.js';
import { contactName, MOST_CONTACTS, PHONE_FORM, phoneDigits } from './contact-details.js';
import { writeTool } from './write-tool.js';

const requestSchema = z.strictObject({ phones: z.array(z.string()) });
/** `people`: whose numbers they were at the preview; a contact who takes one over in between is not deleted. */
const contentSchema = requestSchema.extend({ people: z.array(z.string()) });

/** Takes people out of the contacts by their phone numbers. */
export const deleteContactsByPhones = writeTool({
  name: 'tg_delete_contacts_by_phones',
  title: 'Delete contacts by phone',
  description: 'Deletes contacts by phone number, international; "me" must be on the allowlist for it.',
  toolset: 'contacts',
  verb: 'delete_contacts_by_phones',
  retry: 'absolute',
  methods: ['contacts.deleteByPhones'],
  input: { phones: z.array(z.string().max(32)).min(1).max(MOST_CONTACTS) },
  result: { deleted: z.int().min(0).max(MOST_CONTACTS) },
  target: () => 'me',
  prepare({ phones: given }) {
    const numbers = given.map(phoneDigits);
    const phones = [...new Set(numbers.filter((phone) => phone !== undefined))];
    if (numbers.includes(undefined)) return invalidArgument(`phones: each ${PHONE_FORM}`);
    const summary = `delete the contacts with ${phones.length === 1 ? '1 number' : `${phones.length} numbers`}`;
    return done({ content: { phones }, options: {}, preview: { summary } });
  },
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared) {
      const { phones } = requestSchema.parse(prepared.content);
      const contacts = await allContacts(writer);
      if (!contacts.ok) return contacts;
      const having = phones.map((phone) => ({ phone, whose: withPhones(contacts.value, [phone]) }));
      const shown = having.map(({ phone, whose }) => ({
        label: `Number ${phone}`,
        text:
          whose.length === 0
            ? 'no contact that Telegram shows; an entry of the phone book goes'
            : whose.map((contact) => `${contactName(contact)}, user ${contact.id}`).join('; '),
      }));
      const people = having.flatMap(({ whose }) => whose.map(({ id }) => id));
      return done(withDetails({ ...prepared, content: { phones, people } }, shown));
    },
    async perform({ action }, caller) {
      const { phones, people } = contentSchema.parse(action.content);
      const removed = await remove(caller, phones);
      return removed.ok ? done({ result: { deleted: people.length }, repeated: false }) : removed;
    },
    async find({ action }) {
      const { phones, people } = contentSchema.parse(action.content);
      const contacts = await allContacts(writer);
      if (!contacts.ok) return contacts;
      if (withPhones(contacts.value, phones).length > 0) return done({ kind: 'not_done' });
      // An entry of the phone book that belongs to no user cannot be read: whether it is gone, repeating settles.
      if (people.length === 0) return done(undefined);
      return done({ kind: 'sent', result: { deleted: people.length }, repeated: true });
    },
  }),
});

function withPhones(contacts: readonly Contact[], phones: readonly string[]): Contact[] {
  return contacts.filter(({ phone }) => phone !== undefined && phones.includes(phone));
}
