import { historyOf } from './data.js';
import type { WorldData } from './data.js';
import { peerKey } from './model.js';
import type { DialogState, PeerRef, WorldAccount, WorldMessage } from './model.js';

/** The account's row for a peer, made when there is none yet. */
export function ensureDialog(account: WorldAccount, peer: PeerRef): DialogState {
  const key = peerKey(peer);
  const known = account.dialogs.get(key);
  if (known !== undefined) return known;
  const made: DialogState = {
    peer,
    unreadCount: 0,
    unreadMentions: new Set(),
    unreadReactions: new Set(),
    reads: [],
    unreadMark: false,
    readInboxMaxId: 0,
    readOutboxMaxId: 0,
    pinnedOrder: 0,
    folder: 0,
    muteUntil: 0,
  };
  account.dialogs.set(key, made);
  return made;
}

/** Books a message that came into an account's chat: loaded history counts as read, a live incoming one as unread. */
export function noteMessage(
  account: WorldAccount,
  peer: PeerRef,
  id: number,
  message: WorldMessage,
  live: boolean,
): void {
  const dialog = ensureDialog(account, peer);
  if (!live) {
    dialog.readInboxMaxId = Math.max(dialog.readInboxMaxId, id);
    dialog.readOutboxMaxId = Math.max(dialog.readOutboxMaxId, id);
    return;
  }
  if (message.author === account.userId) return;
  dialog.unreadCount += 1;
  if (message.mentions?.includes(account.userId) === true) dialog.unreadMentions.add(id);
}

/** How many acts of reading a dialog remembers. */
const READS_KEPT = 100;

/**
 * Marks everything up to `maxId` (0 for all) as read at `date`, and returns how many messages stay unread. Mentions and
 * reactions stay unread: they are looked at by calls of their own.
 */
export function readUpTo(
  data: WorldData,
  account: WorldAccount,
  peer: PeerRef,
  maxId: number,
  date: number,
): number {
  const dialog = ensureDialog(account, peer);
  const history = historyOf(data, account.userId, peer);
  const upTo = maxId === 0 ? (history?.topId ?? 0) : Math.min(maxId, history?.topId ?? 0);
  dialog.unreadMark = false;
  if (upTo <= dialog.readInboxMaxId) return dialog.unreadCount;
  dialog.readInboxMaxId = upTo;
  dialog.reads.push({ maxId: upTo, date });
  if (dialog.reads.length > READS_KEPT) dialog.reads.shift();
  let unread = 0;
  for (let index = history?.countBelow(upTo + 1) ?? 0; index < (history?.size ?? 0); index++) {
    const message = history?.at(index);
    if (message !== undefined && message.author !== account.userId) unread += 1;
  }
  dialog.unreadCount = unread;
  return unread;
}

/** Makes the newest `count` incoming messages unread. */
export function setUnread(data: WorldData, account: WorldAccount, peer: PeerRef, count: number): void {
  const dialog = ensureDialog(account, peer);
  const history = historyOf(data, account.userId, peer);
  let left = count;
  let index = history?.size ?? 0;
  while (left > 0 && index > 0) {
    index -= 1;
    if (history?.at(index)?.author !== account.userId) left -= 1;
  }
  dialog.unreadCount = count - left;
  dialog.readInboxMaxId = index === 0 ? 0 : (history?.idAt(index - 1) ?? 0);
}
