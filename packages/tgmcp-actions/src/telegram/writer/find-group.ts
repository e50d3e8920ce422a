/** Looking for a group that was made, where Telegram's answer got lost. See core.telegram.org/api/channel. */
import { done, inputChannelOf, refuse, telegramLibrary, type Outcome } from '@tgmcp/core';
import type { Found, MadeByOthers, Span } from '../../gates/spec.js';
import { CREATION, type Steps } from '../../journal/steps.js';
import { lastTry } from '../../journal/tries.js';
import { groupResult, madeBefore, noteMade, type MadeGroup, type NewGroup } from './create-group.js';
import type { Invited } from './invite-people.js';
import { isMember } from './is-member.js';
import { markedIdOf } from './marked-id.js';
import { storedPeer, withStoredPeer, type Writer } from './writer.js';

// Dates have whole seconds, and both clocks are known to a few seconds only.
const DATE_SLACK_MS = 5_000;
const NEWEST_DIALOGS = 100;

/**
 * Whether an attempt of unknown outcome made its group. `not_done` where a repeat has something left to do: to invite people
 * into the group that stands, or to make one that surely was not made. The one that fits by title, kind and date, was never
 * of another kind, and is none that `others` made, is it from now on; several, or none, tell nothing certain, nor does one
 * that others may have made.
 */
export async function findGroup(
  writer: Writer,
  group: NewGroup,
  steps: Steps,
  sinceMs: number,
  others: () => Promise<MadeByOthers>,
): Promise<Outcome<Found>> {
  const before = await madeBefore(steps);
  if (before !== undefined) return done(whatIsLeft(group, before));
  // What stands there although nothing was asked for, or all was refused, is somebody else's.
  if (!(await lastTry(steps, CREATION)).isOpen) return done({ kind: 'not_done' });
  const fitting = await fittingGroups(writer, group, sinceMs);
  if (!fitting.ok) return fitting;
  // Asked only now, so that nobody made unseen what was seen.
  const { known, unnamed } = await others();
  const own: Fitting[] = [];
  for (const one of fitting.value.filter(({ id }) => !known.has(Number(id)))) {
    const upgraded = await wasBasicGroup(writer, one.id);
    if (!upgraded.ok) return upgraded;
    if (!upgraded.value) own.push(one);
  }
  const [one, another] = own;
  if (one === undefined || another !== undefined || unnamed.some((span) => mayBeOf(span, one))) {
    return done(undefined);
  }
  const made = await madeBy(writer, group, one.id);
  if (!made.ok) return made;
  await noteMade(steps, made.value);
  return done(whatIsLeft(group, made.value));
}

/** A group that can be the one that is looked for. */
interface Fitting {
  /** Marked. */
  readonly id: string;
  readonly dateMs: number;
}

function mayBeOf({ fromMs, toMs }: Span, { dateMs }: Fitting): boolean {
  return dateMs >= fromMs - DATE_SLACK_MS && dateMs <= toMs + DATE_SLACK_MS;
}

function whatIsLeft({ users }: NewGroup, { group_id, invited }: MadeGroup): Found {
  const all = users.length === 0 ? [] : invited;
  if (all === undefined) return { kind: 'not_done' };
  return { kind: 'sent', result: groupResult(group_id, all), repeated: true };
}

/** Into a basic group everybody was put when it was made, by the one request. Who is in it must be seen to be told. */
async function madeBy(
  writer: Writer,
  { kind, users }: NewGroup,
  group_id: string,
): Promise<Outcome<MadeGroup>> {
  if (kind === 'supergroup') return done({ group_id });
  const invited: Invited[] = [];
  const group = await storedPeer(writer, group_id);
  if (!group.ok) return group;
  for (const user_id of users) {
    const there = await withStoredPeer(writer, user_id, (person) => isMember(writer, group.value, person));
    if (!there.ok) return there;
    invited.push({ user_id, outcome: there.value ? 'added' : 'not_there' });
  }
  return done({ group_id, invited });
}

/**
 * Whether a group was a basic one before: its date is that of the upgrade, and its id is another one than on record. What was
 * asked for as a supergroup never was. See core.telegram.org/api/channel#migration.
 */
async function wasBasicGroup(writer: Writer, id: string): Promise<Outcome<boolean>> {
  const { Api } = telegramLibrary();
  return withStoredPeer(writer, id, (group) =>
    writer.peers.withPeer(group, async (inputPeer) => {
      const channel = inputChannelOf(inputPeer);
      if (channel === undefined) return done(false);
      const full = await writer.call(new Api.channels.GetFullChannel({ channel }));
      if (!full.ok) return full;
      const { fullChat } = full.value;
      const before = fullChat.className === 'ChannelFull' ? fullChat.migratedFromChatId : undefined;
      // The client library gives null for an absent field, whatever its types say.
      return done(before !== undefined && before !== null);
    }),
  );
}

/** The account's own groups among the newest chats that it can be. */
async function fittingGroups(
  writer: Writer,
  { title, kind }: NewGroup,
  sinceMs: number,
): Promise<Outcome<Fitting[]>> {
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
  if (answer.value.className === 'messages.DialogsNotModified') return refuse('TELEGRAM_TROUBLE');
  const { users: people, chats } = answer.value;
  await writer.peers.remember(people, chats);
  const since = sinceMs - DATE_SLACK_MS;
  const fitting: Fitting[] = [];
  for (const chat of chats) {
    const isOfKind =
      kind === 'basic' ? chat.className === 'Chat' : chat.className === 'Channel' && chat.megagroup === true;
    if (!isOfKind || !('creator' in chat) || !chat.creator || chat.title !== title) continue;
    const dateMs = chat.date * 1000;
    if (dateMs >= since) fitting.push({ id: markedIdOf(chat), dateMs });
  }
  return done(fitting);
}
