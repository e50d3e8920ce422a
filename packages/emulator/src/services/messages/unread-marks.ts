/* Mentions of the account, and reactions to what it wrote, that it has not looked at: listed here, marked as seen here only. */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { Thread } from '../../world/threads.js';
import { threadIn } from '../../world/thread-state.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef } from '../../world/model.js';
import { numberOf, objectOf } from '../common/fields.js';
import { pageAnswer } from '../common/pages.js';
import { inputPeer } from '../common/peers.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { reactionsUpdate } from '../render/reactions.js';
import { tell } from '../updates/deliver.js';
import { messageSeen } from '../common/seen-message.js';

type Kind = 'unreadMentions' | 'unreadReactions';

/** The unread ones of a kind, in a chat or in the thread that `top_msg_id` names, ascending. */
function marked(viewer: Viewer, peer: PeerRef, request: TlObject, kind: Kind): number[] {
  const topId = numberOf(request, 'top_msg_id');
  const group = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  const ids = [...(viewer.account.dialogs.get(peerKey(peer))?.[kind] ?? [])];
  const within =
    topId === 0 || group === undefined ? ids : ids.filter((id) => threadIn(group, topId)?.ids.has(id));
  return within.toSorted((one, other) => one - other);
}

function list(kind: Kind) {
  return (request: TlObject, call: CallContext): TlObject => {
    const viewer = viewerOf(call);
    const peer = inputPeer(viewer, objectOf(request, 'peer'));
    const history = viewer.world.history(viewer.id, peer);
    if (history === undefined) return pageAnswer(viewer, peer, undefined, request);
    const found = new Thread(history);
    for (const id of marked(viewer, peer, request, kind)) found.ids.add(id);
    return pageAnswer(viewer, peer, found, request);
  };
}

/** Takes marks off, tells the account's other sessions, and returns the pts that the answer names. */
export function lookAt(call: CallContext, viewer: Viewer, peer: PeerRef, ids: readonly number[]): number {
  if (peer.kind === 'channel') {
    tell(call, viewer.account, {
      _: 'updateChannelReadMessagesContents',
      channel_id: peer.id,
      messages: ids,
    });
    return viewer.world.channels.get(peer.id)?.pts ?? 1;
  }
  viewer.account.pts += ids.length;
  tell(call, viewer.account, {
    _: 'updateReadMessagesContents',
    messages: ids,
    pts: viewer.account.pts,
    pts_count: ids.length,
  });
  return viewer.account.pts;
}

function read(kind: Kind) {
  return (request: TlObject, call: CallContext): TlObject => {
    const viewer = viewerOf(call);
    const peer = inputPeer(viewer, objectOf(request, 'peer'));
    const ids = marked(viewer, peer, request, kind);
    const marks = viewer.account.dialogs.get(peerKey(peer))?.[kind];
    for (const id of ids) marks?.delete(id);
    const isShared = peer.kind === 'channel';
    let pts = isShared ? (viewer.world.channels.get(peer.id)?.pts ?? 1) : viewer.account.pts;
    if (kind === 'unreadMentions' && ids.length > 0) pts = lookAt(call, viewer, peer, ids);
    if (kind === 'unreadReactions') tellReactions(call, viewer, peer, ids);
    const count = isShared || kind === 'unreadReactions' ? 0 : ids.length;
    return { _: 'messages.affectedHistory', pts, pts_count: count, offset: 0 };
  };
}

function tellReactions(call: CallContext, viewer: Viewer, peer: PeerRef, ids: readonly number[]): void {
  for (const id of ids) {
    const message = messageSeen(viewer, peer, id);
    if (message !== undefined) tell(call, viewer.account, reactionsUpdate(viewer, message));
  }
}

/** Unread mentions and reactions: lists, and marking all as seen. */
export const unreadMarksHandlers: Handlers = {
  'messages.getUnreadMentions': list('unreadMentions'),
  'messages.getUnreadReactions': list('unreadReactions'),
  'messages.readMentions': read('unreadMentions'),
  'messages.readReactions': read('unreadReactions'),
};
