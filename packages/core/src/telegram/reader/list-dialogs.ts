import type { Api } from 'telegram';
import * as z from 'zod';
import { done, type Outcome } from '../../errors/outcome.js';
import type { Portion, Read } from '../../paging/collect.js';
import { messageId, unixSecond } from '../../tools/fields.js';
import type { PeerRecord } from '../../tools/records.js';
import type { CallOptions, TelegramCaller } from '../caller.js';
import { telegram } from '../library.js';
import type { Peers } from '../peers/peers.js';
import type { ChatScope } from '../scope/chat-scope.js';
import type { DialogFacts } from './folders.js';
import { noHash } from './no-hash.js';
import { markedId, markedIdOf } from './marked-id.js';
import { isoTime } from './iso-time.js';
import { peopleOf } from './people.js';

/** Where a list of dialogs goes on. Pinned dialogs stand first, whatever their date, and come with the first portion only. */
export const dialogPosition = z.strictObject({
  /** How many pinned dialogs are behind. */
  pinned: z.int().min(0).max(1000),
  /** Unix seconds and id of the newest message of the last unpinned dialog behind, and that dialog's id. */
  after: z.strictObject({ date: unixSecond, message: messageId, peer: z.string().max(32) }).exactOptional(),
});

/** One of them. */
export type DialogPosition = Readonly<z.infer<typeof dialogPosition>>;

/** One dialog. */
export interface DialogRecord extends PeerRecord {
  readonly unread: number;
  readonly unread_mentions?: number;
  readonly pinned?: true;
  readonly members?: number;
  readonly muted?: true;
  readonly archived?: true;
  /** What was begun to be written here and not sent. */
  readonly draft?: string;
  /** When its newest message was written, ISO 8601 in UTC. */
  readonly last_message?: string;
}

/** Where dialogs are read from, and where the people in them are kept. */
export interface DialogSource extends TelegramCaller {
  readonly peers: Pick<Peers, 'known' | 'remember'>;
  readonly scope: Pick<ChatScope, 'isOpen'>;
  /** Telegram's time in milliseconds, by which a chat is muted or not. */
  serverNow(): number;
}

/** One dialog as it was read; without a record where it is out of scope. */
export interface ReadDialog extends Read<DialogRecord, DialogPosition> {
  readonly facts: DialogFacts;
  readonly state: UnreadState;
}

/** How far a chat has been read. */
export interface UnreadState {
  /** Id of the newest message that counts as read. */
  readonly readUpTo: number;
  readonly mentions: number;
  /** Own messages with reactions that were not seen. */
  readonly reactions: number;
  /** Unix seconds of the newest message, 0 where it is unknown. */
  readonly date: number;
}

/** What one call brought. */
export interface DialogPortion extends Portion<DialogRecord, DialogPosition> {
  readonly items: readonly ReadDialog[];
}

/** Reads one portion of the account's dialogs, newest activity first, by one call of messages.getDialogs. */
export async function listDialogs(
  account: DialogSource,
  from: DialogPosition | undefined,
  limit: number,
  options: CallOptions = {},
): Promise<Outcome<DialogPortion>> {
  const { Api } = telegram();
  const after = from?.after;
  // A chat out of scope is not named, not even as a place in the list; date and id say nearly as much.
  const named = after !== undefined && account.scope.isOpen(after.peer) ? after.peer : undefined;
  const offsetPeer = named === undefined ? undefined : (await account.peers.known(named))?.inputPeer;
  const answer = await account.call(
    new Api.messages.GetDialogs({
      excludePinned: after !== undefined,
      offsetDate: after?.date ?? 0,
      offsetId: after?.message ?? 0,
      offsetPeer: offsetPeer ?? new Api.InputPeerEmpty(),
      limit,
      hash: noHash(),
    }),
    options,
  );
  if (!answer.ok) return answer;
  const page = answer.value;
  if (page.className === 'messages.DialogsNotModified') return done({ items: [], more: false });
  await account.peers.remember(page.users, page.chats, page.messages);
  return done({
    items: itemsOf(page, from, account),
    more: page.className === 'messages.DialogsSlice' && page.dialogs.length > 0,
  });
}

type DialogPage = Api.messages.Dialogs | Api.messages.DialogsSlice;

function itemsOf(
  page: DialogPage,
  from: DialogPosition | undefined,
  { scope, serverNow }: Pick<DialogSource, 'scope' | 'serverNow'>,
): ReadDialog[] {
  const people = peopleOf(page.users, page.chats);
  const members = memberCounts(page.chats);
  const contacts = contactsIn(page.users);
  const newest = new Map(page.messages.map((message) => [topKey(message), message]));
  const dialogs = page.dialogs.filter((dialog): dialog is Api.Dialog => dialog.className === 'Dialog');
  const behind = from?.after === undefined ? (from?.pinned ?? 0) : 0;
  let pinned = behind;
  const now = serverNow() / 1000;
  return dialogs.slice(behind).map((dialog) => {
    const id = markedId(dialog.peer);
    const top = newest.get(`${id}/${dialog.topMessage}`);
    const date = top === undefined || top.className === 'MessageEmpty' ? 0 : top.date;
    const isPinned = dialog.pinned === true;
    if (isPinned) pinned += 1;
    const count = members.get(id);
    const peer = people.get(id) ?? { id, type: 'user' as const, title: '' };
    const muted = isMuted(dialog.notifySettings, now);
    const archived = dialog.folderId === 1;
    const record: DialogRecord = {
      ...peer,
      unread: dialog.unreadCount,
      ...(dialog.unreadMentionsCount > 0 ? { unread_mentions: dialog.unreadMentionsCount } : {}),
      ...(isPinned ? { pinned: true } : {}),
      ...(count === undefined ? {} : { members: count }),
      ...(muted ? { muted: true } : {}),
      ...(archived ? { archived: true } : {}),
      ...draftOf(dialog.draft),
      ...(date === 0 ? {} : { last_message: isoTime(date) }),
    };
    const position: DialogPosition = isPinned
      ? { pinned }
      : { pinned, after: { date, message: dialog.topMessage, peer: id } };
    const facts: DialogFacts = {
      id,
      kind: peer.type,
      contact: contacts.has(id),
      muted,
      unread: dialog.unreadCount > 0 || dialog.unreadMark === true,
      archived,
    };
    const state: UnreadState = {
      readUpTo: dialog.readInboxMaxId,
      mentions: dialog.unreadMentionsCount,
      reactions: dialog.unreadReactionsCount,
      date,
    };
    return { record: scope.isOpen(id) ? record : undefined, after: position, facts, state };
  });
}

function draftOf(draft: Api.TypeDraftMessage | null | undefined): { draft?: string } {
  return draft?.className === 'DraftMessage' && draft.message !== '' ? { draft: draft.message } : {};
}

function contactsIn(users: readonly Api.TypeUser[]): Set<string> {
  return new Set(
    users.flatMap((user) => (user.className === 'User' && user.contact === true ? [String(user.id)] : [])),
  );
}

/** Muted for ever is a date far ahead. */
function isMuted({ muteUntil }: Api.PeerNotifySettings, now: number): boolean {
  return typeof muteUntil === 'number' && muteUntil > now;
}

function topKey(message: Api.TypeMessage): string {
  return message.peerId === undefined ? '' : `${markedId(message.peerId)}/${message.id}`;
}

function memberCounts(chats: readonly Api.TypeChat[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const chat of chats) {
    if (chat.className !== 'Chat' && chat.className !== 'Channel') continue;
    if (typeof chat.participantsCount === 'number') counts.set(markedIdOf(chat), chat.participantsCount);
  }
  return counts;
}
