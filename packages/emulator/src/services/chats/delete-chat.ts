import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import { longOf, objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import { tell, wrapUpdates } from '../updates/deliver.js';
import { eraseForAll } from './erase.js';
import { disband } from './standing.js';
import { groupById } from './target.js';

/** More members than this, and a channel can't be deleted by its creator (CHANNEL_TOO_LARGE). */
const MAX_DELETED = 1000;

function deleteChannel(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  if (channel.members.get(viewer.id)?.role !== 'creator') throw forbidden('CHAT_ADMIN_REQUIRED');
  const isLarge = Math.max(channel.members.size, channel.participantsCount ?? 0) > MAX_DELETED;
  if (isLarge) throw badRequest('CHANNEL_TOO_LARGE');
  const linked =
    channel.linkedChatId === undefined ? undefined : viewer.world.channels.get(channel.linkedChatId);
  if (linked !== undefined) delete linked.linkedChatId;
  delete channel.linkedChatId;
  if (channel.username !== undefined)
    viewer.world.setUsername({ kind: 'channel', id: channel.id }, undefined);
  channel.deleted = true;
  const update = { _: 'updateChannel', channel_id: channel.id };
  for (const userId of disband(viewer.world, channel)) {
    const account = viewer.world.accounts.get(userId);
    if (account !== undefined) tell(call, account, update);
  }
  return wrapUpdates(viewer, [update]);
}

function deleteChat(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const group = groupById(viewer, longOf(request, 'chat_id'));
  if (group.members.get(viewer.id)?.role !== 'creator') throw forbidden('CHAT_ADMIN_REQUIRED');
  const key = peerKey({ kind: 'chat', id: group.id });
  const messages = new Set(
    [...viewer.world.accounts.values()].flatMap((account) => account.histories.get(key)?.messages ?? []),
  );
  eraseForAll(call, [...messages]);
  const members = [...group.members.keys()].filter((userId) => isMember(group, userId));
  disband(viewer.world, group);
  group.deactivated = true;
  for (const userId of members) {
    const account = viewer.world.accounts.get(userId);
    if (account === undefined) continue;
    tell(call, account, { _: 'updateChat', chat_id: group.id });
  }
  return true;
}

/** The end of a chat, by its creator. */
export const deleteChatHandlers: Handlers = {
  'channels.deleteChannel': deleteChannel,
  'messages.deleteChat': deleteChat,
};
