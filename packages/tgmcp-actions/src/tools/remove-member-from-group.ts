import { done, refuse } from '@tgmcp/core';
import * as z from 'zod';
import { hasGone, removeMember } from '../telegram/writer/remove-member.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { withDetails } from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const contentSchema = z.strictObject({ user: z.string() });

/** Removes a person from a group; they may come back. */
export const removeMemberFromGroup = writeTool({
  name: 'tg_remove_member_from_group',
  title: 'Remove a member',
  description:
    'Removes a person from a group, supergroup or channel; they may come back. Both must be on the allowlist for remove.',
  toolset: 'members',
  verb: 'remove',
  retry: 'absolute',
  methods: ['channels.editBanned', 'messages.deleteChatUser'],
  input: { group: chat, user: chat },
  result: { user_id: z.string(), not_participant: z.boolean() },
  target: ({ group }) => group,
  others: ({ user }) => ({ user: { name: user, listed: true } }),
  prepare: () => done({ content: {}, options: {}, preview: { summary: 'remove a member' } }),
  quota: () => 'join',
  on: (writer) => ({
    async complete(prepared, { target, others: { user }, account }) {
      if (user === undefined) throw new Error('Somebody is removed');
      const isPerson = user.kind === 'user' || user.kind === 'bot';
      // Oneself is not removed but leaves, which is another verb.
      if (!isPerson || user.id === account.id) {
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'another user, bot' } });
      }
      if (target.kind === 'user' || target.kind === 'bot') {
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'group, supergroup, channel' } });
      }
      const name = user.username === undefined ? user.title : `${user.title} @${user.username}`;
      const shown = [{ label: `Member, ${user.kind} ${user.id}`, text: name }];
      return done(withDetails({ ...prepared, content: { user: user.id } }, shown));
    },
    async perform({ action, steps }, caller) {
      const { user } = contentSchema.parse(action.content);
      return withStoredPeer(writer, action.target.id, (group) =>
        withStoredPeer(writer, user, (person) =>
          removeMember(writer, caller, { group, person, accountId: action.accountId, steps }),
        ),
      );
    },
    async find({ action }) {
      const { user } = contentSchema.parse(action.content);
      return withStoredPeer(writer, action.target.id, (group) =>
        withStoredPeer(writer, user, (person) =>
          hasGone(writer, { group, person, accountId: action.accountId }),
        ),
      );
    },
  }),
});
