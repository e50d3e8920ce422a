import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import { parseMarkedId } from '../peers/ids.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { isoTime } from './iso-time.js';
import type { MemberPortion, MemberQuery, MemberRecord } from './members.js';
import { memberPerson } from './person-record.js';

/** Members of a basic group, which come all at once; what is asked for is picked from them. */
export async function groupMembers(
  account: Telegram,
  peer: ResolvedPeer,
  what: MemberQuery,
  options: CallOptions,
): Promise<Outcome<MemberPortion>> {
  const { Api, helpers } = telegram();
  const chatId = helpers.returnBigInt(parseMarkedId(peer.id)?.id ?? 0n);
  const answer = await account.call(new Api.messages.GetFullChat({ chatId }), options);
  if (!answer.ok) return answer;
  const { fullChat, users, chats } = answer.value;
  await account.peers.remember(users, chats);
  const list = fullChat.className === 'ChatFull' ? fullChat.participants : undefined;
  if (list?.className !== 'ChatParticipants') {
    return refuse('NO_RIGHTS', { message: 'Telegram does not show the members of this group.' });
  }
  const people = new Map(users.map((user) => [String(user.id), user]));
  const all = list.participants.flatMap((member) => {
    const user = people.get(String(member.userId));
    return user?.className === 'User' && isAsked(user, member, what)
      ? [memberRecord(user, member, what)]
      : [];
  });
  const items = all.slice(what.from).map((record, index) => ({ record, after: what.from + index + 1 }));
  return done({ items, more: false, total: all.length });
}

function isAsked(user: Api.User, member: Api.TypeChatParticipant, { list, query }: MemberQuery): boolean {
  const names = [user.firstName, user.lastName, user.username].join(' ').toLowerCase();
  if (!names.includes(query.toLowerCase())) return false;
  switch (list) {
    case 'admins':
      return member.className !== 'ChatParticipant';
    case 'bots':
      return user.bot === true;
    case 'contacts':
      return user.contact === true;
    default:
      // A basic group keeps no list of those who were banned or restricted.
      return list === 'recent';
  }
}

function memberRecord(user: Api.User, member: Api.TypeChatParticipant, what: MemberQuery): MemberRecord {
  const person = memberPerson(user, what);
  if (member.className === 'ChatParticipantCreator') return { ...person, role: 'creator' };
  return {
    ...person,
    ...(member.className === 'ChatParticipantAdmin' ? { role: 'admin' as const } : {}),
    since: isoTime(member.date),
    invited_by: String(member.inviterId),
  };
}
