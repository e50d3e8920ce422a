import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { DialogState, PeerRef } from '../../world/model.js';
import { objectOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** The chat that an InputDialogPeer names. Throws PEER_ID_INVALID, for a folder too. */
export function dialogPeer(viewer: Viewer, input: TlObject | undefined): PeerRef {
  if (input?._ !== 'inputDialogPeer') throw badRequest('PEER_ID_INVALID');
  return inputPeer(viewer, objectOf(input, 'peer'));
}

/** The viewer's row for it. Throws PEER_HISTORY_EMPTY where there is none. */
export function dialogNamed(viewer: Viewer, input: TlObject | undefined): DialogState {
  const dialog = viewer.account.dialogs.get(peerKey(dialogPeer(viewer, input)));
  const size = dialog === undefined ? 0 : (viewer.world.history(viewer.id, dialog.peer)?.size ?? 0);
  if (dialog === undefined || size === 0) throw badRequest('PEER_HISTORY_EMPTY');
  return dialog;
}

/** A TL DialogPeer. */
export function toDialogPeer(peer: PeerRef): TlObject {
  return { _: 'dialogPeer', peer: toPeer(peer) };
}
