/**
 * Removing somebody from a chat. In supergroups and channels that is two requests: a ban, and its end, so that the person
 * may come back. See core.telegram.org/api/rights.
 */
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
import type { Found, Performed } from '../../gates/spec.js';
import type { Steps } from '../../journal/steps.js';
import { isMember } from './is-member.js';
import { unfinished } from './unfinished.js';
import { rpcOf, type Writer } from './writer.js';

/** Who is removed from where. */
export interface Removal {
  readonly group: ResolvedPeer;
  readonly person: ResolvedPeer;
  /** The account that removes: only bans of its own are ended. */
  readonly accountId: string;
  /** Which of the two requests were begun, by this attempt or one before it. */
  readonly steps: Steps;
}

type Standing = 'member' | 'banned' | 'gone';

/**
 * Removes a person. Goes on where an earlier attempt ended: who is banned by it is only let back, who came back after it
 * stays. Whoever is no member is `repeated`, and a ban that others set stays. Refused with UNFINISHED while the person is
 * banned and the ban could not be ended: repeating ends it.
 */
export async function removeMember(
  writer: Writer,
  caller: TelegramCaller,
  { group, person, accountId, steps }: Removal,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  return writer.peers.withPeer(group, (groupPeer) =>
    writer.peers.withPeer(person, async (participant): Promise<Outcome<Performed>> => {
      const channel = inputChannelOf(groupPeer);
      const userId = inputUserOf(participant);
      if (userId === undefined) return refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } });
      if (channel === undefined) {
        if (groupPeer.className !== 'InputPeerChat') return refuse('WRONG_PEER_KIND');
        const { chatId } = groupPeer;
        const taken = await caller.call(new Api.messages.DeleteChatUser({ chatId, userId }));
        if (taken.ok) return removed(person, false);
        return rpcOf(taken) === 'USER_NOT_PARTICIPANT' ? removed(person, true) : taken;
      }

      const [ban, unban] = await Promise.all([steps.begun('ban'), steps.begun('unban')]);
      const standing = await standingOf(writer, channel, participant, accountId);
      if (!standing.ok) return standing;
      // Whoever is in the chat after the ban was ended came back since.
      if (standing.value === 'member' && unban !== undefined) return removed(person, false);
      if (standing.value === 'gone') return removed(person, ban === undefined);
      if (standing.value === 'banned' && ban === undefined) return removed(person, true);
      if (standing.value === 'member') {
        await steps.begin('ban');
        const bannedRights = new Api.ChatBannedRights({ untilDate: 0, viewMessages: true });
        const banned = await caller.call(new Api.channels.EditBanned({ channel, participant, bannedRights }));
        if (!banned.ok) return banned;
      }
      await steps.begin('unban');
      const bannedRights = new Api.ChatBannedRights({ untilDate: 0 });
      const freed = await caller.call(new Api.channels.EditBanned({ channel, participant, bannedRights }));
      if (freed.ok) return removed(person, false);
      return unfinished(freed, 'The person is banned, and the ban could not be ended yet.');
    }),
  );
}

function removed({ id }: ResolvedPeer, notParticipant: boolean): Outcome<Performed> {
  return done({ result: { user_id: id, not_participant: notParticipant }, repeated: notParticipant });
}

/** Whether a person is no member any more and may come back; a ban may be the first half of a removal. */
export async function hasGone(
  writer: Writer,
  { group, person, accountId }: Omit<Removal, 'steps'>,
): Promise<Outcome<Found>> {
  const sent = {
    kind: 'sent',
    result: { user_id: person.id, not_participant: false },
    repeated: true,
  } as const;
  return writer.peers.withPeer(group, async (groupPeer): Promise<Outcome<Found>> => {
    const channel = inputChannelOf(groupPeer);
    if (channel === undefined) {
      const there = await isMember(writer, group, person);
      if (!there.ok) return there;
      return there.value ? done({ kind: 'not_done' }) : done(sent);
    }
    const standing = await writer.peers.withPeer(person, (peer) =>
      standingOf(writer, channel, peer, accountId),
    );
    if (!standing.ok) return standing;
    return done(standing.value === 'gone' ? sent : undefined);
  });
}

async function standingOf(
  writer: Writer,
  channel: Api.TypeInputChannel,
  participant: Api.TypeInputPeer,
  accountId: string,
): Promise<Outcome<Standing>> {
  const { Api } = telegramLibrary();
  const found = await writer.call(new Api.channels.GetParticipant({ channel, participant }));
  if (!found.ok) return rpcOf(found) === 'USER_NOT_PARTICIPANT' ? done('gone') : found;
  const { participant: there } = found.value;
  if (there.className === 'ChannelParticipantLeft') return done('gone');
  if (there.className !== 'ChannelParticipantBanned') return done('member');
  if (there.bannedRights.viewMessages === true) {
    // Whom somebody else banned is gone, and not for this account to let back.
    return done(String(there.kickedBy) === accountId ? 'banned' : 'gone');
  }
  return done(there.left === true ? 'gone' : 'member');
}
