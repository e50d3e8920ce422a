import { done, inputChannelOf, refuse, telegramLibrary, type Outcome, type ResolvedPeer } from '@tgmcp/core';
import { rpcOf, type Writer } from './writer.js';

/** Whether a person is a member of a group, supergroup or channel now. Reads only. */
export async function isMember(
  writer: Writer,
  group: ResolvedPeer,
  person: ResolvedPeer,
): Promise<Outcome<boolean>> {
  const { Api } = telegramLibrary();
  return writer.peers.withPeer(group, async (groupPeer): Promise<Outcome<boolean>> => {
    const channel = inputChannelOf(groupPeer);
    if (channel !== undefined) {
      const found = await writer.peers.withPeer(person, (participant) =>
        writer.call(new Api.channels.GetParticipant({ channel, participant })),
      );
      if (!found.ok) return rpcOf(found) === 'USER_NOT_PARTICIPANT' ? done(false) : found;
      const kind = found.value.participant.className;
      return done(kind !== 'ChannelParticipantLeft' && kind !== 'ChannelParticipantBanned');
    }
    if (groupPeer.className !== 'InputPeerChat')
      return refuse('WRONG_PEER_KIND', { data: { wanted: 'group, supergroup, channel' } });
    const full = await writer.call(new Api.messages.GetFullChat({ chatId: groupPeer.chatId }));
    if (!full.ok) return full;
    const { fullChat } = full.value;
    if (fullChat.className !== 'ChatFull' || fullChat.participants.className !== 'ChatParticipants') {
      return refuse('NO_RIGHTS', { message: 'The members of this group are not shown to this account.' });
    }
    return done(fullChat.participants.participants.some(({ userId }) => String(userId) === person.id));
  });
}
