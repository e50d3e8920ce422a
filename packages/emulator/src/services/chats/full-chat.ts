import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldChannel, WorldChat, WorldGroup } from '../../world/model.js';
import { flag, longOf, longsOf, objectOf, objectsOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { participantsCount, renderChat } from '../render/chat.js';
import { notifySettings } from '../render/dialog.js';
import { renderPhoto } from '../render/media.js';
import { People } from '../render/people.js';
import { hasRight, isAdmin, nextSendDate } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

function groupOf(viewer: Viewer, id: bigint): WorldGroup {
  const group = viewer.world.groups.get(id);
  if (group?.members.has(viewer.id) !== true) throw badRequest('CHAT_ID_INVALID');
  return group;
}

function pinnedId(viewer: Viewer, peer: PeerRef): number | undefined {
  const pinned = viewer.world.history(viewer.id, peer)?.pinned ?? new Set<number>();
  return pinned.size === 0 ? undefined : Math.max(...pinned);
}

function participantsOf(viewer: Viewer, group: WorldGroup): TlObject {
  const members = [...group.members.values()].filter((member) => isMember(group, member.userId));
  if (!isMember(group, viewer.id)) return { _: 'chatParticipantsForbidden', chat_id: group.id };
  const inviter = members.find((member) => member.role === 'creator')?.userId ?? viewer.id;
  return {
    _: 'chatParticipants',
    chat_id: group.id,
    participants: members.map((member) => {
      if (member.role === 'creator') return { _: 'chatParticipantCreator', user_id: member.userId };
      return {
        _: member.role === 'admin' ? 'chatParticipantAdmin' : 'chatParticipant',
        user_id: member.userId,
        inviter_id: member.inviterId ?? inviter,
        date: member.date,
      };
    }),
    version: group.version,
  };
}

function getFullChat(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const group = groupOf(viewer, longOf(request, 'chat_id'));
  const peer: PeerRef = { kind: 'chat', id: group.id };
  const dialog = viewer.account.dialogs.get(peerKey(peer));
  const participants = participantsOf(viewer, group);
  return {
    _: 'messages.chatFull',
    full_chat: {
      _: 'chatFull',
      id: group.id,
      about: group.about,
      participants,
      chat_photo: group.photo === undefined ? undefined : renderPhoto(group.photo),
      notify_settings: notifySettings(dialog),
      pinned_msg_id: pinnedId(viewer, peer),
      folder_id: dialog?.folder === 1 ? 1 : undefined,
    },
    ...new People(viewer).add(peer).addFrom(participants).render(),
  };
}

function countRole(channel: WorldChannel, roles: readonly string[]): number {
  return [...channel.members.values()].filter((member) => roles.includes(member.role)).length;
}

function fullChannel(viewer: Viewer, channel: WorldChannel): TlObject {
  const peer: PeerRef = { kind: 'channel', id: channel.id };
  const dialog = viewer.account.dialogs.get(peerKey(peer));
  const sees = isAdmin(viewer, channel);
  const next = nextSendDate(viewer, channel);
  return {
    _: 'channelFull',
    can_view_participants: flag(channel.kind === 'supergroup' || sees),
    can_set_username: flag(channel.members.get(viewer.id)?.role === 'creator'),
    can_delete_channel: flag(channel.members.get(viewer.id)?.role === 'creator'),
    id: channel.id,
    about: channel.about,
    participants_count: participantsCount(channel),
    admins_count: sees ? countRole(channel, ['creator', 'admin']) : undefined,
    kicked_count: sees ? countRole(channel, ['banned']) : undefined,
    banned_count: sees ? countRole(channel, ['restricted']) : undefined,
    read_inbox_max_id: dialog?.readInboxMaxId ?? 0,
    read_outbox_max_id: dialog?.readOutboxMaxId ?? 0,
    unread_count: dialog?.unreadCount ?? 0,
    chat_photo: channel.photo === undefined ? { _: 'photoEmpty', id: 0n } : renderPhoto(channel.photo),
    notify_settings: notifySettings(dialog),
    bot_info: [],
    pinned_msg_id: pinnedId(viewer, peer),
    folder_id: dialog?.folder === 1 ? 1 : undefined,
    linked_chat_id: channel.linkedChatId,
    slowmode_seconds: channel.slowmodeSeconds > 0 ? channel.slowmodeSeconds : undefined,
    slowmode_next_send_date: next > 0 ? next : undefined,
    can_set_stickers: flag(channel.kind === 'supergroup' && hasRight(viewer, channel, 'change_info')),
    pts: channel.pts,
  };
}

function getFullChannel(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const people = new People(viewer).add({ kind: 'channel', id: channel.id });
  if (channel.linkedChatId !== undefined) people.add({ kind: 'channel', id: channel.linkedChatId });
  return { _: 'messages.chatFull', full_chat: fullChannel(viewer, channel), ...people.render() };
}

function chats(viewer: Viewer, found: readonly WorldChat[]): TlObject {
  return { _: 'messages.chats', chats: found.map((chat) => renderChat(viewer, chat)) };
}

/** Chats by id, and all that is known about one chat. */
export const fullChatHandlers: Handlers = {
  'messages.getChats': (request, call) => {
    const viewer = viewerOf(call);
    return chats(
      viewer,
      longsOf(request, 'id').map((id) => groupOf(viewer, id)),
    );
  },
  'channels.getChannels': (request, call) => {
    const viewer = viewerOf(call);
    return chats(
      viewer,
      objectsOf(request, 'id').map((input) => inputChannel(viewer, input)),
    );
  },
  'messages.getFullChat': getFullChat,
  'channels.getFullChannel': getFullChannel,
};
