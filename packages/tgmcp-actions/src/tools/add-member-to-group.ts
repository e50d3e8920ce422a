import { done, refuse, type Outcome, type ResolvedPeer } from '@tgmcp/core';
import * as z from 'zod';
import type { WriteOrder } from '../gates/spec.js';
import { addMember } from '../telegram/writer/add-member.js';
import { isMember } from '../telegram/writer/is-member.js';
import { withStoredPeer, type Writer } from '../telegram/writer/writer.js';
import { withDetails } from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const contentSchema = z.strictObject({ user: z.string() });

/** Adds a person to a group. */
export const addMemberToGroup = writeTool({
  name: 'tg_add_member_to_group',
  title: 'Add a member',
  description: 'Adds a person to a group, supergroup or channel; both must be on the allowlist for invite.',
  toolset: 'members',
  verb: 'invite',
  retry: 'probe',
  methods: ['channels.inviteToChannel', 'messages.addChatUser'],
  input: { group: chat, user: chat },
  result: { user_id: z.string() },
  target: ({ group }) => group,
  others: ({ user }) => ({ user: { name: user, listed: true } }),
  prepare: () => done({ content: {}, options: {}, preview: { summary: 'add a member' } }),
  quota: () => 'join',
  on: (writer) => ({
    async complete(prepared, { target, others: { user } }) {
      if (user === undefined) throw new Error('Somebody is added');
      const isPerson = user.kind === 'user' || user.kind === 'bot';
      if (!isPerson) return refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } });
      if (target.kind === 'user' || target.kind === 'bot') {
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'group, supergroup, channel' } });
      }
      const name = user.username === undefined ? user.title : `${user.title} @${user.username}`;
      const shown = [{ label: `New member, ${user.kind} ${user.id}`, text: name }];
      return done(withDetails({ ...prepared, content: { user: user.id } }, shown));
    },
    // In supergroups Telegram does not say that somebody was there already, and an invitation costs the account trust.
    perform: (order, caller) =>
      withBoth(writer, order, async (group, person) => {
        const there = await isMember(writer, group, person);
        if (there.ok && there.value) return done({ result: { user_id: person.id }, repeated: true });
        // Who may not see the members may still add one; what has to be waited for is waited for.
        if (!there.ok && there.refusal.retry_after !== undefined) return there;
        return addMember(writer, caller, group, person);
      }),
    async find(order) {
      const { user } = contentSchema.parse(order.action.content);
      const member = await withBoth(writer, order, (group, person) => isMember(writer, group, person));
      if (!member.ok) return member;
      if (!member.value) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { user_id: user }, repeated: true });
    },
  }),
});

function withBoth<T>(
  writer: Writer,
  { action }: WriteOrder,
  work: (group: ResolvedPeer, person: ResolvedPeer) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { user } = contentSchema.parse(action.content);
  return withStoredPeer(writer, action.target.id, (group) =>
    withStoredPeer(writer, user, (person) => work(group, person)),
  );
}
