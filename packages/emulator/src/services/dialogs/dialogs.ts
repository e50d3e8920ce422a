import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { DialogState, PeerRef } from '../../world/model.js';
import { flagOf, numberOf, objectOf, objectsOf } from '../common/fields.js';
import { inputPeer, optionalPeer } from '../common/peers.js';
import { renderDialogs } from '../render/dialog.js';
import { stateOf } from '../updates/difference.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

interface Row {
  readonly dialog: DialogState;
  readonly date: number;
  readonly topId: number;
}

/** The account's chats that hold a message, newest first. */
function rowsOf(viewer: Viewer, folder: number | undefined): Row[] {
  const rows: Row[] = [];
  for (const dialog of viewer.account.dialogs.values()) {
    const history = viewer.world.history(viewer.id, dialog.peer);
    const top = history?.top;
    if (history === undefined || top === undefined || dialog.folder !== (folder ?? dialog.folder)) continue;
    rows.push({ dialog, date: top.date, topId: history.topId });
  }
  return rows.toSorted((one, other) => other.date - one.date || other.topId - one.topId);
}

function pinnedFirst(rows: readonly Row[]): Row[] {
  const pinned = rows.filter((row) => row.dialog.pinnedOrder > 0);
  pinned.sort((one, other) => one.dialog.pinnedOrder - other.dialog.pinnedOrder);
  return pinned;
}

function startAfter(rows: readonly Row[], peer: PeerRef | undefined, date: number, id: number): number {
  if (peer !== undefined) {
    const index = rows.findIndex((row) => peerKey(row.dialog.peer) === peerKey(peer));
    // A chat that moved up since the last page no longer marks the place; then the date does.
    const row = rows[index];
    if (row !== undefined && (date === 0 || row.date <= date)) return index + 1;
  }
  if (date === 0) return 0;
  const index = rows.findIndex((row) => row.date < date || (row.date === date && id > 0 && row.topId < id));
  return index === -1 ? rows.length : index;
}

function getDialogs(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const folder = typeof request['folder_id'] === 'number' ? request['folder_id'] : undefined;
  if (folder !== undefined && folder !== 0 && folder !== 1) throw badRequest('FOLDER_ID_INVALID');
  const all = rowsOf(viewer, folder);
  const rest = all.filter((row) => row.dialog.pinnedOrder === 0);
  const date = numberOf(request, 'offset_date');
  const peer = optionalPeer(viewer, objectOf(request, 'offset_peer'));
  const isFirst = date === 0 && peer === undefined && numberOf(request, 'offset_id') === 0;
  const leaveOut = flagOf(request, 'exclude_pinned');
  const head = isFirst && !leaveOut ? pinnedFirst(all) : [];
  const limit = Math.min(Math.max(numberOf(request, 'limit'), 0), 100);
  const start = isFirst ? 0 : startAfter(rest, peer, date, numberOf(request, 'offset_id'));
  const page = [...head, ...rest.slice(start)].slice(0, limit);
  const count = leaveOut ? rest.length : all.length;
  const answer = renderDialogs(
    viewer,
    page.map((row) => row.dialog.peer),
  );
  return page.length < count
    ? { _: 'messages.dialogsSlice', count, ...answer }
    : { _: 'messages.dialogs', ...answer };
}

function peerDialogs(viewer: Viewer, peers: readonly PeerRef[]): TlObject {
  return { _: 'messages.peerDialogs', ...renderDialogs(viewer, peers), state: stateOf(viewer) };
}

/** The chat list: pages of it, single rows, pinned rows, and the account's folders. */
export const dialogsHandlers: Handlers = {
  'messages.getDialogs': getDialogs,
  'messages.getPeerDialogs': (request, call) => {
    const viewer = viewerOf(call);
    const wanted = objectsOf(request, 'peers').filter((input) => input._ === 'inputDialogPeer');
    return peerDialogs(
      viewer,
      wanted.map((input) => inputPeer(viewer, objectOf(input, 'peer'))),
    );
  },
  'messages.getPinnedDialogs': (request, call) => {
    const viewer = viewerOf(call);
    const rows = pinnedFirst(rowsOf(viewer, numberOf(request, 'folder_id')));
    return peerDialogs(
      viewer,
      rows.map((row) => row.dialog.peer),
    );
  },
  'messages.getDialogFilters': (_request, call) => ({
    _: 'messages.dialogFilters',
    filters: [{ _: 'dialogFilterDefault' }, ...viewerOf(call).account.filters],
  }),
};
