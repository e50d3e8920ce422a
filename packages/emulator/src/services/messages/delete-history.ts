import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { eraseForAll } from '../chats/erase.js';
import { flagOf, numberOf, objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { announce } from '../updates/deliver.js';

/** How many messages one call takes away; the caller calls again while `offset` is positive. */
const AT_ONCE = 1000;

/** The messages that a request means, the newest first: up to max_id, and between min_date and max_date. */
function meant(viewer: Viewer, peer: PeerRef, request: TlObject): WorldMessage[] {
  const history = viewer.world.history(viewer.id, peer);
  if (history === undefined) return [];
  const maxId = numberOf(request, 'max_id');
  const minDate = numberOf(request, 'min_date');
  const maxDate = numberOf(request, 'max_date');
  const end = Math.min(
    maxId === 0 ? history.size : history.countBelow(maxId + 1),
    maxDate === 0 ? history.size : history.countBefore(maxDate + 1),
  );
  const start = minDate === 0 ? 0 : history.countBefore(minDate);
  // Taken by id, because what is generated can be changed only so.
  const found: WorldMessage[] = [];
  for (let index = end - 1; index >= start; index--) {
    const message = history.get(history.idAt(index) ?? 0);
    if (message !== undefined) found.push(message);
  }
  return found;
}

/** Leaves the empty chat in the list, with a service message that says it was cleared. */
function markCleared(call: CallContext, viewer: Viewer, peer: PeerRef): void {
  const others = [...viewer.world.accounts.keys()].filter((id) => id !== viewer.id);
  const message = viewer.world.addMessage({
    peer,
    from: viewer.id,
    author: viewer.id,
    owner: viewer.id,
    date: viewer.now,
    action: { _: 'messageActionHistoryClear' },
    withheldFrom: others,
  });
  announce(call, viewer, message, 'New');
}

function deleteHistory(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  if (peer.kind === 'channel') throw badRequest('PEER_ID_INVALID');
  const minDate = numberOf(request, 'min_date');
  const maxDate = numberOf(request, 'max_date');
  if (minDate < 0) throw badRequest('MIN_DATE_INVALID');
  if (maxDate < 0 || (maxDate > 0 && maxDate < minDate)) throw badRequest('MAX_DATE_INVALID');
  const isRevoked = flagOf(request, 'revoke');
  const group = peer.kind === 'chat' ? viewer.world.groups.get(peer.id) : undefined;
  if (isRevoked && group !== undefined && group.members.get(viewer.id)?.role !== 'creator') {
    throw badRequest('CHAT_ADMIN_REQUIRED');
  }
  const all = meant(viewer, peer, request);
  const messages = all.slice(0, AT_ONCE);
  const left = all.length - messages.length;
  const gone = eraseForAll(call, messages, isRevoked ? undefined : [viewer.id]);
  const history = viewer.world.history(viewer.id, peer);
  const isEmpty = history === undefined || history.size === 0;
  if (isEmpty && flagOf(request, 'just_clear') && all.length > 0) markCleared(call, viewer, peer);
  else if (isEmpty) viewer.account.dialogs.delete(peerKey(peer));
  return {
    _: 'messages.affectedHistory',
    pts: viewer.account.pts,
    pts_count: gone.get(viewer.id)?.length ?? 0,
    offset: left,
  };
}

/** Emptying a private chat or a basic group, for oneself or for everybody. */
export const deleteHistoryHandlers: Handlers = { 'messages.deleteHistory': deleteHistory };
