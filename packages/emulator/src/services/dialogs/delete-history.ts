import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef } from '../../world/model.js';
import { flagOf, numberOf, objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { messageUpdate, tell } from '../updates/deliver.js';
import { eraseForAll } from '../chats/erase.js';

/** A chat that is only cleared stays in its owner's list, with a note of it that nobody else gets. */
function noteCleared(call: CallContext, viewer: Viewer, peer: PeerRef): void {
  const others =
    peer.kind === 'user' ? [peer.id] : [...(viewer.world.groups.get(peer.id)?.members.keys() ?? [])];
  const message = viewer.world.addMessage({
    peer,
    from: viewer.id,
    date: viewer.now,
    action: { _: 'messageActionHistoryClear' },
    withheldFrom: others.filter((userId) => userId !== viewer.id),
  });
  tell(call, viewer.account, messageUpdate(viewer, message, 'New'));
}

function deleteHistory(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  if (peer.kind === 'channel') throw badRequest('PEER_ID_INVALID');
  const group = peer.kind === 'chat' ? viewer.world.groups.get(peer.id) : undefined;
  const isRevoked = flagOf(request, 'revoke');
  const minDate = numberOf(request, 'min_date');
  const maxDate = numberOf(request, 'max_date');
  if (minDate > 0 && maxDate > 0 && minDate > maxDate) throw badRequest('MIN_DATE_INVALID');
  if (isRevoked && group !== undefined && group.members.get(viewer.id)?.role !== 'creator') {
    throw badRequest('CHAT_ADMIN_REQUIRED');
  }
  const history = viewer.world.history(viewer.id, peer);
  const maxId = numberOf(request, 'max_id') || (history?.topId ?? 0);
  const upTo = history?.slice(0, history.countBelow(maxId + 1)) ?? [];
  const messages = upTo.filter(
    ({ date }) => (minDate === 0 || date >= minDate) && (maxDate === 0 || date <= maxDate),
  );
  const gone = eraseForAll(call, messages, isRevoked ? undefined : [viewer.id]);
  const isEmpty = (history?.size ?? 0) === 0;
  if (isEmpty && !flagOf(request, 'just_clear')) viewer.account.dialogs.delete(peerKey(peer));
  else if (isEmpty && messages.length > 0) noteCleared(call, viewer, peer);
  return {
    _: 'messages.affectedHistory',
    pts: viewer.account.pts,
    pts_count: gone.get(viewer.id)?.length ?? 0,
    offset: 0,
  };
}

/** Clearing a private chat or basic group for oneself, or for everybody. */
export const deleteHistoryHandlers: Handlers = { 'messages.deleteHistory': deleteHistory };
