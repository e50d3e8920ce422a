import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { flagOf, objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import { logToggle } from '../chats/log-event.js';
import { answerChange } from '../chats/notices.js';

function toggleForum(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const enabled = flagOf(request, 'enabled');
  if (channel.kind !== 'supergroup') throw badRequest('CHANNEL_INVALID');
  if (channel.members.get(viewer.id)?.role !== 'creator') throw forbidden('CHAT_ADMIN_REQUIRED');
  if (channel.linkedChatId !== undefined && enabled) throw badRequest('CHAT_DISCUSSION_UNALLOWED');
  if (channel.forum === enabled) throw badRequest('CHAT_NOT_MODIFIED');
  channel.forum = enabled;
  // No topic may get the number of the General one.
  channel.history.nextId = Math.max(channel.history.nextId, 2);
  logToggle(viewer, channel, 'ToggleForum', enabled);
  return answerChange(call, viewer, channel);
}

/** Turning a supergroup into a forum and back. */
export const toggleForumHandlers: Handlers = { 'channels.toggleForum': toggleForum };
