import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldChannel } from '../../world/model.js';
import { objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { hasRight } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderChat } from '../render/chat.js';
import { logEvent } from './log-event.js';
import { answerChange } from './notices.js';

function optionalChannel(viewer: Viewer, input: TlObject | undefined): WorldChannel | undefined {
  return input === undefined || input._ === 'inputChannelEmpty' ? undefined : inputChannel(viewer, input);
}

function linkTo(call: CallContext, viewer: Viewer, channel: WorldChannel, other: bigint | undefined): void {
  logEvent(viewer, channel, 'settings', {
    _: 'channelAdminLogEventActionChangeLinkedChat',
    prev_value: channel.linkedChatId ?? 0n,
    new_value: other ?? 0n,
  });
  if (other === undefined) delete channel.linkedChatId;
  else channel.linkedChatId = other;
  answerChange(call, viewer, channel);
}

function checkLink(
  viewer: Viewer,
  broadcast: WorldChannel | undefined,
  group: WorldChannel | undefined,
): void {
  if (broadcast !== undefined && broadcast.kind !== 'channel') throw badRequest('BROADCAST_ID_INVALID');
  if (group !== undefined && group.kind !== 'supergroup') throw badRequest('MEGAGROUP_ID_INVALID');
  const isAllowed =
    (broadcast === undefined || hasRight(viewer, broadcast, 'change_info')) &&
    (group === undefined || hasRight(viewer, group, 'pin_messages'));
  if (!isAllowed) throw badRequest('CHAT_ADMIN_REQUIRED');
  if (group?.hiddenPrehistory === true) throw badRequest('MEGAGROUP_PREHISTORY_HIDDEN');
}

function setDiscussionGroup(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const broadcast = optionalChannel(viewer, objectOf(request, 'broadcast'));
  const group = optionalChannel(viewer, objectOf(request, 'group'));
  checkLink(viewer, broadcast, group);
  // Both or one are given; the other end of an old link comes off too.
  const isLinked = broadcast?.linkedChatId ?? group?.linkedChatId;
  if (broadcast === undefined ? isLinked === undefined : broadcast.linkedChatId === group?.id) {
    throw badRequest('LINK_NOT_MODIFIED');
  }
  for (const end of [broadcast, group]) {
    const old = end?.linkedChatId === undefined ? undefined : viewer.world.channels.get(end.linkedChatId);
    if (old !== undefined && old !== broadcast && old !== group) linkTo(call, viewer, old, undefined);
  }
  if (broadcast !== undefined) linkTo(call, viewer, broadcast, group?.id);
  if (group !== undefined) linkTo(call, viewer, group, broadcast?.id);
  return true;
}

/** Tying a discussion group to a channel. */
export const discussionHandlers: Handlers = {
  'channels.setDiscussionGroup': setDiscussionGroup,
  'channels.getGroupsForDiscussion': (_request, call) => {
    const viewer = viewerOf(call);
    const groups = [...viewer.world.groups.values()].filter(
      (group) => !group.deactivated && group.members.get(viewer.id)?.role === 'creator',
    );
    const supergroups = [...viewer.world.channels.values()].filter(
      (channel) => channel.kind === 'supergroup' && hasRight(viewer, channel, 'pin_messages'),
    );
    const chats = [...groups, ...supergroups].map((chat) => renderChat(viewer, chat));
    return { _: 'messages.chats', chats };
  },
};
