import { done, rawMessagesById } from '@tgmcp/core';
import * as z from 'zod';
import { entityLines, entitySchema, formattedContent } from '../actions/entity.js';
import { formattedText, PARSE_MODES } from '../actions/formatted-text.js';
import { messageQuota } from '../quota/message-quota.js';
import { editMessage as edit } from '../telegram/writer/edit-message.js';
import { says } from '../telegram/writer/same-message.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { concernedMessages, messageDetails, withDetails } from './concerned-messages.js';
import { anyText, chat, messageIdArgument } from './write-fields.js';
import { writeTool } from './write-tool.js';

const contentSchema = z.strictObject({
  id: z.int(),
  text: z.string(),
  entities: z.array(entitySchema),
});

/** Replaces the text or caption of a message. */
export const editMessage = writeTool({
  name: 'tg_edit_message',
  title: 'Edit a message',
  description: 'Replaces the text or caption of a message of this account.',
  toolset: 'messages',
  verb: 'edit',
  retry: 'absolute',
  methods: ['messages.editMessage'],
  input: {
    group: chat,
    message_id: messageIdArgument,
    new_text: anyText,
    parse_mode: z.enum(PARSE_MODES).default('plain'),
  },
  result: { message_id: messageIdArgument },
  target: ({ group }) => group,
  prepare({ message_id, new_text, parse_mode }, { maxMessageLength }) {
    const formatted = formattedText(new_text, parse_mode, maxMessageLength);
    if (!formatted.ok) return formatted;
    return done({
      content: { id: message_id, ...formattedContent(formatted.value) },
      options: { no_webpage: true },
      preview: {
        summary: `edit message ${message_id}`,
        text: formatted.value.text,
        entities: entityLines(formatted.value),
      },
    });
  },
  quota: (target) => messageQuota(target.kind),
  on: (writer) => ({
    async complete(prepared, { target }) {
      const { id } = contentSchema.parse(prepared.content);
      const before = await concernedMessages(writer, target.id, [id]);
      return before.ok
        ? done(withDetails(prepared, messageDetails(before.value, 'Replaces message')))
        : before;
    },
    async perform({ action }, caller) {
      const content = contentSchema.parse(action.content);
      return withStoredPeer(writer, action.target.id, (peer) => edit(writer, caller, peer, content));
    },
    async find({ action }) {
      const { id, ...wanted } = contentSchema.parse(action.content);
      const now = await withStoredPeer(writer, action.target.id, (peer) =>
        rawMessagesById(writer, peer, [id]),
      );
      if (!now.ok) return now;
      const message = now.value.get(id);
      if (message?.className !== 'Message' || !says(message, wanted)) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { message_id: id }, repeated: true });
    },
  }),
});
