import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { hasRight } from '../common/rights.js';
import { badRequest, forbidden } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** How long after sending a message may be edited, in seconds (config.edit_time_limit). */
const EDIT_TIME_LIMIT = 172_800;

/**
 * Throws MESSAGE_AUTHOR_REQUIRED unless the viewer wrote the message, or edits the posts of its channel, and
 * MESSAGE_EDIT_TIME_EXPIRED after 48 hours. Saved messages, posts for those who edit a channel, and what an admin who may
 * pin wrote in a group, can be edited for ever (core.telegram.org/constructor/config).
 */
export function checkMayEdit(viewer: Viewer, peer: PeerRef, message: WorldMessage): void {
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  const isAuthor = message.author === viewer.id && message.forward === undefined;
  if (channel?.kind === 'channel') {
    const mayEdit = hasRight(viewer, channel, 'edit_messages');
    if (!mayEdit && !(isAuthor && hasRight(viewer, channel, 'post_messages'))) {
      throw forbidden('MESSAGE_AUTHOR_REQUIRED');
    }
    if (mayEdit) return;
  }
  if (!isAuthor) throw forbidden('MESSAGE_AUTHOR_REQUIRED');
  const isOwnNote = peerKey(peer) === `user:${viewer.id}`;
  const mayPin = channel !== undefined && hasRight(viewer, channel, 'pin_messages');
  if (!isOwnNote && !mayPin && viewer.now - message.date > EDIT_TIME_LIMIT) {
    throw badRequest('MESSAGE_EDIT_TIME_EXPIRED');
  }
}
