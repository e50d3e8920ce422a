import {
  done,
  inputChannelOf,
  inputUserOf,
  refuse,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Api } from 'telegram';
import type { Performed } from '../../gates/spec.js';
import { rpcOf, type Writer } from './writer.js';

/**
 * Adds a person to a group, supergroup or channel. Telegram answers with whom it left out, which is no error to it:
 * NO_RIGHTS, with what it says of the reason. Who is a member already is `repeated`.
 */
export async function addMember(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  group: ResolvedPeer,
  person: ResolvedPeer,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const answer = await writer.peers.withPeer(group, (groupPeer) =>
    writer.peers.withPeer(person, async (personPeer) => {
      const channel = inputChannelOf(groupPeer);
      const userId = inputUserOf(personPeer);
      if (userId === undefined) return refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } });
      if (channel !== undefined) {
        return caller.call<Api.channels.InviteToChannel | Api.messages.AddChatUser>(
          new Api.channels.InviteToChannel({ channel, users: [userId] }),
        );
      }
      if (groupPeer.className !== 'InputPeerChat') {
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'group, supergroup, channel' } });
      }
      // The new member is shown none of what was written before.
      return caller.call<Api.channels.InviteToChannel | Api.messages.AddChatUser>(
        new Api.messages.AddChatUser({ chatId: groupPeer.chatId, userId, fwdLimit: 0 }),
      );
    }),
  );
  const result = { user_id: person.id };
  if (!answer.ok) {
    return rpcOf(answer) === 'USER_ALREADY_PARTICIPANT' ? done({ result, repeated: true }) : answer;
  }
  const [missing] = answer.value.missingInvitees;
  if (missing === undefined) return done({ result, repeated: false });
  const premium = missing.premiumWouldAllowInvite === true ? ' A Premium account could.' : '';
  return refuse('NO_RIGHTS', {
    message: `Telegram did not add this person, whose privacy settings do not let this account.${premium}`,
    data: { user_id: person.id, missing_invitee: true },
  });
}
