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
import type { Found, Performed } from '../../gates/spec.js';
import { rpcOf, type Writer } from './writer.js';

const LEFT = { left: true };
// A private chat that the account is not in is not shown to it any more.
const NO_MEMBER = /^(USER_NOT_PARTICIPANT|CHANNEL_PRIVATE)$/;

/** Leaves a group, supergroup or channel. Who is no member any more has left: `repeated`. */
export async function leaveDialog(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  peer: ResolvedPeer,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const answer = await writer.peers.withPeer(peer, async (inputPeer) => {
    const channel = inputChannelOf(inputPeer);
    const chatId = inputPeer.className === 'InputPeerChat' ? inputPeer.chatId : undefined;
    if (channel === undefined && chatId === undefined)
      return refuse('WRONG_PEER_KIND', { data: { wanted: 'group, supergroup, channel' } });
    return caller.call<Api.channels.LeaveChannel | Api.messages.DeleteChatUser>(
      channel !== undefined || chatId === undefined
        ? new Api.channels.LeaveChannel({ channel: channel ?? new Api.InputChannelEmpty() })
        : new Api.messages.DeleteChatUser({ chatId, userId: new Api.InputUserSelf() }),
    );
  });
  if (answer.ok) return done({ result: LEFT, repeated: false });
  return NO_MEMBER.test(rpcOf(answer) ?? '') ? done({ result: LEFT, repeated: true }) : answer;
}

/** Whether the account is no member any more. */
export async function hasLeft(writer: Writer, peer: ResolvedPeer): Promise<Outcome<Found>> {
  const { Api } = telegramLibrary();
  const left = done({ kind: 'sent' as const, result: LEFT, repeated: true });
  const answer = await writer.peers.withPeer(peer, async (inputPeer): Promise<Outcome<boolean>> => {
    const channel = inputChannelOf(inputPeer);
    if (channel !== undefined) {
      const participant = new Api.InputPeerSelf();
      const member = await writer.call(new Api.channels.GetParticipant({ channel, participant }));
      return member.ok ? done(false) : member;
    }
    if (inputPeer.className !== 'InputPeerChat')
      return refuse('WRONG_PEER_KIND', { data: { wanted: 'group, supergroup, channel' } });
    const chats = await writer.call(new Api.messages.GetChats({ id: [inputPeer.chatId] }));
    if (!chats.ok) return chats;
    const [chat] = chats.value.chats;
    return done(chat?.className === 'ChatForbidden' || (chat?.className === 'Chat' && chat.left === true));
  });
  if (answer.ok) return answer.value ? left : done(undefined);
  return NO_MEMBER.test(rpcOf(answer) ?? '') ? left : answer;
}
