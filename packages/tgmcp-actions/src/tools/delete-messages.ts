import { done, messagesById } from '@tgmcp/core';
import * as z from 'zod';
import { deleteMessages as remove } from '../telegram/writer/delete-messages.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import {
  concernedMessages,
  countOf,
  distinct,
  invalidArgument,
  messageDetails,
  messageIds,
  withDetails,
} from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const contentSchema = z.strictObject({ ids: z.array(z.int()) });
const optionsSchema = z.strictObject({ revoke: z.boolean() });

/** Deletes messages, for everybody or for this account alone. */
export const deleteMessages = writeTool({
  name: 'tg_delete_messages',
  title: 'Delete messages',
  description: 'Deletes up to 100 messages; revoke: for everybody, as always in channels and supergroups.',
  toolset: 'messages',
  verb: 'delete',
  retry: 'absolute',
  methods: ['messages.deleteMessages', 'channels.deleteMessages'],
  input: { group: chat, message_ids: messageIds, revoke: z.boolean().default(true) },
  /** How many were there to be deleted. */
  result: { deleted: z.int().min(0).max(100) },
  target: ({ group }) => group,
  prepare({ message_ids, revoke }) {
    const ids = distinct(message_ids);
    const summary = `delete ${countOf(ids)} ${revoke ? 'for everybody' : 'for this account only'}`;
    return done({ content: { ids }, options: { revoke }, preview: { summary } });
  },
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared, { target }) {
      const isShared = target.kind === 'channel' || target.kind === 'supergroup';
      if (isShared && !optionsSchema.parse(prepared.options).revoke) {
        return invalidArgument('revoke: in channels and supergroups messages are deleted for everybody');
      }
      const { ids } = contentSchema.parse(prepared.content);
      const messages = await concernedMessages(writer, target.id, ids);
      return messages.ok ? done(withDetails(prepared, messageDetails(messages.value))) : messages;
    },
    async perform({ action }, caller) {
      const { ids } = contentSchema.parse(action.content);
      const { revoke } = optionsSchema.parse(action.options);
      return withStoredPeer(writer, action.target.id, (peer) =>
        remove(writer, caller, peer, { ids, revoke }),
      );
    },
    async find({ action }) {
      const { ids } = contentSchema.parse(action.content);
      const now = await withStoredPeer(writer, action.target.id, (peer) => messagesById(writer, peer, ids));
      if (!now.ok) return now;
      if (now.value.some((message) => message.missing !== true)) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { deleted: ids.length }, repeated: true });
    },
  }),
});
