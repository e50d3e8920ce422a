/** Joining a chat, by its name or by an invite link. See core.telegram.org/api/invites. */
import {
  done,
  inputChannelOf,
  refuse,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Api } from 'telegram';
import type { Performed } from '../../gates/spec.js';
import { markedIdOf } from './marked-id.js';
import { rpcOf, type Writer } from './writer.js';

/** What an invite link shows of its chat before one joins. */
export interface LinkedChat {
  readonly title: string;
  readonly kind: 'group' | 'supergroup' | 'channel';
  /** Canonical id, where Telegram tells it: to members, and of chats that may be looked into. */
  readonly id?: string;
  readonly members?: number;
  readonly about?: string;
  /** An admin decides whether the account is let in. */
  readonly asks: boolean;
  readonly isMember: boolean;
  /** Telegram marks the chat as a fraud. */
  readonly suspect: boolean;
}

/** What chat an invite link leads to; joins none. Undefined for a link that is not, or no longer, good. */
export async function chatOfLink(writer: Writer, hash: string): Promise<Outcome<LinkedChat | undefined>> {
  const { Api } = telegramLibrary();
  const answer = await writer.look(new Api.messages.CheckChatInvite({ hash }));
  if (!answer.ok) return rpcOf(answer)?.startsWith('INVITE_HASH_') === true ? done(undefined) : answer;
  const found = answer.value;
  if (found.className === 'ChatInvite') {
    const { title, about, participantsCount: members } = found;
    const kind = found.megagroup === true ? 'supergroup' : found.broadcast === true ? 'channel' : 'group';
    const suspect = found.scam === true || found.fake === true;
    const asks = found.requestNeeded === true;
    // The client library gives null for an absent field, whatever its types say.
    const more = about === undefined || about === null ? {} : { about };
    return done({ title, kind, members, asks, suspect, isMember: false, ...more });
  }
  await writer.peers.remember([], [found.chat]);
  const chat = await writer.peers.known(markedIdOf(found.chat));
  if (chat === undefined || chat.kind === 'user' || chat.kind === 'bot') return done(undefined);
  const { id, title, kind } = chat;
  const isMember = found.className === 'ChatInviteAlready';
  return done({ id, title, kind, asks: false, suspect: false, isMember });
}

/** Joins by an invite link. Who is a member already is `repeated`; where an admin decides, it is asked for. */
export async function joinByLink(
  writer: Writer,
  caller: TelegramCaller,
  hash: string,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const answer = await caller.call(new Api.messages.ImportChatInvite({ hash }));
  if (answer.ok) return joined(await entered(writer, answer.value));
  if (rpcOf(answer) !== 'USER_ALREADY_PARTICIPANT') return asked(answer, undefined);
  const chat = await chatOfLink(writer, hash);
  return joined(chat.ok ? chat.value?.id : undefined, true);
}

/** Joins a supergroup or channel by its name. */
export async function joinByName(
  writer: Writer,
  caller: TelegramCaller,
  chat: ResolvedPeer,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const answer = await writer.peers.withPeer(chat, async (inputPeer) => {
    const channel = inputChannelOf(inputPeer);
    return channel === undefined
      ? refuse('WRONG_PEER_KIND', { data: { wanted: 'supergroup, channel' } })
      : caller.call(new Api.channels.JoinChannel({ channel }));
  });
  if (answer.ok) return joined(chat.id);
  return rpcOf(answer) === 'USER_ALREADY_PARTICIPANT' ? joined(chat.id, true) : asked(answer, chat.id);
}

function joined(id: string | undefined, repeated = false): Outcome<Performed> {
  return done({ result: { status: 'joined', ...(id === undefined ? {} : { group_id: id }) }, repeated });
}

/** By this error Telegram says that the account now waits to be let in. */
function asked(answer: Exclude<Outcome<unknown>, { ok: true }>, id: string | undefined): Outcome<Performed> {
  if (rpcOf(answer) !== 'INVITE_REQUEST_SENT') return answer;
  const result = { status: 'requested', ...(id === undefined ? {} : { group_id: id }) };
  return done({ result, repeated: false });
}

async function entered(writer: Writer, updates: Api.TypeUpdates): Promise<string | undefined> {
  if (updates.className !== 'Updates' && updates.className !== 'UpdatesCombined') return undefined;
  await writer.peers.remember(updates.users, updates.chats);
  const [chat] = updates.chats;
  return chat === undefined ? undefined : markedIdOf(chat);
}
