/** Whether one must be a member of a discussion group to comment. See core.telegram.org/api/discussion. */
import {
  done,
  inputChannelOf,
  refuse,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Performed } from '../../gates/spec.js';
import { rpcOf, type Writer } from './writer.js';

const WRONG_KIND = refuse('WRONG_PEER_KIND', { data: { wanted: 'channel with comments, its supergroup' } });

/** The group in which a channel is discussed; a supergroup stands for itself. WRONG_PEER_KIND where there is none. */
export async function discussionOf(writer: Writer, channel: ResolvedPeer): Promise<Outcome<ResolvedPeer>> {
  const { Api } = telegramLibrary();
  if (channel.kind === 'supergroup') return done(channel);
  const full = await writer.peers.withPeer(channel, async (inputPeer) => {
    const input = inputChannelOf(inputPeer);
    return input === undefined
      ? WRONG_KIND
      : writer.call(new Api.channels.GetFullChannel({ channel: input }));
  });
  if (!full.ok) return full;
  const { fullChat, users, chats } = full.value;
  await writer.peers.remember(users, chats);
  const linked = fullChat.className === 'ChannelFull' ? fullChat.linkedChatId : undefined;
  // The client library gives null for an absent field, whatever its types say.
  if (linked === undefined || linked === null) return WRONG_KIND;
  const group = await writer.peers.known(String(-1_000_000_000_000n - BigInt(String(linked))));
  return group === undefined ? WRONG_KIND : done(group);
}

/** Whether one must join now. Reads only. */
export async function mustJoin(writer: Writer, group: ResolvedPeer): Promise<Outcome<boolean>> {
  const { Api } = telegramLibrary();
  const found = await writer.peers.withPeer(group, async (inputPeer) => {
    const channel = inputChannelOf(inputPeer);
    return channel === undefined ? WRONG_KIND : writer.call(new Api.channels.GetChannels({ id: [channel] }));
  });
  if (!found.ok) return found;
  const [chat] = found.value.chats;
  return chat?.className === 'Channel' ? done(chat.joinToSend === true) : WRONG_KIND;
}

/** Sets whether one must join. One that is so already is `repeated`. */
export async function setMustJoin(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  group: ResolvedPeer,
  enabled: boolean,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const answer = await writer.peers.withPeer(group, async (inputPeer) => {
    const channel = inputChannelOf(inputPeer);
    return channel === undefined
      ? WRONG_KIND
      : caller.call(new Api.channels.ToggleJoinToSend({ channel, enabled }));
  });
  const result = { group_id: group.id, join_required: enabled };
  if (answer.ok) return done({ result, repeated: false });
  return rpcOf(answer) === 'CHAT_NOT_MODIFIED' ? done({ result, repeated: true }) : answer;
}
