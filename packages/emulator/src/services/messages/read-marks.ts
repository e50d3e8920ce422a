import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor, isMember } from '../../world/data.js';
import { readUpTo } from '../../world/dialogs.js';
import type { PeerRef } from '../../world/model.js';
import { tell } from '../updates/deliver.js';
import { numberOf, objectOf } from '../common/fields.js';
import { inputChannel, inputPeer, toPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

function readHistory(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  if (peer.kind === 'channel') throw badRequest('PEER_ID_INVALID');
  const dialog = viewer.world.dialog(viewer.id, peer);
  const before = dialog.readInboxMaxId;
  const unread = readUpTo(viewer.world, viewer.account, peer, numberOf(request, 'max_id'), viewer.now);
  if (dialog.readInboxMaxId === before) {
    return { _: 'messages.affectedMessages', pts: viewer.account.pts, pts_count: 0 };
  }
  viewer.account.pts += 1;
  tell(call, viewer.account, {
    _: 'updateReadHistoryInbox',
    peer: toPeer(peer),
    max_id: dialog.readInboxMaxId,
    still_unread_count: unread,
    pts: viewer.account.pts,
    pts_count: 1,
  });
  tellSenders(call, viewer, peer, before, dialog.readInboxMaxId);
  return { _: 'messages.affectedMessages', pts: viewer.account.pts, pts_count: 1 };
}

/** The senders of what was just read see it as read, under their own ids. */
function tellSenders(call: CallContext, viewer: Viewer, peer: PeerRef, after: number, upTo: number): void {
  const history = viewer.world.history(viewer.id, peer);
  const newest = new Map<bigint, number>();
  for (
    let index = history?.countBelow(after + 1) ?? 0;
    index < (history?.countBelow(upTo + 1) ?? 0);
    index++
  ) {
    const message = history?.at(index);
    const author = message?.author;
    if (message === undefined || author === undefined || author === viewer.id) continue;
    const id = idFor(message, author);
    if (id !== undefined) newest.set(author, id);
  }
  for (const [author, id] of newest) {
    const account = viewer.world.accounts.get(author);
    if (account === undefined) continue;
    const seenAs: PeerRef = peer.kind === 'user' ? { kind: 'user', id: viewer.id } : peer;
    const dialog = viewer.world.dialog(author, seenAs);
    if (dialog.readOutboxMaxId >= id) continue;
    dialog.readOutboxMaxId = id;
    account.pts += 1;
    tell(call, account, {
      _: 'updateReadHistoryOutbox',
      peer: toPeer(seenAs),
      max_id: id,
      pts: account.pts,
      pts_count: 1,
    });
  }
}

function readChannel(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  if (!isMember(channel, viewer.id)) return false;
  const peer: PeerRef = { kind: 'channel', id: channel.id };
  const dialog = viewer.world.dialog(viewer.id, peer);
  const before = dialog.readInboxMaxId;
  const unread = readUpTo(viewer.world, viewer.account, peer, numberOf(request, 'max_id'), viewer.now);
  if (dialog.readInboxMaxId === before) return true;
  tell(call, viewer.account, {
    _: 'updateReadChannelInbox',
    channel_id: channel.id,
    max_id: dialog.readInboxMaxId,
    still_unread_count: unread,
    pts: channel.pts,
  });
  if (channel.kind === 'channel') return true;
  for (const account of viewer.world.accounts.values()) {
    if (account.userId === viewer.id || !isMember(channel, account.userId)) continue;
    const theirs = viewer.world.dialog(account.userId, peer);
    if (theirs.readOutboxMaxId >= dialog.readInboxMaxId) continue;
    theirs.readOutboxMaxId = dialog.readInboxMaxId;
    tell(call, account, {
      _: 'updateReadChannelOutbox',
      channel_id: channel.id,
      max_id: theirs.readOutboxMaxId,
    });
  }
  return true;
}

/** Marking as read: the only calls that lower an unread count. */
export const readMarksHandlers: Handlers = {
  'messages.readHistory': readHistory,
  'channels.readHistory': readChannel,
};
