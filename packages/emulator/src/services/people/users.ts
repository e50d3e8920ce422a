import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { WorldUser } from '../../world/model.js';
import { flag, objectOf, objectsOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { renderPhoto } from '../render/media.js';
import { notifySettings } from '../render/dialog.js';
import { People } from '../render/people.js';
import { renderUser } from '../render/user.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** The supergroups and basic groups that the viewer and a user share. */
export function commonChats(viewer: Viewer, user: WorldUser) {
  const chats = [...viewer.world.groups.values(), ...viewer.world.channels.values()];
  return chats.filter(
    (chat) =>
      chat.kind !== 'channel' &&
      isMember(chat, viewer.id) &&
      isMember(chat, user.id) &&
      user.id !== viewer.id,
  );
}

function getFullUser(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const user = inputUser(viewer, objectOf(request, 'id'));
  const peer = { kind: 'user', id: user.id } as const;
  const pinned = [...(viewer.world.history(viewer.id, peer)?.pinned ?? [])];
  const dialog = viewer.account.dialogs.get(peerKey(peer));
  return {
    _: 'users.userFull',
    full_user: {
      _: 'userFull',
      can_pin_message: true,
      id: user.id,
      about: user.about,
      settings: {
        _: 'peerSettings',
        add_contact: flag(user.id !== viewer.id && !viewer.account.contacts.has(user.id)),
      },
      profile_photo: user.photo === undefined ? undefined : renderPhoto(user.photo),
      notify_settings: notifySettings(dialog),
      bot_info: user.bot ? { _: 'botInfo', user_id: user.id, description: user.about } : undefined,
      pinned_msg_id: pinned.length === 0 ? undefined : Math.max(...pinned),
      common_chats_count: commonChats(viewer, user).length,
      folder_id: dialog?.folder === 1 ? 1 : undefined,
    },
    ...new People(viewer).add(peer).render(),
  };
}

/** Users by their input ids. */
export const usersHandlers: Handlers = {
  'users.getUsers': (request, call) => {
    const viewer = viewerOf(call);
    return objectsOf(request, 'id').map((input) => renderUser(viewer, inputUser(viewer, input)));
  },
  'users.getFullUser': getFullUser,
};
