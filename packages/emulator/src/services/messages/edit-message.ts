import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { announce, countChange, wrapUpdates } from '../updates/deliver.js';
import { numberOf, objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { hasRight } from '../common/rights.js';
import { compose } from '../common/text.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** How long after sending a message may be edited, in seconds (config.edit_time_limit). */
const EDIT_TIME_LIMIT = 172_800;

function checkMayEdit(viewer: Viewer, peer: PeerRef, message: WorldMessage): void {
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
  const isOwnNote = peer.kind === 'user' && peer.id === viewer.id;
  const mayPin = channel !== undefined && hasRight(viewer, channel, 'pin_messages');
  if (!isOwnNote && !mayPin && viewer.now - message.date > EDIT_TIME_LIMIT) {
    throw badRequest('MESSAGE_EDIT_TIME_EXPIRED');
  }
}

function inPlainText(entities: readonly TlObject[]): string {
  return JSON.stringify(entities, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

function editMessage(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = viewer.world.history(viewer.id, peer)?.get(numberOf(request, 'id'));
  if (message === undefined || message.action !== undefined) throw badRequest('MESSAGE_ID_INVALID');
  checkMayEdit(viewer, peer, message);
  // Replacing the file of a message is not emulated; refusing keeps a test from believing that it happened.
  if (objectOf(request, 'media') !== undefined) throw badRequest('MEDIA_NEW_INVALID');
  const hasMedia = message.media !== undefined;
  const { text, entities, mentions } = hasMedia
    ? compose(viewer, request, 1024, 'MEDIA_CAPTION_TOO_LONG')
    : compose(viewer, request);
  if (text === '' && !hasMedia) throw badRequest('MESSAGE_EMPTY');
  if (text === message.text && inPlainText(entities) === inPlainText(message.entities ?? [])) {
    throw badRequest('MESSAGE_NOT_MODIFIED');
  }
  message.text = text;
  if (entities.length > 0) message.entities = entities;
  else delete message.entities;
  message.mentions = mentions;
  message.editDate = viewer.now;
  countChange(call, message);
  return wrapUpdates(viewer, [announce(call, viewer, message, 'Edit')]);
}

/** Changing the text of a message. */
export const editMessageHandlers: Handlers = { 'messages.editMessage': editMessage };
