import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { numberOf, objectOf, objectsOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { tell, wrapUpdates } from '../updates/deliver.js';

function editPeerFolders(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const moves = objectsOf(request, 'folder_peers').map((move) => ({
    peer: inputPeer(viewer, objectOf(move, 'peer')),
    folder: numberOf(move, 'folder_id'),
  }));
  if (moves.some(({ folder }) => folder !== 0 && folder !== 1)) throw badRequest('FOLDER_ID_INVALID');
  for (const { peer, folder } of moves) {
    const dialog = viewer.world.dialog(viewer.id, peer);
    // A pin belongs to the place where the chat lay.
    if (dialog.folder !== folder) dialog.pinnedOrder = 0;
    dialog.folder = folder;
  }
  viewer.account.pts += 1;
  const update = {
    _: 'updateFolderPeers',
    folder_peers: moves.map(({ peer, folder }) => ({
      _: 'folderPeer',
      peer: toPeer(peer),
      folder_id: folder,
    })),
    pts: viewer.account.pts,
    pts_count: 1,
  };
  tell(call, viewer.account, update);
  return wrapUpdates(viewer, [update]);
}

/** Moving chats into the archive and out of it. */
export const archiveHandlers: Handlers = { 'folders.editPeerFolders': editPeerFolders };
