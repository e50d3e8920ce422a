import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldChat } from '../../world/model.js';
import { flag, longOf, longsOf, objectsOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderChat } from '../render/chat.js';
import { notifySettings } from '../render/dialog.js';
import { groupParticipants } from '../render/group-members.js';
import { renderPhoto } from '../render/media.js';
import { People } from '../render/people.js';
import { botInfo, hasScheduled, pendingFields, pinnedId } from './full-channel.js';
import { shownInvite } from './invite-links.js';
import { pendingOf } from './join-request.js';
import { groupById } from './target.js';

function getFullChat(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const group = groupById(viewer, longOf(request, 'chat_id'));
  const peer: PeerRef = { kind: 'chat', id: group.id };
  const dialog = viewer.account.dialogs.get(peerKey(peer));
  // Who is no member any more keeps the chat in the list, and learns nothing new of it.
  const isInside = isMember(group, viewer.id);
  const bots = isInside ? botInfo(viewer, group) : [];
  const full = {
    _: 'chatFull',
    can_set_username: flag(group.members.get(viewer.id)?.role === 'creator'),
    has_scheduled: flag(hasScheduled(viewer, peer)),
    id: group.id,
    about: isInside ? group.about : '',
    participants: groupParticipants(viewer, group),
    chat_photo: group.photo === undefined ? undefined : renderPhoto(group.photo),
    notify_settings: notifySettings(dialog),
    exported_invite: shownInvite(viewer, group),
    bot_info: bots.length === 0 ? undefined : bots,
    pinned_msg_id: pinnedId(viewer, peer),
    folder_id: dialog?.folder === 1 ? 1 : undefined,
    ttl_period: group.ttlPeriod,
    ...pendingFields(viewer, group),
    available_reactions: group.availableReactions ?? { _: 'chatReactionsAll', allow_custom: true },
  };
  const people = new People(viewer).add(peer).addFrom(full);
  for (const id of pendingOf(group).recent) people.add({ kind: 'user', id });
  if (group.migratedTo !== undefined) people.add({ kind: 'channel', id: group.migratedTo });
  return { _: 'messages.chatFull', full_chat: full, ...people.render() };
}

function chats(viewer: Viewer, found: readonly WorldChat[]): TlObject {
  return { _: 'messages.chats', chats: found.map((chat) => renderChat(viewer, chat)) };
}

/** Chats by id, and all that is known about one basic group. */
export const fullChatHandlers: Handlers = {
  'messages.getChats': (request, call) => {
    const viewer = viewerOf(call);
    return chats(
      viewer,
      longsOf(request, 'id').map((id) => groupById(viewer, id)),
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
};
