/* The rows of a chat list in order, and where a page of it starts (core.telegram.org/api/offsets). */
import { isMember } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { DialogState, PeerRef } from '../../world/model.js';
import type { Viewer } from '../common/viewer.js';
import { hiddenUpTo } from '../common/seen-message.js';

/** One chat that holds a message; `key` orders chats whose newest messages have the same date and id. */
export interface Row {
  readonly dialog: DialogState;
  readonly date: number;
  readonly topId: number;
  readonly key: string;
}

/** Where the last page ended: what its last row showed. */
export interface Offset {
  readonly date: number;
  readonly id: number;
  readonly peer: PeerRef | undefined;
}

/**
 * Whether a chat belongs into the account's list. Settings, a draft or a mark for a channel do not bring it there for
 * somebody who only looked in.
 */
export function isListed(viewer: Viewer, peer: PeerRef): boolean {
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  return channel === undefined || isMember(channel, viewer.id);
}

/** The account's chats that hold a message it may see, newest first; all folders when `folder` is absent. */
export function rowsOf(viewer: Viewer, folder: number | undefined): Row[] {
  const rows: Row[] = [];
  for (const [key, dialog] of viewer.account.dialogs) {
    const history = viewer.world.history(viewer.id, dialog.peer);
    const top = history?.top;
    if (history === undefined || top === undefined || dialog.folder !== (folder ?? dialog.folder)) continue;
    if (history.topId <= hiddenUpTo(viewer, dialog.peer)) continue;
    if (!isListed(viewer, dialog.peer)) continue;
    rows.push({ dialog, date: top.date, topId: history.topId, key });
  }
  return rows.toSorted(compareRows);
}

/** Pinned rows in the order in which the account pinned them. */
export function pinnedOf(rows: readonly Row[]): Row[] {
  const pinned = rows.filter((row) => row.dialog.pinnedOrder > 0);
  return pinned.toSorted((one, other) => one.dialog.pinnedOrder - other.dialog.pinnedOrder);
}

/** The place of the first row after an offset. A chat that moved up since marks no place; then what it showed does. */
export function startAfter(rows: readonly Row[], { date, id, peer }: Offset): number {
  const key = peer === undefined ? undefined : peerKey(peer);
  const index = rows.findIndex((row) => row.key === key);
  const row = rows[index];
  const isThere = row !== undefined && (date === 0 || (row.date === date && (id === 0 || row.topId === id)));
  if (isThere) return index + 1;
  if (date === 0) return 0;
  // Without a peer, or an id, all chats of the same second count as seen: nothing comes twice.
  const end = { date, topId: id, key: key ?? '\uffff' };
  const next = rows.findIndex((one) => (id === 0 ? one.date < date : compareRows(one, end) > 0));
  return next === -1 ? rows.length : next;
}

function compareRows(
  one: Pick<Row, 'date' | 'topId' | 'key'>,
  other: Pick<Row, 'date' | 'topId' | 'key'>,
): number {
  if (one.date !== other.date) return other.date - one.date;
  if (one.topId !== other.topId) return other.topId - one.topId;
  return one.key === other.key ? 0 : one.key < other.key ? -1 : 1;
}
