import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { longOf, numberOf, objectOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { viewerOf } from '../common/viewer.js';
import { commonChats } from '../people/users.js';
import { renderChat } from '../render/chat.js';

/** A chat in which nothing was written for this long, in seconds, is inactive. */
const INACTIVE_AFTER = 30 * 86_400;

function getInactiveChannels(_request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const rows = [...viewer.world.channels.values()]
    .filter((channel) => isMember(channel, viewer.id))
    .map((channel) => ({ channel, date: channel.history.top?.date ?? channel.date }))
    .filter((row) => row.date < viewer.now - INACTIVE_AFTER)
    .toSorted((one, other) => one.date - other.date);
  return {
    _: 'messages.inactiveChats',
    dates: rows.map((row) => row.date),
    chats: rows.map((row) => renderChat(viewer, row.channel)),
    users: [],
  };
}

function getCommonChats(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const user = inputUser(viewer, objectOf(request, 'user_id'));
  const maxId = longOf(request, 'max_id');
  const all = commonChats(viewer, user).toSorted((one, other) => Number(other.id - one.id));
  const rest = all.filter((chat) => maxId === 0n || chat.id < maxId);
  const limit = Math.min(Math.max(numberOf(request, 'limit'), 0), 100);
  const page = rest.slice(0, limit).map((chat) => renderChat(viewer, chat));
  return page.length < all.length
    ? { _: 'messages.chatsSlice', count: all.length, chats: page }
    : { _: 'messages.chats', chats: page };
}

/** Chats of the account: what it shares with somebody, has left, or neglects. */
export const ownChatsHandlers: Handlers = {
  'channels.getInactiveChannels': getInactiveChannels,
  'channels.getLeftChannels': (request, call) => {
    const viewer = viewerOf(call);
    const left = [...viewer.world.channels.values()].filter((channel) => {
      const member = channel.members.get(viewer.id);
      return member?.leftOnOwnWill === true && !channel.deleted;
    });
    const page = left.slice(Math.max(numberOf(request, 'offset'), 0)).slice(0, 100);
    const chats = page.map((channel) => renderChat(viewer, channel));
    return left.length > page.length
      ? { _: 'messages.chatsSlice', count: left.length, chats }
      : { _: 'messages.chats', chats };
  },
  'messages.getCommonChats': getCommonChats,
};
