import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { DialogState } from '../../world/model.js';
import { flag, flagOf, numberOf, objectOf, objectsOf } from '../common/fields.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { tell } from '../updates/deliver.js';
import { dialogNamed, toDialogPeer } from './dialog-peer.js';

/** How many chats can be pinned in the main list (limits dialogs_pinned_limit_*) and in the archive (dialogs_folder_pinned_limit_*). */
const LIMITS = { main: { plain: 5, premium: 10 }, archive: { plain: 100, premium: 200 } } as const;

function pinnedIn(viewer: Viewer, folder: number): DialogState[] {
  const pinned = [...viewer.account.dialogs.values()].filter(
    (dialog) => dialog.folder === folder && dialog.pinnedOrder > 0,
  );
  return pinned.toSorted((one, other) => one.pinnedOrder - other.pinnedOrder);
}

function renumber(dialogs: readonly DialogState[]): void {
  for (const [index, dialog] of dialogs.entries()) dialog.pinnedOrder = index + 1;
}

function checkLimit(viewer: Viewer, folder: number, count: number): void {
  const limits = folder === 1 ? LIMITS.archive : LIMITS.main;
  const isPremium = viewer.world.users.get(viewer.id)?.premium === true;
  if (count > (isPremium ? limits.premium : limits.plain)) throw badRequest('PINNED_DIALOGS_TOO_MUCH');
}

function toggleDialogPin(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const dialog = dialogNamed(viewer, objectOf(request, 'peer'));
  const isPinned = flagOf(request, 'pinned');
  const others = pinnedIn(viewer, dialog.folder).filter((one) => one !== dialog);
  if (isPinned) checkLimit(viewer, dialog.folder, others.length + 1);
  dialog.pinnedOrder = 0;
  // The newest pin goes on top.
  renumber(isPinned ? [dialog, ...others] : others);
  tell(call, viewer.account, {
    _: 'updateDialogPinned',
    pinned: flag(isPinned),
    folder_id: dialog.folder === 1 ? 1 : undefined,
    peer: toDialogPeer(dialog.peer),
  });
  return true;
}

function reorderPinnedDialogs(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const folder = numberOf(request, 'folder_id');
  if (folder !== 0 && folder !== 1) throw badRequest('FOLDER_ID_INVALID');
  const named = objectsOf(request, 'order').map((input) => dialogNamed(viewer, input));
  const wanted = [...new Set(named)].filter((dialog) => dialog.folder === folder);
  const before = pinnedIn(viewer, folder);
  // With `force` what is not named comes off; without it only pinned chats change places.
  const isForced = flagOf(request, 'force');
  const kept = isForced ? wanted : wanted.filter((dialog) => dialog.pinnedOrder > 0);
  const order = isForced ? kept : [...kept, ...before.filter((dialog) => !kept.includes(dialog))];
  checkLimit(viewer, folder, order.length);
  for (const dialog of before) dialog.pinnedOrder = 0;
  renumber(order);
  tell(call, viewer.account, {
    _: 'updatePinnedDialogs',
    folder_id: folder === 1 ? 1 : undefined,
    order: order.map((dialog) => toDialogPeer(dialog.peer)),
  });
  return true;
}

/** Pinning chats in the main list and in the archive. */
export const pinsHandlers: Handlers = {
  'messages.toggleDialogPin': toggleDialogPin,
  'messages.reorderPinnedDialogs': reorderPinnedDialogs,
};
