import { done, refuse, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { inviteHash, shownLink } from '../actions/invite-hash.js';
import type { Detail, Prepared } from '../gates/spec.js';
import { isMember } from '../telegram/writer/is-member.js';
import { chatOfLink, joinByLink, joinByName, type LinkedChat } from '../telegram/writer/join-chat.js';
import { withStoredPeer, type Writer } from '../telegram/writer/writer.js';
import { invalidArgument, withDetails } from './concerned-messages.js';
import { chat as chatArgument } from './write-fields.js';
import { writeTool } from './write-tool.js';

const linkSchema = z.strictObject({ hash: z.string() });
/** Under another title, or as another kind of chat, it is not what was approved. */
const linkedSchema = linkSchema.extend({ title: z.string(), kind: z.string() });

/** Joins a chat by its name or by an invite link. */
export const joinChat = writeTool({
  name: 'tg_join_chat',
  title: 'Join a chat',
  description:
    'Joins a public chat, which must be on the allowlist for join, or that of an invite link, for which "me" must be.',
  toolset: 'members',
  verb: 'join',
  retry: 'absolute',
  methods: ['channels.joinChannel', 'messages.importChatInvite'],
  input: { chat: chatArgument },
  result: { status: z.enum(['joined', 'requested']), group_id: z.string().optional() },
  // Which chat a link leads to is known only by looking behind it.
  target: ({ chat }) => (inviteHash(chat) === undefined ? chat : 'me'),
  prepare({ chat }) {
    const hash = inviteHash(chat);
    return done(
      hash === undefined
        ? { content: {}, options: {}, preview: { summary: 'join this chat' } }
        : { content: { hash }, options: {}, preview: { summary: 'join the chat behind an invite link' } },
    );
  },
  quota: () => 'join',
  on: (writer) => ({
    async complete(prepared, { target }) {
      const link = linkSchema.safeParse(prepared.content);
      if (link.success) return behindLink(writer, prepared, link.data.hash);
      return target.kind === 'supergroup' || target.kind === 'channel'
        ? done(prepared)
        : refuse('WRONG_PEER_KIND', { data: { wanted: 'supergroup, channel, invite link' } });
    },
    perform({ action }, caller) {
      const link = linkedSchema.safeParse(action.content);
      if (link.success) return joinByLink(writer, caller, link.data.hash);
      return withStoredPeer(writer, action.target.id, (chat) => joinByName(writer, caller, chat));
    },
    async find({ action: { content, target, accountId } }) {
      if (linkedSchema.safeParse(content).success) return done(undefined);
      const there = await withStoredPeer(writer, target.id, (group) =>
        withStoredPeer(writer, accountId, (self) => isMember(writer, group, self)),
      );
      if (!there.ok) return there;
      if (!there.value) return done(undefined);
      return done({ kind: 'sent', result: { status: 'joined', group_id: target.id }, repeated: true });
    },
  }),
});

async function behindLink(writer: Writer, prepared: Prepared, hash: string): Promise<Outcome<Prepared>> {
  const found = await chatOfLink(writer, hash);
  if (!found.ok) return found;
  if (found.value === undefined) return invalidArgument('chat: the invite link is not, or no longer, good');
  const { title, kind } = found.value;
  return done(withDetails({ ...prepared, content: { hash, title, kind } }, shown(hash, found.value)));
}

function shown(
  hash: string,
  { title, kind, id, members, about, asks, isMember: isIn, suspect }: LinkedChat,
): Detail[] {
  const of = id === undefined ? kind : `${kind} ${id}`;
  return [
    { label: `Chat behind ${shownLink(hash)}, ${of}`, text: title },
    ...(members === undefined ? [] : [{ label: 'Members', text: String(members) }]),
    ...(about === undefined ? [] : [{ label: 'Description of the chat', text: about }]),
    ...(isIn ? [{ label: 'Membership', text: 'the account is a member already' }] : []),
    ...(asks ? [{ label: 'Admission', text: 'an admin decides; this only asks to be let in' }] : []),
    ...(suspect ? [{ label: 'Warning', text: 'Telegram marks this chat as a fraud' }] : []),
  ];
}
