import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerOf } from '../../world/data.js';
import { flagOf, numberOf, objectsOf, textOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { wrapUpdates } from '../updates/deliver.js';
import { missingInvitee, sortInvited } from './invited.js';
import { chatUpdate, tellMembers, writeService } from './notices.js';
import { hasTooManyChannels } from './standing.js';

/** The longest title and description, in UTF-16 units. */
const MAX_TITLE = 128;
const MAX_ABOUT = 255;

/** The title of a request, trimmed. Throws CHAT_TITLE_EMPTY. */
export function titleOf(request: TlObject): string {
  const title = textOf(request, 'title').trim().slice(0, MAX_TITLE);
  if (title === '') throw badRequest('CHAT_TITLE_EMPTY');
  return title;
}

/** The description of a request, trimmed. Throws CHAT_ABOUT_TOO_LONG. */
export function aboutOf(request: TlObject): string {
  const about = textOf(request, 'about').trim();
  if (about.length > MAX_ABOUT) throw badRequest('CHAT_ABOUT_TOO_LONG');
  return about;
}

function ttlOf(request: TlObject) {
  const ttlPeriod = numberOf(request, 'ttl_period');
  return ttlPeriod > 0 ? { ttlPeriod } : {};
}

function createChat(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const title = titleOf(request);
  const users = objectsOf(request, 'users').map((input) => inputUser(viewer, input));
  const others = users.filter((user) => user.id !== viewer.id);
  if (others.length === 0) throw badRequest('USERS_TOO_FEW');
  const { welcome, missing } = sortInvited(viewer, others, 'group');
  if (welcome.length > 199) throw badRequest('USERS_TOO_MUCH');
  const group = viewer.world.addBasicGroup({
    title,
    creator: viewer.id,
    date: viewer.now,
    ...ttlOf(request),
  });
  for (const user of welcome) {
    viewer.world.addMember(group, user.id, { inviterId: viewer.id, date: viewer.now });
  }
  const ids = welcome.map((user) => user.id);
  const said = writeService(call, viewer, group, { _: 'messageActionChatCreate', title, users: ids });
  tellMembers(call, group, (member) => chatUpdate(member, group));
  return {
    _: 'messages.invitedUsers',
    updates: wrapUpdates(viewer, [chatUpdate(viewer, group), said]),
    missing_invitees: missing.map((user) => missingInvitee(viewer, user)),
  };
}

function createChannel(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const title = titleOf(request);
  const options = { title, about: aboutOf(request), creator: viewer.id, date: viewer.now, ...ttlOf(request) };
  if (hasTooManyChannels(viewer.world, viewer.id)) throw badRequest('CHANNELS_TOO_MUCH');
  const isForum = flagOf(request, 'forum');
  const isGroup = isForum || flagOf(request, 'megagroup') || flagOf(request, 'for_import');
  if (isGroup && flagOf(request, 'broadcast')) throw badRequest('CHANNEL_INVALID');
  const channel = isGroup
    ? viewer.world.addSupergroup({ ...options, forum: isForum })
    : viewer.world.addChannel(options);
  const said = writeService(call, viewer, channel, { _: 'messageActionChannelCreate', title });
  viewer.world.dialog(viewer.id, peerOf(channel)).readInboxMaxId = channel.history.topId;
  tellMembers(call, channel, (member) => chatUpdate(member, channel));
  return wrapUpdates(viewer, [chatUpdate(viewer, channel), said]);
}

/** Making basic groups, supergroups and channels. */
export const createChatHandlers: Handlers = {
  'messages.createChat': createChat,
  'channels.createChannel': createChannel,
};
