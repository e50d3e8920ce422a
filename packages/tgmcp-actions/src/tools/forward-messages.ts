import { done } from '@tgmcp/core';
import * as z from 'zod';
import { targetOf } from '../actions/action.js';
import { messageQuota } from '../quota/message-quota.js';
import { forwardMessages as forward } from '../telegram/writer/forward-messages.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import {
  concernedMessages,
  countOf,
  distinct,
  fingerprint,
  messageDetails,
  messageIds,
  withDetails,
} from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const requestSchema = z.strictObject({ ids: z.array(z.int()) });
const contentSchema = requestSchema.extend({
  from: z.strictObject({ type: z.enum(['user', 'chat', 'channel']), id: z.string() }),
});
const optionsSchema = z.strictObject({ drop_author: z.boolean(), drop_captions: z.boolean() });

/** Forwards messages from one chat to another. */
export const forwardMessages = writeTool({
  name: 'tg_forward_messages',
  title: 'Forward messages',
  description: 'Forwards up to 100 messages; both chats must be on the allowlist.',
  toolset: 'messages',
  verb: 'forward',
  retry: 'dedup',
  methods: ['messages.forwardMessages'],
  input: {
    from_group: chat,
    to_group: chat,
    message_ids: messageIds,
    drop_author: z.boolean().default(false),
    drop_media_captions: z.boolean().default(false),
  },
  result: { message_ids: z.array(z.int().min(0).max(2_147_483_647)) },
  target: ({ to_group }) => to_group,
  others: ({ from_group }) => ({ from_group: { name: from_group, listed: true } }),
  prepare({ message_ids, drop_author, drop_media_captions }) {
    const ids = distinct(message_ids);
    const how = drop_author ? ' without their author' : '';
    const captions = drop_media_captions ? ' and captions' : '';
    return done({
      content: { ids },
      options: { drop_author, drop_captions: drop_media_captions },
      preview: { summary: `forward ${countOf(ids)}${how}${captions}` },
    });
  },
  items: (content) => requestSchema.loose().parse(content).ids.length,
  quota: (target) => messageQuota(target.kind),
  weight: (content) => requestSchema.loose().parse(content).ids.length,
  on: (writer) => ({
    async complete(prepared, { others: { from_group: from } }) {
      if (from === undefined) throw new Error('Messages are forwarded from somewhere');
      const { ids } = requestSchema.parse(prepared.content);
      const messages = await concernedMessages(writer, from.id, ids);
      if (!messages.ok) return messages;
      const name = from.username === undefined ? from.title : `${from.title} @${from.username}`;
      const content = { ids, from: { ...targetOf(from.id) } };
      // One that its author edits after the preview is not what was approved.
      const shown = { said: fingerprint(messages.value) };
      const details = [
        { label: `From ${from.kind} ${from.id}`, text: name },
        ...messageDetails(messages.value),
      ];
      return done(withDetails({ ...prepared, content, shown }, details));
    },
    async perform({ action, randomIds }, caller) {
      const { ids, from } = contentSchema.parse(action.content);
      const { drop_author: dropAuthor, drop_captions: dropCaptions } = optionsSchema.parse(action.options);
      return withStoredPeer(writer, from.id, (source) =>
        withStoredPeer(writer, action.target.id, (to) =>
          forward(writer, caller, { from: source, to, ids, randomIds, dropAuthor, dropCaptions }),
        ),
      );
    },
  }),
});
