import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import { isPinned, setPinned } from '../../world/pins.js';
import { threadIn } from '../../world/thread-state.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { flagOf, numberOf, objectOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { mayDo, requireRight } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { audience, tell, wrapUpdates } from '../updates/deliver.js';
import { senderOf } from './send-as.js';
import { write } from './write.js';
import { messageSeen } from '../common/seen-message.js';

/** Throws CHAT_ADMIN_REQUIRED unless the account may pin in the chat; in a channel that takes the right to edit posts. */
function checkMayPin(viewer: Viewer, peer: PeerRef): void {
  const chat = viewer.world.chat(peer);
  if (chat === undefined) return;
  if (chat.kind === 'channel') requireRight(viewer, chat, 'edit_messages');
  else if (!mayDo(viewer, chat, 'pin_messages')) throw badRequest('CHAT_ADMIN_REQUIRED');
}

/** Tells everybody concerned which messages are pinned or no longer; returns the caller's update. */
function announcePins(
  call: CallContext,
  viewer: Viewer,
  messages: readonly WorldMessage[],
  pinned: boolean,
  onlyFor?: bigint,
): TlObject | undefined {
  const [first] = messages;
  if (first === undefined) return undefined;
  const channel = first.peer.kind === 'channel' ? viewer.world.channels.get(first.peer.id) : undefined;
  if (channel !== undefined) channel.pts += messages.length;
  let own: TlObject | undefined;
  for (const account of audience(call, first)) {
    if (onlyFor !== undefined && account.userId !== onlyFor) continue;
    if (channel === undefined) account.pts += messages.length;
    const update = {
      _: channel === undefined ? 'updatePinnedMessages' : 'updatePinnedChannelMessages',
      pinned: pinned || undefined,
      ...(channel === undefined
        ? { peer: toPeer(peerAs(first, account.userId)) }
        : { channel_id: channel.id }),
      messages: messages.flatMap((message) => idFor(message, account.userId) ?? []),
      pts: channel?.pts ?? account.pts,
      pts_count: messages.length,
    };
    tell(call, account, update);
    if (account.userId === viewer.id) own = update;
  }
  return own;
}

function updatePinned(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = messageSeen(viewer, peer, numberOf(request, 'id'));
  checkMayPin(viewer, peer);
  if (message === undefined || message.action !== undefined) throw badRequest('MESSAGE_ID_INVALID');
  const pinned = !flagOf(request, 'unpin');
  if (isPinned(message, viewer.id) === pinned) throw badRequest('CHAT_NOT_MODIFIED');
  const isOneSided = pinned && peer.kind === 'user' && flagOf(request, 'pm_oneside');
  const onlyFor = isOneSided ? viewer.id : undefined;
  setPinned(viewer.world, message, pinned, onlyFor);
  const update = announcePins(call, viewer, [message], pinned, onlyFor);
  const updates = update === undefined ? [] : [update];
  const isNote = peer.kind === 'user' && peer.id === viewer.id;
  if (pinned && !isOneSided && !isNote) {
    const service = write(call, viewer, {
      peer,
      author: viewer.id,
      owner: viewer.id,
      date: viewer.now,
      action: { _: 'messageActionPinMessage' },
      replyTo: message,
      ...senderOf(viewer, peer, { _: 'pin' }),
      ...(flagOf(request, 'silent') && { silent: true }),
    });
    updates.push(service.update);
  }
  return wrapUpdates(viewer, updates);
}

function unpinAll(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  checkMayPin(viewer, peer);
  const history = viewer.world.history(viewer.id, peer);
  const topId = numberOf(request, 'top_msg_id');
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  const thread = topId === 0 || channel === undefined ? undefined : threadIn(channel, topId);
  const ids = [...(history?.pinned ?? [])].filter((id) => topId === 0 || thread?.ids.has(id) === true);
  const messages = ids.flatMap((id) => history?.get(id) ?? []);
  for (const message of messages) setPinned(viewer.world, message, false);
  announcePins(call, viewer, messages, false);
  return {
    _: 'messages.affectedHistory',
    pts: channel?.pts ?? viewer.account.pts,
    pts_count: messages.length,
    offset: 0,
  };
}

/** Pinning messages, several at a time too. */
export const pinsHandlers: Handlers = {
  'messages.updatePinnedMessage': updatePinned,
  'messages.unpinAllMessages': unpinAll,
};
