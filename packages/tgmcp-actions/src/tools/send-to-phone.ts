import { done } from '@tgmcp/core';
import * as z from 'zod';
import { entityLines, entitySchema, formattedContent } from '../actions/entity.js';
import { formattedText, PARSE_MODES } from '../actions/formatted-text.js';
import { contactWith, sendToPhone as send } from '../telegram/writer/send-to-phone.js';
import { invalidArgument, withDetails } from './concerned-messages.js';
import { contactName, PHONE_FORM, phoneDigits } from './contact-details.js';
import { anyText } from './write-fields.js';
import { writeTool } from './write-tool.js';

const requestSchema = z.strictObject({
  phone: z.string(),
  text: z.string(),
  entities: z.array(entitySchema),
});
/** `contact`: who of the contacts had the number at the preview; another one who takes it over gets nothing. */
const contentSchema = requestSchema.extend({ contact: z.string() });

/** Sends a text message to whoever has a phone number. */
export const sendToPhone = writeTool({
  name: 'tg_send_to_phone',
  title: 'Send to a phone number',
  description:
    'Sends a text to an international phone number, for people of whom nothing else is known. The operator allows it by the allowlist entry me:send_to_phone.',
  toolset: 'contacts',
  verb: 'send_to_phone',
  retry: 'dedup',
  methods: [
    'messages.sendMessage',
    'contacts.importContacts',
    'contacts.deleteByPhones',
    'contacts.addContact',
  ],
  input: {
    phone: z.string().max(32),
    message_text: anyText,
    parse_mode: z.enum(PARSE_MODES).default('plain'),
  },
  result: { message_id: z.int().min(0).max(2_147_483_647), date: z.string() },
  target: () => 'me',
  prepare({ phone: given, message_text, parse_mode }, { maxMessageLength }) {
    const phone = phoneDigits(given);
    if (phone === undefined) return invalidArgument(`phone: ${PHONE_FORM}`);
    const formatted = formattedText(message_text, parse_mode, maxMessageLength);
    if (!formatted.ok) return formatted;
    return done({
      content: { phone, ...formattedContent(formatted.value) },
      options: { no_webpage: true },
      preview: {
        summary: 'send a message to a phone number',
        text: formatted.value.text,
        entities: entityLines(formatted.value),
      },
    });
  },
  items: () => 1,
  quota: () => 'phone',
  on: (writer) => ({
    async complete(prepared) {
      const { phone } = requestSchema.parse(prepared.content);
      const known = await contactWith(writer, phone);
      if (!known.ok) return known;
      const text =
        known.value === undefined
          ? 'of no contact; where it has to be made one for the message, it is taken away again'
          : `of the contact ${contactName(known.value)}, user ${known.value.id}`;
      const content = { ...prepared.content, contact: known.value?.id ?? '' };
      return done(withDetails({ ...prepared, content }, [{ label: `Number +${phone}`, text }]));
    },
    perform({ action, randomIds: [randomId], steps }, caller) {
      if (randomId === undefined) throw new Error('A message without random_id cannot be sent');
      const content = contentSchema.parse(action.content);
      return send(writer, caller, { ...content, accountId: action.accountId, randomId, steps });
    },
  }),
});
