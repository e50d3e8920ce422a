import { done, refuse } from '@tgmcp/core';
import * as z from 'zod';
import type { JsonObject } from '../actions/canonical-json.js';
import { addContact as add, isContactAs, type NewContact } from '../telegram/writer/add-contact.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { invalidArgument } from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

// Telegram cuts longer ones without a word, and then what was approved is not what stands in the contacts.
const MOST_NAME = 64;

const contentSchema = z.strictObject({ first: z.string(), last: z.string(), share_phone: z.boolean() });

/** Puts a person into the contacts of the account. */
export const addContact = writeTool({
  name: 'tg_add_contact',
  title: 'Add a contact',
  description:
    'Puts a person into the contacts under this name, or renames one; share_phone shows them the number of this account.',
  toolset: 'contacts',
  verb: 'add_contact',
  retry: 'absolute',
  methods: ['contacts.addContact'],
  input: {
    user: chat,
    first_name: z.string().min(1).max(256),
    last_name: z.string().max(256).default(''),
    share_phone: z.boolean().default(false),
  },
  result: { user_id: z.string() },
  target: ({ user }) => user,
  prepare({ first_name, last_name, share_phone }) {
    const first = first_name.trim();
    const last = last_name.trim();
    if (first === '' || first.length > MOST_NAME || last.length > MOST_NAME)
      return invalidArgument(`first_name: must have 1 to ${MOST_NAME} characters, last_name at most as many`);
    const shown = [{ label: 'Name in the contacts', text: [first, last].join(' ').trim() }];
    const number = { label: 'Own phone number', text: 'is shown to this person from now on' };
    return done({
      content: { first, last, share_phone },
      options: {},
      preview: { summary: 'add a contact', details: share_phone ? [...shown, number] : shown },
    });
  },
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared, { target, account }) {
      const isOther = (target.kind === 'user' || target.kind === 'bot') && target.id !== account.id;
      return isOther ? done(prepared) : refuse('WRONG_PEER_KIND', { data: { wanted: 'another user, bot' } });
    },
    perform: ({ action }, caller) =>
      withStoredPeer(writer, action.target.id, (person) =>
        add(writer, caller, person, contactOf(action.content)),
      ),
    async find({ action }) {
      const contact = contactOf(action.content);
      const stands = await withStoredPeer(writer, action.target.id, (person) =>
        isContactAs(writer, person, contact),
      );
      if (!stands.ok) return stands;
      if (!stands.value) return done({ kind: 'not_done' });
      if (contact.sharePhone) return done(undefined);
      return done({ kind: 'sent', result: { user_id: action.target.id }, repeated: true });
    },
  }),
});

function contactOf(content: JsonObject): NewContact {
  const { first, last, share_phone: sharePhone } = contentSchema.parse(content);
  return { first, last, sharePhone };
}
