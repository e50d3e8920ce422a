import type { TlObject } from '../../tl/value.js';
import { toPeer } from '../common/peers.js';
import type { Viewer } from '../common/viewer.js';
import { rowsOf } from './rows.js';
import type { Row } from './rows.js';

/** The archive as one row of the main list, TL dialogFolder, with its newest chat; undefined while it is empty. */
export function archiveOf(viewer: Viewer): { readonly top: Row; readonly shown: TlObject } | undefined {
  const rows = rowsOf(viewer, 1);
  const [top] = rows;
  if (top === undefined) return undefined;
  const unread = rows.map(({ dialog }) => dialog).filter((one) => one.unreadCount > 0 || one.unreadMark);
  const muted = unread.filter((one) => one.muteUntil > viewer.now);
  const loud = unread.filter((one) => one.muteUntil <= viewer.now);
  const messages = (dialogs: typeof unread): number =>
    dialogs.reduce((sum, { unreadCount }) => sum + unreadCount, 0);
  const shown = {
    _: 'dialogFolder',
    folder: { _: 'folder', id: 1, title: 'Archived Chats' },
    peer: toPeer(top.dialog.peer),
    top_message: top.topId,
    unread_muted_peers_count: muted.length,
    unread_unmuted_peers_count: loud.length,
    unread_muted_messages_count: messages(muted),
    unread_unmuted_messages_count: messages(loud),
  };
  return { top, shown };
}
