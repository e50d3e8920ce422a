import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { History } from '../../world/history.js';
import { idFor } from '../../world/data.js';
import type { PeerRef } from '../../world/model.js';
import { numberOf, objectOf, objectsOf } from '../common/fields.js';
import { hiddenUpTo, packMessages, pageAnswer } from '../common/pages.js';
import { inputChannel, inputPeer, toPeer } from '../common/peers.js';
import { renderMessage } from '../render/message.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

function getHistory(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  return pageAnswer(viewer, peer, viewer.world.history(viewer.id, peer), request);
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
    const pinned = history?.get(Math.max(0, ...history.pinned));
    return pinned === undefined ? { _: 'messageEmpty', id: 0 } : renderMessage(viewer, pinned);
  }
  let message = history?.get(id);
  if (input._ === 'inputMessageReplyTo') {
    const target = message?.replyTo?.message;
    message = target !== undefined && idFor(target, viewer.id) !== undefined ? target : undefined;
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
  const hidden = hiddenUpTo(viewer, peer);
  const messages = inputs.map((input) =>
    pick(viewer, input, (id) => (id > 0 && id <= hidden ? undefined : channel.history), peer),
  );
  return packMessages(viewer, peer, messages, messages.length);
}

/** Pages of a chat's messages, and single messages by id. */
export const historyHandlers: Handlers = {
  'messages.getHistory': getHistory,
  'messages.getMessages': getMessages,
  'channels.getMessages': getChannelMessages,
};
