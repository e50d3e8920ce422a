import { done, refuse, type Outcome, type ResolvedPeer } from '@tgmcp/core';
import * as z from 'zod';
import type { WriteOrder } from '../gates/spec.js';
import { isMember } from '../telegram/writer/is-member.js';
import { hasGone } from '../telegram/writer/remove-member.js';
import { replaceMember } from '../telegram/writer/replace-member.js';
import { withStoredPeer, type Writer } from '../telegram/writer/writer.js';
import { invalidArgument, withDetails } from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const contentSchema = z.strictObject({ old_user: z.string(), new_user: z.string() });

/** Puts another account of somebody's in the place of the old one. */
export const migrateMember = writeTool({
  name: 'tg_migrate_member',
  title: 'Replace a member',
  description:
    'Adds new_user to a group and then removes old_user, who stays if the other cannot be added. All must be on the allowlist for migrate.',
  toolset: 'members',
  verb: 'migrate',
  // What was done of it stands in the journal, which repeats no step.
  retry: 'absolute',
  methods: [
    'channels.inviteToChannel',
    'messages.addChatUser',
    'channels.editBanned',
    'messages.deleteChatUser',
  ],
  input: { group: chat, old_user: chat, new_user: chat },
  result: {
    added: z.string(),
    removed: z.string(),
    already_member: z.boolean(),
    not_participant: z.boolean(),
  },
  target: ({ group }) => group,
  others: ({ old_user, new_user }) => ({
    old_user: { name: old_user, listed: true },
    new_user: { name: new_user, listed: true },
  }),
  prepare: () =>
    done({ content: {}, options: {}, preview: { summary: 'add one member and remove another' } }),
  quota: () => 'join',
  // An addition, a ban and its end.
  weight: () => 3,
  on: (writer) => ({
    async complete(prepared, { target, others: { old_user, new_user }, account }) {
      if (old_user === undefined || new_user === undefined) throw new Error('Somebody is replaced');
      const people = [new_user, old_user];
      if (!people.every(({ id, kind }) => (kind === 'user' || kind === 'bot') && id !== account.id)) {
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'other users, bots' } });
      }
      if (target.kind === 'user' || target.kind === 'bot') {
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'group, supergroup, channel' } });
      }
      if (old_user.id === new_user.id) return invalidArgument('new_user: must be another one than old_user');
      const shown = people.map(({ id, kind, title, username }, index) => ({
        label: `${index === 0 ? 'Is added' : 'Is removed'}, ${kind} ${id}`,
        text: username === undefined ? title : `${title} @${username}`,
      }));
      const content = { old_user: old_user.id, new_user: new_user.id };
      return done(withDetails({ ...prepared, content }, shown));
    },
    perform: (order, caller) =>
      withThree(writer, order, (group, person, newcomer) => {
        const { steps, action } = order;
        const { accountId } = action;
        return replaceMember(writer, caller, { group, person, newcomer, steps, accountId });
      }),
    find: (order) =>
      withThree(writer, order, async (group, person, newcomer) => {
        const there = await isMember(writer, group, newcomer);
        if (!there.ok) return there;
        const gone = await hasGone(writer, { group, person, accountId: order.action.accountId });
        if (!gone.ok || gone.value?.kind !== 'sent' || !there.value) return gone.ok ? done(undefined) : gone;
        const result = {
          added: newcomer.id,
          removed: person.id,
          already_member: false,
          not_participant: false,
        };
        return done({ kind: 'sent', result, repeated: true });
      }),
  }),
});

function withThree<T>(
  writer: Writer,
  { action }: WriteOrder,
  work: (group: ResolvedPeer, old: ResolvedPeer, newcomer: ResolvedPeer) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { old_user, new_user } = contentSchema.parse(action.content);
  return withStoredPeer(writer, action.target.id, (group) =>
    withStoredPeer(writer, old_user, (old) =>
      withStoredPeer(writer, new_user, (newcomer) => work(group, old, newcomer)),
    ),
  );
}
