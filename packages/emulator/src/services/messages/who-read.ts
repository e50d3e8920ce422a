/* Who has read a message, and when (core.telegram.org/api/read-receipts). */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import { idFor, isMember, peerAs } from '../../world/data.js';
import { allows } from '../../world/privacy.js';
import { peerKey } from '../../world/model.js';
import type { WorldAccount, WorldMessage } from '../../world/model.js';
import { numberOf, objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { participantsCount } from '../render/chat.js';
import { messageSeen } from '../common/seen-message.js';

/** Receipts are kept for seven days, and in groups of at most a hundred (help.getAppConfig, chat_read_mark_*). */
const KEPT_FOR = 7 * 86_400;
const BIGGEST = 100;

/** When an account read a message; undefined while it has not. */
function readDate(account: WorldAccount, message: WorldMessage): number | undefined {
  const id = idFor(message, account.userId);
  const dialog = account.dialogs.get(peerKey(peerAs(message, account.userId)));
  return id === undefined ? undefined : dialog?.reads.find(({ maxId }) => maxId >= id)?.date;
}

function messageOf(viewer: Viewer, request: TlObject): WorldMessage {
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = messageSeen(viewer, peer, numberOf(request, 'msg_id'));
  if (message === undefined) throw badRequest('MESSAGE_ID_INVALID');
  return message;
}

function getReadParticipants(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  const message = messageOf(viewer, request);
  const chat = viewer.world.chat(message.peer);
  if (chat === undefined || chat.kind === 'channel') throw badRequest('PEER_ID_INVALID');
  if (!isMember(chat, viewer.id)) throw badRequest('PEER_ID_INVALID');
  if (participantsCount(chat) > BIGGEST) throw badRequest('CHAT_TOO_BIG');
  if (viewer.now - message.date > KEPT_FOR) throw badRequest('MSG_TOO_OLD');
  const found: TlObject[] = [];
  for (const account of viewer.world.accounts.values()) {
    const { userId } = account;
    if (userId === viewer.id || userId === message.author || !isMember(chat, userId)) continue;
    const date = readDate(account, message);
    if (date !== undefined) found.push({ _: 'readParticipantDate', user_id: userId, date });
  }
  return found;
}

function getReadDate(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const message = messageOf(viewer, request);
  if (message.peer.kind !== 'user' || message.author !== viewer.id) throw badRequest('MESSAGE_ID_INVALID');
  if (viewer.now - message.date > KEPT_FOR) throw badRequest('MESSAGE_TOO_OLD');
  const reader = viewer.world.users.get(message.peer.id);
  const self = viewer.world.users.get(viewer.id);
  if (self !== undefined && reader !== undefined) {
    if (!allows(viewer.world, self, 'status', reader.id)) throw forbidden('YOUR_PRIVACY_RESTRICTED');
    if (!allows(viewer.world, reader, 'status', viewer.id)) throw forbidden('USER_PRIVACY_RESTRICTED');
  }
  const account = viewer.world.accounts.get(message.peer.id);
  const date = account === undefined ? undefined : readDate(account, message);
  if (date === undefined) throw badRequest('MESSAGE_NOT_READ_YET');
  return { _: 'outboxReadDate', date };
}

/** Read receipts. */
export const whoReadHandlers: Handlers = {
  'messages.getMessageReadParticipants': getReadParticipants,
  'messages.getOutboxReadDate': getReadDate,
};
