import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { flag, flagOf, objectOf } from '../common/fields.js';
import { viewerOf } from '../common/viewer.js';
import { tell } from '../updates/deliver.js';
import { dialogPeer, toDialogPeer } from './dialog-peer.js';

function markDialogUnread(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const peer = dialogPeer(viewer, objectOf(request, 'peer'));
  const isUnread = flagOf(request, 'unread');
  viewer.world.dialog(viewer.id, peer).unreadMark = isUnread;
  tell(call, viewer.account, {
    _: 'updateDialogUnreadMark',
    unread: flag(isUnread),
    peer: toDialogPeer(peer),
  });
  return true;
}

/** The mark by which somebody notes a chat as unread by hand. */
export const unreadMarksHandlers: Handlers = {
  'messages.markDialogUnread': markDialogUnread,
  'messages.getDialogUnreadMarks': (_request, call) => {
    const dialogs = [...viewerOf(call).account.dialogs.values()];
    return dialogs.filter((dialog) => dialog.unreadMark).map((dialog) => toDialogPeer(dialog.peer));
  },
};
