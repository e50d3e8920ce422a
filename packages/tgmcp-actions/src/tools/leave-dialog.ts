import { done, refuse } from '@tgmcp/core';
import * as z from 'zod';
import { hasLeft, leaveDialog as leave } from '../telegram/writer/leave-dialog.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

/** Leaves a group, supergroup or channel. */
export const leaveDialog = writeTool({
  name: 'tg_leave_dialog',
  title: 'Leave a chat',
  description: 'Leaves a group, supergroup or channel.',
  toolset: 'members',
  verb: 'leave',
  retry: 'absolute',
  methods: ['channels.leaveChannel', 'messages.deleteChatUser'],
  input: { group: chat },
  result: { left: z.boolean() },
  target: ({ group }) => group,
  prepare: () => done({ content: {}, options: {}, preview: { summary: 'leave a chat' } }),
  quota: () => 'join',
  on: (writer) => ({
    async complete(prepared, { target }) {
      const isPrivate = target.kind === 'user' || target.kind === 'bot';
      return isPrivate
        ? refuse('WRONG_PEER_KIND', { data: { wanted: 'group, supergroup, channel' } })
        : done(prepared);
    },
    perform: ({ action }, caller) =>
      withStoredPeer(writer, action.target.id, (peer) => leave(writer, caller, peer)),
    find: ({ action }) => withStoredPeer(writer, action.target.id, (peer) => hasLeft(writer, peer)),
  }),
});
