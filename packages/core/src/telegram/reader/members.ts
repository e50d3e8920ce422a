import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { Portion } from '../../paging/collect.js';
import type { PersonRecord } from '../../tools/records.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { groupMembers } from './group-members.js';
import { inputChannelOf } from './input-peers.js';
import { isoTime } from './iso-time.js';
import { markedId } from './marked-id.js';
import { noHash } from './no-hash.js';
import { peerRecordOf } from './people.js';
import { memberPerson } from './person-record.js';

/** Lists of members that Telegram has; `recent` are all, those who were active lately first. */
export const MEMBER_LISTS = ['recent', 'admins', 'bots', 'banned', 'restricted', 'contacts'] as const;

/** One of them. */
export type MemberList = (typeof MEMBER_LISTS)[number];

/** What somebody is in a chat. */
export interface MemberRecord extends PersonRecord {
  /** The parts of a person's name, where they were asked for. */
  readonly first_name?: string;
  readonly last_name?: string;
  readonly role?: 'creator' | 'admin' | 'restricted' | 'banned' | 'left';
  /** The title an admin carries. */
  readonly rank?: string;
  /** When they joined, or were banned; ISO 8601. */
  readonly since?: string;
  readonly invited_by?: string;
}

/** Members in a list; the position after one is its place. `total` is what Telegram says the list counts. */
export interface MemberPortion extends Portion<MemberRecord, number> {
  readonly total: number;
}

/** What to list. `query` looks into names and usernames; empty for everybody. */
export interface MemberQuery {
  readonly list: MemberList;
  readonly query: string;
  readonly from: number;
  /** At most 200. */
  readonly limit: number;
  /** Whether the records show first and last names apart, too. */
  readonly names?: boolean;
}

/** Lists members of a group or channel by one call. WRONG_PEER_KIND for a person, NO_RIGHTS where the list is hidden. */
export async function listMembers(
  account: Telegram,
  peer: ResolvedPeer,
  what: MemberQuery,
  options: CallOptions = {},
): Promise<Outcome<MemberPortion>> {
  const { Api } = telegram();
  if (peer.kind === 'group') return groupMembers(account, peer, what, options);
  if (peer.kind === 'user' || peer.kind === 'bot') {
    return refuse('WRONG_PEER_KIND', {
      message: 'Only groups and channels have members.',
      data: { wanted: 'group, supergroup, channel' },
    });
  }
  const limit = Math.min(what.limit, 200);
  const answer = await account.peers.withPeer(peer, (inputPeer) => {
    const channel = inputChannelOf(inputPeer) ?? new Api.InputChannelEmpty();
    const filter = filterOf(what);
    const page = { channel, filter, offset: what.from, limit, hash: noHash() };
    return account.call(new Api.channels.GetParticipants(page), options);
  });
  if (!answer.ok) return answer;
  if (answer.value.className === 'channels.ChannelParticipantsNotModified')
    return done({ items: [], more: false, total: 0 });
  const { participants, users, chats, count: total } = answer.value;
  await account.peers.remember(users, chats);
  const people = new Map<string, PersonRecord>();
  for (const user of users) people.set(String(user.id), memberPerson(user, what));
  for (const record of chats.map((chat) => peerRecordOf(chat))) people.set(record.id, record);
  const items = participants.map((one, index) => ({
    record: memberRecord(one, people),
    after: what.from + index + 1,
  }));
  return done({ items, more: what.from + items.length < total, total });
}

function filterOf({ list, query: q }: MemberQuery): Api.TypeChannelParticipantsFilter {
  const { Api } = telegram();
  switch (list) {
    case 'admins':
      return new Api.ChannelParticipantsAdmins();
    case 'bots':
      return new Api.ChannelParticipantsBots();
    case 'banned':
      return new Api.ChannelParticipantsKicked({ q });
    case 'restricted':
      return new Api.ChannelParticipantsBanned({ q });
    case 'contacts':
      return new Api.ChannelParticipantsContacts({ q });
    default:
      return q === '' ? new Api.ChannelParticipantsRecent() : new Api.ChannelParticipantsSearch({ q });
  }
}

function memberRecord(
  member: Api.TypeChannelParticipant,
  people: ReadonlyMap<string, PersonRecord>,
): MemberRecord | undefined {
  const person = people.get('peer' in member ? markedId(member.peer) : String(member.userId));
  if (person === undefined) return undefined;
  const rank = 'rank' in member ? (member.rank ?? '') : '';
  const inviter = 'inviterId' in member ? (member.inviterId ?? undefined) : undefined;
  const role = roleOf(member);
  return {
    ...person,
    ...(role === undefined ? {} : { role }),
    ...(rank === '' ? {} : { rank }),
    ...('date' in member ? { since: isoTime(member.date) } : {}),
    ...(inviter === undefined ? {} : { invited_by: String(inviter) }),
  };
}

function roleOf(member: Api.TypeChannelParticipant): MemberRecord['role'] {
  switch (member.className) {
    case 'ChannelParticipantCreator':
      return 'creator';
    case 'ChannelParticipantAdmin':
      return 'admin';
    case 'ChannelParticipantBanned':
      return member.bannedRights.viewMessages === true ? 'banned' : 'restricted';
    case 'ChannelParticipantLeft':
      return 'left';
    default:
      return undefined;
  }
}
