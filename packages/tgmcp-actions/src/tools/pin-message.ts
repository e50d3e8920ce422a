import { done, messagesById } from '@tgmcp/core';
import * as z from 'zod';
import { messageQuota } from '../quota/message-quota.js';
import { pinMessage as pin } from '../telegram/writer/pin-message.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { concernedMessages, fingerprint, messageDetails, withDetails } from './concerned-messages.js';
import { chat, messageIdArgument } from './write-fields.js';
import { writeTool } from './write-tool.js';

const requestSchema = z.strictObject({ id: z.int(), unpin: z.boolean() });
const contentSchema = requestSchema.extend({ said: z.string() });
const optionsSchema = z.strictObject({ notify: z.boolean() });

/** Pins or unpins a message. */
export const pinMessage = writeTool({
  name: 'tg_pin_message',
  title: 'Pin a message',
  description: 'Pins a message for everybody in the chat (both sides of a private one), or unpins it.',
  toolset: 'messages',
  verb: 'pin',
  retry: 'absolute',
  methods: ['messages.updatePinnedMessage'],
  input: {
    group: chat,
    message_id: messageIdArgument,
    notify: z.boolean().default(false),
    unpin: z.boolean().default(false),
  },
  result: { message_id: messageIdArgument, pinned: z.boolean() },
  target: ({ group }) => group,
  prepare({ message_id: id, notify, unpin }) {
    const doing = unpin ? 'unpin' : 'pin';
    const telling = notify && !unpin ? ', notifying everybody' : '';
    return done({
      content: { id, unpin },
      options: { notify },
      preview: { summary: `${doing} message ${id}${telling}` },
    });
  },
  quota: (target) => messageQuota(target.kind),
  on: (writer) => ({
    async complete(prepared, { target, account }) {
      const request = requestSchema.parse(prepared.content);
      const messages = await concernedMessages(writer, target.id, [request.id]);
      if (!messages.ok) return messages;
      // What is put before everybody must be what the approver saw.
      const content = { ...request, said: fingerprint(messages.value) };
      const { preview } = prepared;
      const isPrivate = (target.kind === 'user' || target.kind === 'bot') && target.id !== account.id;
      const summary = isPrivate ? `${preview.summary}, for both sides` : preview.summary;
      const completed = { ...prepared, content, preview: { ...preview, summary } };
      return done(withDetails(completed, messageDetails(messages.value)));
    },
    async perform({ action }, caller) {
      const { id, unpin } = contentSchema.parse(action.content);
      const { notify } = optionsSchema.parse(action.options);
      return withStoredPeer(writer, action.target.id, (peer) =>
        pin(writer, caller, peer, { id, unpin, notify }),
      );
    },
    async find({ action }) {
      const { id, unpin } = contentSchema.parse(action.content);
      const now = await withStoredPeer(writer, action.target.id, (peer) => messagesById(writer, peer, [id]));
      if (!now.ok) return now;
      const isPinned = now.value[0]?.pinned === true;
      if (isPinned === unpin) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { message_id: id, pinned: isPinned }, repeated: true });
    },
  }),
});
