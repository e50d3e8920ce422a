import { done } from '@tgmcp/core';
import * as z from 'zod';
import { setReaction as react } from '../telegram/writer/set-reaction.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import {
  concernedMessages,
  fingerprint,
  invalidArgument,
  messageDetails,
  withDetails,
} from './concerned-messages.js';
import { chat, messageIdArgument } from './write-fields.js';
import { writeTool } from './write-tool.js';

// Nothing but emoji, so that the summary shows what is sent; whether Telegram takes it, Telegram says.
const EMOJI = /^\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{fe0f}\u{200d}]*$/u;

const requestSchema = z.strictObject({ id: z.int(), emoji: z.string() });
const contentSchema = requestSchema.extend({ said: z.string() });

/** Sets or takes away this account's reaction to a message. */
export const setReaction = writeTool({
  name: 'tg_set_reaction',
  title: 'React to a message',
  description: 'Sets the reaction of this account to a message; an empty emoji takes it away.',
  toolset: 'messages',
  verb: 'react',
  retry: 'absolute',
  methods: ['messages.sendReaction'],
  input: { group: chat, message_id: messageIdArgument, emoji: z.string().max(16) },
  result: { message_id: messageIdArgument },
  target: ({ group }) => group,
  prepare({ message_id: id, emoji: given }) {
    const emoji = given.trim();
    if (emoji !== '' && !EMOJI.test(emoji)) {
      return invalidArgument('emoji: must be one emoji, or empty');
    }
    const summary =
      emoji === '' ? `take the reaction off message ${id}` : `react to message ${id} with ${emoji}`;
    return done({ content: { id, emoji }, options: {}, preview: { summary } });
  },
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared, { target }) {
      const request = requestSchema.parse(prepared.content);
      const messages = await concernedMessages(writer, target.id, [request.id]);
      if (!messages.ok) return messages;
      const content = { ...request, said: fingerprint(messages.value) };
      return done(withDetails({ ...prepared, content }, messageDetails(messages.value)));
    },
    async perform({ action }, caller) {
      const { id, emoji } = contentSchema.parse(action.content);
      return withStoredPeer(writer, action.target.id, (peer) => react(writer, caller, peer, { id, emoji }));
    },
  }),
});
