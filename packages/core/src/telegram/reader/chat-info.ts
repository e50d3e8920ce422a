import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { PeerRecord } from '../../tools/records.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { inputChannelOf, inputUserOf } from './input-peers.js';
import { lastSeen } from './last-seen.js';
import { markedIdOf } from './marked-id.js';
import { peerRecordOf } from './people.js';

/** What Telegram tells of a user or chat beyond its name; absent where it does not say. */
export interface ChatInfo extends PeerRecord {
  readonly description?: string;
  readonly members?: number;
  readonly admins?: number;
  readonly online?: number;
  /** Seconds between two messages of a member, where slow mode is on. */
  readonly slow_mode_sec?: number;
  /** The discussion group of a channel, or the channel of a discussion group. */
  readonly linked_chat_id?: string;
  /** Of a supergroup, the basic group that it was made from; what was written before stands there. */
  readonly migrated_from?: string;
  readonly forum?: true;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly phone?: string;
  readonly premium?: true;
  readonly verified?: true;
  readonly scam?: true;
  readonly common_chats?: number;
  readonly last_seen?: string;
}

/** Reads the full description of a user or chat, by one call. */
export async function chatInfo(
  account: Telegram,
  peer: ResolvedPeer,
  options: CallOptions = {},
): Promise<Outcome<ChatInfo>> {
  const answer = await account.peers.withPeer(peer, (inputPeer) => ask(account, inputPeer, options));
  if (!answer.ok) return answer;
  const { full, users, chats } = answer.value;
  await account.peers.remember(users, chats);
  const entity = [...users, ...chats].find((one) => markedIdOf(one) === peer.id);
  if (entity === undefined) return refuse('PEER_NOT_FOUND', { data: { peer: peer.id } });
  const { linked_chat_id: linked, migrated_from: older, ...facts } = factsOf(full);
  const named = (id: string | undefined): id is string => id !== undefined && account.scope.mayBeNamed(id);
  const others = {
    ...(named(linked) ? { linked_chat_id: linked } : {}),
    ...(named(older) ? { migrated_from: older } : {}),
  };
  return done({ ...peerRecordOf(entity), ...facts, ...others, ...marksOf(entity) });
}

interface FullAnswer {
  readonly full: Api.TypeUserFull | Api.TypeChatFull;
  readonly users: readonly Api.TypeUser[];
  readonly chats: readonly Api.TypeChat[];
}

async function ask(
  account: Telegram,
  peer: Api.TypeInputPeer,
  options: CallOptions,
): Promise<Outcome<FullAnswer>> {
  const { Api } = telegram();
  const channel = inputChannelOf(peer);
  if (channel !== undefined) {
    return fullChat(await account.call(new Api.channels.GetFullChannel({ channel }), options));
  }
  if (peer.className === 'InputPeerChat') {
    return fullChat(await account.call(new Api.messages.GetFullChat({ chatId: peer.chatId }), options));
  }
  const id = inputUserOf(peer) ?? new Api.InputUserSelf();
  const user = await account.call(new Api.users.GetFullUser({ id }), options);
  if (!user.ok) return user;
  const { fullUser, users, chats } = user.value;
  return done({ full: fullUser, users, chats });
}

function fullChat(answer: Outcome<Api.messages.TypeChatFull>): Outcome<FullAnswer> {
  if (!answer.ok) return answer;
  const { fullChat: full, users, chats } = answer.value;
  return done({ full, users, chats });
}

function factsOf(full: Api.TypeUserFull | Api.TypeChatFull): Partial<ChatInfo> {
  if (full.className === 'UserFull') {
    return present({ description: full.about, common_chats: full.commonChatsCount || undefined });
  }
  if (full.className === 'ChatFull') {
    const list =
      full.participants.className === 'ChatParticipants' ? full.participants.participants : undefined;
    return present({ description: full.about, members: list?.length });
  }
  const { linkedChatId: linked, migratedFromChatId: older } = full;
  return present({
    description: full.about,
    members: full.participantsCount,
    admins: full.adminsCount,
    online: full.onlineCount,
    slow_mode_sec: full.slowmodeSeconds || undefined,
    linked_chat_id:
      linked === undefined || linked === null ? undefined : `-${1_000_000_000_000n + BigInt(String(linked))}`,
    migrated_from: older === undefined || older === null ? undefined : `-${String(older)}`,
  });
}

function marksOf(entity: Api.TypeUser | Api.TypeChat): Partial<ChatInfo> {
  if (entity.className === 'User') {
    return present({
      first_name: entity.firstName,
      last_name: entity.lastName,
      phone: entity.phone,
      last_seen: lastSeen(entity),
      premium: entity.premium || undefined,
      verified: entity.verified || undefined,
      scam: entity.scam || undefined,
    });
  }
  if (entity.className !== 'Channel') return {};
  return present({
    verified: entity.verified || undefined,
    scam: entity.scam || undefined,
    forum: entity.forum || undefined,
  });
}

/** Leaves out what is absent: undefined, the library's null, and empty text. */
function present(facts: Record<string, string | number | true | null | undefined>): Partial<ChatInfo> {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}
