import { done, refuse } from '@tgmcp/core';
import * as z from 'zod';
import { allContacts, deleteContacts as remove } from '../telegram/writer/contacts.js';
import { invalidArgument } from './concerned-messages.js';
import { contactName, countOfContacts, MOST_CONTACTS } from './contact-details.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const contentSchema = z.strictObject({ users: z.array(z.string()) });

/** Takes people out of the contacts of the account. */
export const deleteContacts = writeTool({
  name: 'tg_delete_contacts',
  title: 'Delete contacts',
  description: 'Takes people out of the contacts; "me" and each of them must be on the allowlist for it.',
  toolset: 'contacts',
  verb: 'delete_contacts',
  retry: 'absolute',
  methods: ['contacts.deleteContacts'],
  input: { users: z.array(chat).min(1).max(MOST_CONTACTS) },
  result: { deleted: z.int().min(0).max(MOST_CONTACTS) },
  target: () => 'me',
  others: ({ users }) =>
    Object.fromEntries(users.map((name, index) => [`user ${index + 1}`, { name, listed: true }])),
  prepare: () => done({ content: {}, options: {}, preview: { summary: 'delete contacts' } }),
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared, { others }) {
      const people = Object.values(others);
      if (people.some(({ kind }) => kind !== 'user' && kind !== 'bot')) {
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } });
      }
      const contacts = await allContacts(writer);
      if (!contacts.ok) return contacts;
      const users = [...new Set(people.map(({ id }) => id))];
      const concerned = users.map((id) => contacts.value.find((contact) => contact.id === id));
      const stranger = concerned.indexOf(undefined);
      if (stranger !== -1) return invalidArgument(`users: ${users[stranger] ?? ''} is no contact`);
      const shown = concerned.flatMap((contact) =>
        contact === undefined ? [] : [{ label: `Contact, user ${contact.id}`, text: contactName(contact) }],
      );
      const preview = { summary: `delete ${countOfContacts(users.length)}`, details: shown };
      return done({ ...prepared, preview, content: { users } });
    },
    async perform({ action }, caller) {
      const { users } = contentSchema.parse(action.content);
      const removed = await remove(writer, caller, users);
      return removed.ok ? done({ result: { deleted: users.length }, repeated: false }) : removed;
    },
    async find({ action }) {
      const { users } = contentSchema.parse(action.content);
      const contacts = await allContacts(writer);
      if (!contacts.ok) return contacts;
      if (contacts.value.some(({ id }) => users.includes(id))) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { deleted: users.length }, repeated: true });
    },
  }),
});
