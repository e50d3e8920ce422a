import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { WorldUser } from '../../world/model.js';
import { allows } from '../../world/privacy.js';
import { flag, objectOf, objectsOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { isAdmin } from '../common/rights.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderBotInfo } from '../render/bot.js';
import { notifySettings } from '../render/dialog.js';
import { renderPhoto } from '../render/media.js';
import { People } from '../render/people.js';
import { activeStories, renderPeerStories, visibleStories } from '../render/story.js';
import { needsPremium, renderUser } from '../render/user.js';
import { userSettings } from './peer-settings.js';

/** The supergroups and basic groups that the viewer and a user share; not those whose members the viewer can't see. */
export function commonChats(viewer: Viewer, user: WorldUser) {
  const chats = [...viewer.world.groups.values(), ...viewer.world.channels.values()];
  return chats.filter(
    (chat) =>
      chat.kind !== 'channel' &&
      !(chat.kind === 'group' ? chat.deactivated : chat.participantsHidden && !isAdmin(viewer, chat)) &&
      isMember(chat, viewer.id) &&
      isMember(chat, user.id) &&
      user.id !== viewer.id,
  );
}

/** What a user lets the viewer see and do, as fields of TL UserFull. */
function openTo(viewer: Viewer, user: WorldUser) {
  const may = (key: Parameters<typeof allows>[2]): boolean => allows(viewer.world, user, key, viewer.id);
  const isPerson = !user.bot && !user.deleted && user.id !== viewer.id;
  const name = [user.firstName, user.lastName].filter((part) => part !== undefined).join(' ');
  const seesPhoto = may('profile_photo');
  const photo = seesPhoto && user.photo !== undefined ? renderPhoto(user.photo) : undefined;
  const fallback = user.fallbackPhoto === undefined ? undefined : renderPhoto(user.fallbackPhoto);
  return {
    phone_calls_available: flag(isPerson),
    video_calls_available: flag(isPerson),
    phone_calls_private: flag(isPerson && !may('phone_call')),
    voice_messages_forbidden: flag(isPerson && !may('voice_messages')),
    contact_require_premium: flag(needsPremium(viewer, user)),
    about: user.bot || may('about') ? user.about : undefined,
    private_forward_name: isPerson && !may('forwards') ? name : undefined,
    profile_photo: photo,
    fallback_photo: photo === undefined || user.id === viewer.id ? fallback : undefined,
  };
}

function getFullUser(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const user = inputUser(viewer, objectOf(request, 'id'));
  const peer = { kind: 'user', id: user.id } as const;
  const key = peerKey(peer);
  const pinned = [...(viewer.world.history(viewer.id, peer)?.pinned ?? [])];
  const dialog = viewer.account.dialogs.get(key);
  const { blocked, storiesBlocked } = viewer.account.relations;
  return {
    _: 'users.userFull',
    full_user: {
      _: 'userFull',
      blocked: flag(blocked.has(key)),
      blocked_my_stories_from: flag(blocked.has(key) || storiesBlocked.has(key)),
      can_pin_message: true,
      id: user.id,
      settings: userSettings(viewer, user),
      ...openTo(viewer, user),
      notify_settings: notifySettings(dialog),
      bot_info: user.bot ? renderBotInfo(user) : undefined,
      stories: activeStories(viewer, peer).length === 0 ? undefined : renderPeerStories(viewer, peer),
      stories_pinned_available: flag(visibleStories(viewer, peer).some((story) => story.pinned)),
      pinned_msg_id: pinned.length === 0 ? undefined : Math.max(...pinned),
      common_chats_count: commonChats(viewer, user).length,
      folder_id: dialog?.folder === 1 ? 1 : undefined,
    },
    ...new People(viewer).add(peer).render(),
  };
}

function getUsers(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  return objectsOf(request, 'id').map((input) =>
    input._ === 'inputUserEmpty' ? { _: 'userEmpty', id: 0n } : renderUser(viewer, inputUser(viewer, input)),
  );
}

function getIsPremiumRequired(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  return objectsOf(request, 'id').map((input) => needsPremium(viewer, inputUser(viewer, input)));
}

/** Users by their input ids. */
export const usersHandlers: Handlers = {
  'users.getUsers': getUsers,
  'users.getFullUser': getFullUser,
  'users.getIsPremiumRequiredToContact': getIsPremiumRequired,
};
