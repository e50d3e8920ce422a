import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef } from '../../world/model.js';
import { flagOf, numberOf, objectOf, objectsOf } from '../common/fields.js';
import { optionalPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderDialogs } from '../render/dialog.js';
import { stateOf } from '../updates/difference.js';
import { archiveOf } from './archive-row.js';
import { dialogPeer } from './dialog-peer.js';
import { pinnedOf, rowsOf, startAfter } from './rows.js';

/** The folder of a request: 0 the main list, 1 the archive, undefined both. Throws FOLDER_ID_INVALID. */
function folderOf(request: TlObject): number | undefined {
  const folder = typeof request['folder_id'] === 'number' ? request['folder_id'] : undefined;
  if (folder !== undefined && folder !== 0 && folder !== 1) throw badRequest('FOLDER_ID_INVALID');
  return folder;
}

/** The row by which the main list shows the archive takes the place of the archive's newest chat. */
function withArchive<T extends { readonly dialogs: readonly TlObject[] }>(
  answer: T,
  archive: TlObject | undefined,
): T {
  return archive === undefined ? answer : { ...answer, dialogs: [archive, ...answer.dialogs.slice(1)] };
}

function getDialogs(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const all = rowsOf(viewer, folderOf(request));
  const rest = all.filter((row) => row.dialog.pinnedOrder === 0);
  const offset = {
    date: numberOf(request, 'offset_date'),
    id: numberOf(request, 'offset_id'),
    peer: optionalPeer(viewer, objectOf(request, 'offset_peer')),
  };
  const isFirst = offset.date === 0 && offset.id === 0 && offset.peer === undefined;
  const leaveOut = flagOf(request, 'exclude_pinned');
  const head = isFirst && !leaveOut ? pinnedOf(all) : [];
  const limit = Math.min(Math.max(numberOf(request, 'limit'), 0), 100);
  const page = [...head, ...rest.slice(isFirst ? 0 : startAfter(rest, offset))].slice(0, limit);
  const count = leaveOut ? rest.length : all.length;
  const archive = isFirst && !leaveOut && request['folder_id'] === 0 ? archiveOf(viewer) : undefined;
  const answer = withArchive(
    renderDialogs(
      viewer,
      [...(archive === undefined ? [] : [archive.top]), ...page].map((row) => row.dialog.peer),
    ),
    archive?.shown,
  );
  return page.length < count
    ? { _: 'messages.dialogsSlice', count, ...answer }
    : { _: 'messages.dialogs', ...answer };
}

function peerDialogs(viewer: Viewer, peers: readonly PeerRef[]): TlObject {
  return { _: 'messages.peerDialogs', ...renderDialogs(viewer, peers), state: stateOf(viewer) };
}

function getPeerDialogs(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const wanted = new Map<string, PeerRef>();
  for (const input of objectsOf(request, 'peers')) {
    // A folder stands for all that lies in it.
    const peers =
      input._ === 'inputDialogPeerFolder'
        ? rowsOf(viewer, folderOf(input)).map((row) => row.dialog.peer)
        : [dialogPeer(viewer, input)];
    for (const peer of peers) wanted.set(peerKey(peer), peer);
  }
  return peerDialogs(viewer, [...wanted.values()]);
}

/** The chat list: pages of it, single rows, and pinned rows. */
export const dialogsHandlers: Handlers = {
  'messages.getDialogs': getDialogs,
  'messages.getPeerDialogs': getPeerDialogs,
  'messages.getPinnedDialogs': (request, call) => {
    const viewer = viewerOf(call);
    const rows = pinnedOf(rowsOf(viewer, folderOf(request)));
    return peerDialogs(
      viewer,
      rows.map((row) => row.dialog.peer),
    );
  },
};
