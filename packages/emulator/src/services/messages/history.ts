import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { History } from '../../world/history.js';
import { idFor, peerAs } from '../../world/data.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { numberOf, objectOf, objectsOf } from '../common/fields.js';
import { packMessages, pageAnswer } from '../common/pages.js';
import { canRead, inputChannel, inputPeer, toPeer } from '../common/peers.js';
import { renderMessage } from '../render/message.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { messageSeen } from '../common/seen-message.js';

function getHistory(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  return pageAnswer(viewer, peer, viewer.world.history(viewer.id, peer), request);
}

/** A message, unless it lies in a chat that the viewer may not read, or is hidden from the viewer there. */
function seen(viewer: Viewer, message: WorldMessage | undefined): WorldMessage | undefined {
  const id = message === undefined ? undefined : idFor(message, viewer.id);
  if (message === undefined || id === undefined) return undefined;
  const { kind, id: chat } = message.peer;
  const channel = kind === 'channel' ? viewer.world.channels.get(chat) : undefined;
  if (channel !== undefined && !canRead(viewer, channel)) return undefined;
  return messageSeen(viewer, peerAs(message, viewer.id), id);
}

/** One message by its InputMessage; a messageEmpty where there is none. */
function pick(
  viewer: Viewer,
  input: TlObject,
  find: (id: number) => History | undefined,
  peer: PeerRef | undefined,
): TlObject {
  const id = numberOf(input, 'id');
  const history = find(id);
  if (input._ === 'inputMessagePinned') {
    const pinned =
      history === undefined ? undefined : seen(viewer, history.get(Math.max(0, ...history.pinned)));
    return pinned === undefined ? { _: 'messageEmpty', id: 0 } : renderMessage(viewer, pinned);
  }
  let message = seen(viewer, history?.get(id));
  if (input._ === 'inputMessageReplyTo') {
    const target = message?.replyTo?.message;
    message = seen(viewer, target);
  }
  if (message !== undefined) return renderMessage(viewer, message);
  return { _: 'messageEmpty', id, peer_id: peer === undefined ? undefined : toPeer(peer) };
}

function getMessages(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const inputs = objectsOf(request, 'id').slice(0, 200);
  const messages = inputs.map((input) =>
    pick(viewer, input, (id) => viewer.account.boxIndex.get(id), undefined),
  );
  return packMessages(viewer, undefined, messages, messages.length);
}

function getChannelMessages(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const peer: PeerRef = { kind: 'channel', id: channel.id };
  const inputs = objectsOf(request, 'id').slice(0, 200);
  const messages = inputs.map((input) => pick(viewer, input, () => channel.history, peer));
  return packMessages(viewer, peer, messages, messages.length);
}

/** Pages of a chat's messages, and single messages by id. */
export const historyHandlers: Handlers = {
  'messages.getHistory': getHistory,
  'messages.getMessages': getMessages,
  'channels.getMessages': getChannelMessages,
};
