import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldChannel } from '../../world/model.js';
import { flagOf, objectOf, textOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderChat } from '../render/chat.js';
import { logEvent } from './log-event.js';
import { answerChange } from './notices.js';

/** How many public channels one can own (limits channels_public_limit_default and _premium). */
const PUBLIC_LIMITS = { plain: 10, premium: 20 } as const;

function publicChannels(viewer: Viewer): WorldChannel[] {
  return [...viewer.world.channels.values()].filter(
    (channel) => channel.username !== undefined && channel.members.get(viewer.id)?.role === 'creator',
  );
}

function checkPublicLimit(viewer: Viewer): void {
  const isPremium = viewer.world.users.get(viewer.id)?.premium === true;
  const limit = isPremium ? PUBLIC_LIMITS.premium : PUBLIC_LIMITS.plain;
  if (publicChannels(viewer).length >= limit) throw badRequest('CHANNELS_ADMIN_PUBLIC_TOO_MUCH');
}

function usernameOf(request: TlObject): string {
  const username = textOf(request, 'username');
  if (!/^[a-z](?:\w*[a-z\d])?$/iu.test(username) || username.length < 5 || username.length > 32) {
    throw badRequest('USERNAME_INVALID');
  }
  return username;
}

function checkUsername(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const input = objectOf(request, 'channel');
  // A chat that is yet to be made has no input.
  if (input?._ !== 'inputChannelEmpty') inputChannel(viewer, input);
  checkPublicLimit(viewer);
  return !viewer.world.usernames.has(usernameOf(request).toLowerCase());
}

function updateUsername(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  if (channel.members.get(viewer.id)?.role !== 'creator') throw badRequest('CHAT_ADMIN_REQUIRED');
  const username = textOf(request, 'username') === '' ? undefined : usernameOf(request);
  const before = channel.username;
  if (username === before) throw badRequest('USERNAME_NOT_MODIFIED');
  const holder = username === undefined ? undefined : viewer.world.usernames.get(username.toLowerCase());
  if (holder !== undefined && !(holder.kind === 'channel' && holder.id === channel.id)) {
    throw badRequest('USERNAME_OCCUPIED');
  }
  if (before === undefined) checkPublicLimit(viewer);
  viewer.world.setUsername({ kind: 'channel', id: channel.id }, username);
  if (username !== undefined) channel.hiddenPrehistory = false;
  logEvent(viewer, channel, 'info', {
    _: 'channelAdminLogEventActionChangeUsername',
    prev_value: before ?? '',
    new_value: username ?? '',
  });
  answerChange(call, viewer, channel);
  return true;
}

/** Public names of supergroups and channels, and which ones the account owns. */
export const channelUsernamesHandlers: Handlers = {
  'channels.checkUsername': checkUsername,
  'channels.updateUsername': updateUsername,
  'channels.getAdminedPublicChannels': (request, call) => {
    const viewer = viewerOf(call);
    if (flagOf(request, 'check_limit')) checkPublicLimit(viewer);
    const chats = publicChannels(viewer).map((channel) => renderChat(viewer, channel));
    return { _: 'messages.chats', chats };
  },
};
