import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { WorldAccount } from '../../world/model.js';
import { ensureThreadState, incoming, threadState } from '../../world/thread-state.js';
import { numberOf, objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { viewerOf } from '../common/viewer.js';
import { tell } from '../updates/deliver.js';
import { threadPlace } from './thread-place.js';
import type { ThreadPlace } from './thread-place.js';

function readDiscussion(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const place = threadPlace(viewer, peer, numberOf(request, 'msg_id'));
  const { group, topId, thread, post } = place;
  const before = threadState(viewer.account, group, topId).readInboxMaxId;
  const maxId = Math.min(numberOf(request, 'read_max_id'), Math.max(thread?.topId ?? 0, topId));
  if (maxId <= before) return true;
  ensureThreadState(viewer.account, group, topId).readInboxMaxId = maxId;
  const dialog = viewer.account.dialogs.get(peerKey({ kind: 'channel', id: group.id }));
  if (dialog !== undefined) {
    const read = incoming(thread, viewer.account, before, maxId);
    dialog.unreadCount = Math.max(0, dialog.unreadCount - read);
  }
  tell(call, viewer.account, {
    _: 'updateReadChannelDiscussionInbox',
    channel_id: group.id,
    top_msg_id: topId,
    read_max_id: maxId,
    broadcast_id: post?.channel.id,
    broadcast_post: post?.id,
  });
  for (const account of authorsOf(viewer.account, viewer.world.accounts, place, before, maxId)) {
    const theirs = threadState(account, group, topId);
    if (theirs.readOutboxMaxId >= maxId) continue;
    ensureThreadState(account, group, topId).readOutboxMaxId = maxId;
    tell(call, account, {
      _: 'updateReadChannelDiscussionOutbox',
      channel_id: group.id,
      top_msg_id: topId,
      read_max_id: maxId,
    });
  }
  return true;
}

/** The other accounts that wrote what was just read. */
function authorsOf(
  reader: WorldAccount,
  accounts: ReadonlyMap<bigint, WorldAccount>,
  { thread }: ThreadPlace,
  after: number,
  upTo: number,
): WorldAccount[] {
  const authors = new Set<WorldAccount>();
  const read = thread?.slice(thread.countBelow(after + 1), thread.countBelow(upTo + 1)) ?? [];
  for (const { author } of read) {
    const account = author === undefined || author === reader.userId ? undefined : accounts.get(author);
    if (account !== undefined) authors.add(account);
  }
  return [...authors];
}

/** Marking a thread, the comments of a post or a topic as read. */
export const readDiscussionHandlers: Handlers = { 'messages.readDiscussion': readDiscussion };
