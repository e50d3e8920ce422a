import { done, refuse } from '@tgmcp/core';
import * as z from 'zod';
import { isBlocked, setBlocked as block } from '../telegram/writer/set-blocked.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const contentSchema = z.strictObject({ blocked: z.boolean() });

/** Blocks a person or bot, or ends that. */
export const setBlocked = writeTool({
  name: 'tg_set_blocked',
  title: 'Block or unblock',
  description: 'Blocks a person or bot, or with blocked=false lets them write again.',
  toolset: 'contacts',
  verb: 'block',
  retry: 'absolute',
  methods: ['contacts.block', 'contacts.unblock'],
  input: { user: chat, blocked: z.boolean().default(true) },
  result: contentSchema.extend({ user_id: z.string() }).shape,
  target: ({ user }) => user,
  prepare: ({ blocked }) =>
    done({
      content: { blocked },
      options: {},
      preview: { summary: blocked ? 'block somebody' : 'unblock somebody' },
    }),
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared, { target, account }) {
      const isOther = (target.kind === 'user' || target.kind === 'bot') && target.id !== account.id;
      return isOther ? done(prepared) : refuse('WRONG_PEER_KIND', { data: { wanted: 'another user, bot' } });
    },
    perform: ({ action }, caller) =>
      withStoredPeer(writer, action.target.id, (peer) =>
        block(writer, caller, peer, contentSchema.parse(action.content).blocked),
      ),
    async find({ action }) {
      const { blocked } = contentSchema.parse(action.content);
      const now = await withStoredPeer(writer, action.target.id, (peer) => isBlocked(writer, peer));
      if (!now.ok) return now;
      if (now.value !== blocked) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { user_id: action.target.id, blocked }, repeated: true });
    },
  }),
});
