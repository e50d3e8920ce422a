import { done } from '@tgmcp/core';
import * as z from 'zod';
import { canonicalText } from '../actions/text.js';
import { messageQuota } from '../quota/message-quota.js';
import { findMessage } from '../telegram/writer/find-message.js';
import { sendMessage as send } from '../telegram/writer/send-message.js';
import { storedPeer } from '../telegram/writer/writer.js';
import { anyText, chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

// A link preview would show the recipient what the approver never saw.
const OPTIONS = { no_webpage: true } as const;
// Text only: entities are part of the content, so that formatting can never differ from what was approved.
const contentSchema = z.strictObject({ text: z.string(), entities: z.tuple([]) });

/** Sends one plain text message. */
export const sendMessage = writeTool({
  name: 'tg_send_message',
  title: 'Send a message',
  description: 'Sends one plain text message: no Markdown.',
  verb: 'send',
  retry: 'dedup',
  methods: ['messages.sendMessage'],
  input: { group: chat, message_text: anyText },
  result: { message_id: z.int().min(0).max(2_147_483_647), date: z.string() },
  target: ({ group }) => group,
  prepare({ message_text }, { maxMessageLength }) {
    const text = canonicalText(message_text, maxMessageLength);
    if (!text.ok) return text;
    return done({
      content: { text: text.value, entities: [] },
      options: OPTIONS,
      preview: { summary: 'send a message', text: text.value },
    });
  },
  items: () => 1,
  quota: (target) => ({ kind: messageQuota(target.kind), weight: 1 }),
  on: (writer) => ({
    async perform({ action, randomIds: [randomId] }, caller) {
      const peer = await storedPeer(writer, action.target.id);
      if (!peer.ok) return peer;
      if (randomId === undefined) throw new Error('A message without random_id cannot be sent');
      const { text } = contentSchema.parse(action.content);
      return send(writer, caller, { peer: peer.value, text, randomId });
    },
    async find({ action }, sinceMs, known) {
      const peer = await storedPeer(writer, action.target.id);
      if (!peer.ok) return peer;
      const { text } = contentSchema.parse(action.content);
      const found = await findMessage(writer, peer.value, { text, sinceMs, known });
      if (!found.ok) return found;
      if (found.value === undefined) return done(undefined);
      const { id, date } = found.value;
      const result = { message_id: id, date: new Date(date * 1000).toISOString() };
      return done({ kind: 'sent', result, repeated: true });
    },
  }),
});
