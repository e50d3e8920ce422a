import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { WorldChannel, WorldMessage } from '../../world/model.js';
import { eraseForAll, eraseFromChannel } from '../chats/erase.js';
import { flagOf, numbersOf, objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { hasRight } from '../common/rights.js';
import { forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** What is never deleted by itself: how a group came to be, and what opened a topic. */
const LASTING = new Set([
  'messageActionChannelCreate',
  'messageActionChannelMigrateFrom',
  'messageActionTopicCreate',
]);

function mayRevoke(viewer: Viewer, message: WorldMessage): boolean {
  const group = message.peer.kind === 'chat' ? viewer.world.groups.get(message.peer.id) : undefined;
  if (group === undefined) return true;
  // Who has left or was removed has no say any more in what the others see.
  if (!isMember(group, viewer.id)) return false;
  return message.author === viewer.id || hasRight(viewer, group, 'delete_messages');
}

function deleteMessages(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const isRevoked = flagOf(request, 'revoke');
  const messages = numbersOf(request, 'id').flatMap((id) => viewer.account.boxIndex.get(id)?.get(id) ?? []);
  if (isRevoked && messages.some((message) => !mayRevoke(viewer, message))) {
    throw forbidden('MESSAGE_DELETE_FORBIDDEN');
  }
  const gone = eraseForAll(call, messages, isRevoked ? undefined : [viewer.id]);
  const count = gone.get(viewer.id)?.length ?? 0;
  return { _: 'messages.affectedMessages', pts: viewer.account.pts, pts_count: count };
}

/** Admins delete by right; others what they wrote themselves, in a channel only while they may post. */
function mayDelete(viewer: Viewer, channel: WorldChannel, message: WorldMessage): boolean {
  if (LASTING.has(message.action?._ ?? '')) return false;
  if (hasRight(viewer, channel, 'delete_messages')) return true;
  if (message.author !== viewer.id || message.action !== undefined) return false;
  return channel.kind === 'supergroup' || hasRight(viewer, channel, 'post_messages');
}

function deleteChannelMessages(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  // An id that comes twice is one message.
  const ids = [...new Set(numbersOf(request, 'id'))];
  const messages = ids.flatMap((id) => channel.history.get(id) ?? []);
  if (messages.some((message) => !mayDelete(viewer, channel, message))) {
    throw forbidden('MESSAGE_DELETE_FORBIDDEN');
  }
  if (messages.length > 0) eraseFromChannel(call, channel, messages);
  return { _: 'messages.affectedMessages', pts: channel.pts, pts_count: messages.length };
}

/** Deleting for oneself, for everybody, and in channels. */
export const deleteMessagesHandlers: Handlers = {
  'messages.deleteMessages': deleteMessages,
  'channels.deleteMessages': deleteChannelMessages,
};
