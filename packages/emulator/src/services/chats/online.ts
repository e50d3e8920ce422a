import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { WorldChat } from '../../world/model.js';
import { numberOf, objectOf } from '../common/fields.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { chatNamed } from './target.js';

/** How many members are online now, the asking one among them. */
export function onlineCount(viewer: Viewer, chat: WorldChat): number {
  let online = 0;
  for (const { userId } of chat.members.values()) {
    if (!isMember(chat, userId)) continue;
    const status = viewer.world.users.get(userId)?.status;
    const isOnline = status?._ === 'userStatusOnline' && numberOf(status, 'expires') > viewer.now;
    if (isOnline || userId === viewer.id) online += 1;
  }
  return online;
}

function getOnlines(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  return { _: 'chatOnlines', onlines: onlineCount(viewer, chat) };
}

/** How many are online in a chat. */
export const onlineHandlers: Handlers = { 'messages.getOnlines': getOnlines };
