/** Making a group, and looking for one that was made. See core.telegram.org/api/channel. */
import {
  done,
  inputUserOf,
  refuse,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Api } from 'telegram';
import type { Found, Performed } from '../../gates/spec.js';
import { addMember } from './add-member.js';
import { isMember } from './is-member.js';
import { markedIdOf } from './marked-id.js';
import { storedPeer, withStoredPeer, type Writer } from './writer.js';

/** A group to be made. */
export interface NewGroup {
  readonly title: string;
  readonly about: string;
  readonly kind: 'basic' | 'supergroup';
  /** Canonical ids of those who are put into it. */
  readonly users: readonly string[];
}

/**
 * Makes a private group. Whom Telegram leaves out, or could not be asked about once the group was there, is in `not_added`:
 * that is no refusal, since the group is made.
 */
export async function createGroup(
  writer: Writer,
  caller: TelegramCaller,
  group: NewGroup,
): Promise<Outcome<Performed>> {
  return group.kind === 'basic'
    ? createBasic(writer, caller, group)
    : createSupergroup(writer, caller, group);
}

async function createBasic(
  writer: Writer,
  caller: TelegramCaller,
  { title, users }: NewGroup,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const from = async (
    [first, ...rest]: readonly string[],
    found: readonly Api.TypeInputUser[],
  ): Promise<Outcome<Api.messages.InvitedUsers>> => {
    if (first === undefined) return caller.call(new Api.messages.CreateChat({ users: [...found], title }));
    return withStoredPeer(writer, first, (person) =>
      writer.peers.withPeer(person, async (inputPeer) => {
        const user = inputUserOf(inputPeer);
        return user === undefined
          ? refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } })
          : from(rest, [...found, user]);
      }),
    );
  };
  const answer = await from(users, []);
  if (!answer.ok) return answer;
  const { updates, missingInvitees } = answer.value;
  const id = await madeChat(writer, updates);
  if (id === undefined) return unclear();
  const notAdded = missingInvitees.map(({ userId }) => String(userId));
  return done({ result: { group_id: id, not_added: notAdded }, repeated: false });
}

async function createSupergroup(
  writer: Writer,
  caller: TelegramCaller,
  { title, about, users }: NewGroup,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const answer = await caller.call(new Api.channels.CreateChannel({ megagroup: true, title, about }));
  if (!answer.ok) return answer;
  const id = await madeChat(writer, answer.value);
  if (id === undefined) return unclear();
  const notAdded: string[] = [];
  for (const user of users) {
    const added = await withBoth(writer, id, user, (made, person) => addMember(writer, caller, made, person));
    if (!added.ok) notAdded.push(user);
  }
  return done({ result: { group_id: id, not_added: notAdded }, repeated: false });
}

// Telegram said yes and named no group: whether there is one only looking tells.
function unclear(): Outcome<never> {
  return refuse('OUTCOME_UNKNOWN', { message: 'Telegram answered without naming the group.' });
}

/** The marked id of the one chat of an answer, remembered with its access hash. */
async function madeChat(writer: Writer, updates: Api.TypeUpdates): Promise<string | undefined> {
  if (updates.className !== 'Updates' && updates.className !== 'UpdatesCombined') return undefined;
  await writer.peers.remember(updates.users, updates.chats);
  const [chat] = updates.chats;
  return chat === undefined ? undefined : markedIdOf(chat);
}

// Dates have whole seconds, and both clocks are known to a few seconds only.
const DATE_SLACK_MS = 5_000;
const NEWEST_DIALOGS = 100;

/**
 * Looks for a group of the account's own making with this title, dated since `sinceMs`. One alone is it; several, or none
 * among the newest dialogs, tell nothing certain.
 */
export async function findGroup(
  writer: Writer,
  { title, kind, users }: NewGroup,
  sinceMs: number,
): Promise<Outcome<Found>> {
  const { Api, helpers } = telegramLibrary();
  const answer = await writer.call(
    new Api.messages.GetDialogs({
      offsetDate: 0,
      offsetId: 0,
      offsetPeer: new Api.InputPeerEmpty(),
      limit: NEWEST_DIALOGS,
      hash: helpers.returnBigInt(0),
    }),
  );
  if (!answer.ok) return answer;
  if (answer.value.className === 'messages.DialogsNotModified') return done(undefined);
  const { users: people, chats } = answer.value;
  await writer.peers.remember(people, chats);
  const since = sinceMs - DATE_SLACK_MS;
  const fitting = chats.filter(
    (chat) =>
      chat.className === (kind === 'basic' ? 'Chat' : 'Channel') &&
      'creator' in chat &&
      chat.creator &&
      chat.title === title &&
      chat.date * 1000 >= since,
  );
  const [made] = fitting;
  if (made === undefined || fitting.length > 1) return done(undefined);
  const id = markedIdOf(made);
  const notAdded: string[] = [];
  for (const user of users) {
    const there = await withBoth(writer, id, user, (group, person) => isMember(writer, group, person));
    if (!there.ok || !there.value) notAdded.push(user);
  }
  return done({ kind: 'sent', result: { group_id: id, not_added: notAdded }, repeated: true });
}

async function withBoth<T>(
  writer: Writer,
  group: string,
  user: string,
  work: (group: ResolvedPeer, person: ResolvedPeer) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const made = await storedPeer(writer, group);
  if (!made.ok) return made;
  return withStoredPeer(writer, user, (person) => work(made.value, person));
}
