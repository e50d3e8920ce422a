import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import type { Viewer } from './viewer.js';

/** Messages up to this id are hidden from the viewer, who cleared the history or came later; 0 when none are. */
export function hiddenUpTo(viewer: Viewer, peer: PeerRef): number {
  return viewer.account.dialogs.get(peerKey(peer))?.availableMinId ?? 0;
}

/** The message of a chat under that id, as far as the viewer may see it: what is hidden is as if it were not there. */
export function messageSeen(viewer: Viewer, peer: PeerRef, id: number): WorldMessage | undefined {
  return id <= hiddenUpTo(viewer, peer) ? undefined : viewer.world.history(viewer.id, peer)?.get(id);
}
