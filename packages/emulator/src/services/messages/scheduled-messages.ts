import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { numbersOf, objectOf } from '../common/fields.js';
import { messagesAnswer } from '../common/pages.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { tell, wrapUpdates } from '../updates/deliver.js';
import { sendWaiting } from './due.js';
import { unschedule } from './schedule.js';

function waitingIn(viewer: Viewer, request: TlObject): { peer: PeerRef; messages: WorldMessage[] } {
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  return { peer, messages: [...(viewer.account.scheduled.get(peerKey(peer))?.messages ?? [])] };
}

function named(viewer: Viewer, request: TlObject): { peer: PeerRef; messages: WorldMessage[] } {
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const waiting = viewer.account.scheduled.get(peerKey(peer));
  return { peer, messages: numbersOf(request, 'id').flatMap((id) => waiting?.get(id) ?? []) };
}

function answer(viewer: Viewer, peer: PeerRef, messages: readonly WorldMessage[]): TlObject {
  return messagesAnswer(viewer, peer, messages, messages.length);
}

function sendNow(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { peer, messages } = named(viewer, request);
  if (messages.length === 0 || messages.length < numbersOf(request, 'id').length) {
    throw badRequest('MESSAGE_ID_INVALID');
  }
  return wrapUpdates(viewer, sendWaiting(call, viewer, peer, messages));
}

function deleteScheduled(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const ids = numbersOf(request, 'id').filter(
    (id) => viewer.account.scheduled.get(peerKey(peer))?.get(id) !== undefined,
  );
  unschedule(viewer, peer, ids);
  const update = { _: 'updateDeleteScheduledMessages', peer: toPeer(peer), messages: ids };
  if (ids.length > 0) tell(call, viewer.account, update);
  return wrapUpdates(viewer, [update]);
}

/** The messages that wait in a chat: listed, sent at once, withdrawn. */
export const scheduledMessagesHandlers: Handlers = {
  'messages.getScheduledHistory': (request, call) => {
    const viewer = viewerOf(call);
    const { peer, messages } = waitingIn(viewer, request);
    return answer(
      viewer,
      peer,
      messages.toSorted((one, other) => other.date - one.date),
    );
  },
  'messages.getScheduledMessages': (request, call) => {
    const viewer = viewerOf(call);
    const { peer, messages } = named(viewer, request);
    return answer(viewer, peer, messages);
  },
  'messages.sendScheduledMessages': sendNow,
  'messages.deleteScheduledMessages': deleteScheduled,
};
