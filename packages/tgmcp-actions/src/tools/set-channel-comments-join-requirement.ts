import { done } from '@tgmcp/core';
import * as z from 'zod';
import { discussionOf, mustJoin, setMustJoin } from '../telegram/writer/join-to-send.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { withDetails } from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const contentSchema = z.strictObject({ join_required: z.boolean() });

/** Sets whether one must join the discussion group of a channel to comment its posts. */
export const setChannelCommentsJoinRequirement = writeTool({
  name: 'tg_set_channel_comments_join_requirement',
  title: 'Who may comment',
  description:
    'Sets whether one must join the discussion group of a channel to comment; that group must be on the allowlist.',
  toolset: 'members',
  verb: 'comments',
  retry: 'absolute',
  methods: ['channels.toggleJoinToSend'],
  input: { channel: chat, join_required: z.boolean().default(false) },
  result: contentSchema.extend({ group_id: z.string() }).shape,
  target: ({ channel }) => channel,
  prepare: ({ join_required }) =>
    done({
      content: { join_required },
      options: {},
      preview: {
        summary: join_required
          ? 'let only members of this discussion group comment'
          : 'let everybody comment without joining this discussion group',
      },
    }),
  quota: () => undefined,
  on: (writer) => ({
    // The channel stays as it is; what changes is its group.
    leadsTo: ({ id }) => withStoredPeer(writer, id, (channel) => discussionOf(writer, channel)),
    async complete(prepared, { target }) {
      const now = await withStoredPeer(writer, target.id, (group) => mustJoin(writer, group));
      if (!now.ok) return now;
      const text = now.value ? 'only members' : 'everybody';
      return done(withDetails(prepared, [{ label: 'Who may comment now', text }]));
    },
    perform: ({ action }, caller) =>
      withStoredPeer(writer, action.target.id, (group) =>
        setMustJoin(writer, caller, group, contentSchema.parse(action.content).join_required),
      ),
    async find({ action }) {
      const { join_required } = contentSchema.parse(action.content);
      const now = await withStoredPeer(writer, action.target.id, (group) => mustJoin(writer, group));
      if (!now.ok) return now;
      if (now.value !== join_required) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { group_id: action.target.id, join_required }, repeated: true });
    },
  }),
});
