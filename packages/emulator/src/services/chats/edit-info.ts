import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldChat, WorldPhoto } from '../../world/model.js';
import { objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { mayDo } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { inputMedia } from '../messages/input-media.js';
import { renderPhoto } from '../render/media.js';
import { aboutOf, titleOf } from './create-chat.js';
import { logEvent } from './log-event.js';
import { answerChange, writeService } from './notices.js';
import { chatNamed, liveGroup } from './target.js';

function requireChangeInfo(viewer: Viewer, chat: WorldChat): void {
  if (!mayDo(viewer, chat, 'change_info')) throw badRequest('CHAT_ADMIN_REQUIRED');
}

function editTitle(request: TlObject, call: CallContext, viewer: Viewer, chat: WorldChat): TlObject {
  requireChangeInfo(viewer, chat);
  const title = titleOf(request);
  if (title === chat.title) throw badRequest('CHAT_NOT_MODIFIED');
  logEvent(viewer, chat, 'info', {
    _: 'channelAdminLogEventActionChangeTitle',
    prev_value: chat.title,
    new_value: title,
  });
  chat.title = title;
  const said = writeService(call, viewer, chat, { _: 'messageActionChatEditTitle', title });
  return answerChange(call, viewer, chat, [said]);
}

/** The photo that an InputChatPhoto stands for; undefined for none. Throws PHOTO_INVALID. */
function photoOf(call: CallContext, viewer: Viewer, input: TlObject | undefined): WorldPhoto | undefined {
  if (input?._ === 'inputChatPhotoEmpty') return undefined;
  const media =
    input?._ === 'inputChatUploadedPhoto'
      ? { _: 'inputMediaUploadedPhoto', file: objectOf(input, 'file') }
      : { _: 'inputMediaPhoto', id: input === undefined ? undefined : objectOf(input, 'id') };
  const photo = inputMedia(viewer, media, call.dc);
  if (photo.kind !== 'photo') throw badRequest('PHOTO_INVALID');
  return photo;
}

function shown(photo: WorldPhoto | undefined): TlObject {
  return photo === undefined ? { _: 'photoEmpty', id: 0n } : renderPhoto(photo);
}

function editPhoto(request: TlObject, call: CallContext, viewer: Viewer, chat: WorldChat): TlObject {
  requireChangeInfo(viewer, chat);
  const photo = photoOf(call, viewer, objectOf(request, 'photo'));
  if (photo?.id === chat.photo?.id) throw badRequest('CHAT_NOT_MODIFIED');
  logEvent(viewer, chat, 'info', {
    _: 'channelAdminLogEventActionChangePhoto',
    prev_photo: shown(chat.photo),
    new_photo: shown(photo),
  });
  if (photo === undefined) delete chat.photo;
  else {
    chat.photo = photo;
    viewer.world.files.set(photo.id, photo);
  }
  const action =
    photo === undefined
      ? { _: 'messageActionChatDeletePhoto' }
      : { _: 'messageActionChatEditPhoto', photo: renderPhoto(photo) };
  return answerChange(call, viewer, chat, [writeService(call, viewer, chat, action)]);
}

function editAbout(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  requireChangeInfo(viewer, chat);
  const about = aboutOf(request);
  if (about === chat.about) throw badRequest('CHAT_ABOUT_NOT_MODIFIED');
  logEvent(viewer, chat, 'info', {
    _: 'channelAdminLogEventActionChangeAbout',
    prev_value: chat.about,
    new_value: about,
  });
  chat.about = about;
  answerChange(call, viewer, chat);
  return true;
}

/** Title, description and photo of a chat of any kind. */
export const editInfoHandlers: Handlers = {
  'messages.editChatTitle': (request, call) => {
    const viewer = viewerOf(call);
    return editTitle(request, call, viewer, liveGroup(viewer, request));
  },
  'channels.editTitle': (request, call) => {
    const viewer = viewerOf(call);
    return editTitle(request, call, viewer, inputChannel(viewer, objectOf(request, 'channel')));
  },
  'messages.editChatPhoto': (request, call) => {
    const viewer = viewerOf(call);
    return editPhoto(request, call, viewer, liveGroup(viewer, request));
  },
  'channels.editPhoto': (request, call) => {
    const viewer = viewerOf(call);
    return editPhoto(request, call, viewer, inputChannel(viewer, objectOf(request, 'channel')));
  },
  'messages.editChatAbout': editAbout,
};
