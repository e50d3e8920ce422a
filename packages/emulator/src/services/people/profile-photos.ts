import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { WorldPhoto, WorldUser } from '../../world/model.js';
import { flagOf, longOf, numberOf, objectOf, objectsOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { inputMedia } from '../messages/input-media.js';
import { renderPhoto } from '../render/media.js';
import { renderUser, visiblePhoto } from '../render/user.js';
import { wrapUpdates } from '../updates/deliver.js';
import { selfOf } from './profile.js';

/** The profile photos of a user that the viewer may see, newest first. */
function visiblePhotos(viewer: Viewer, user: WorldUser): WorldPhoto[] {
  const shown = visiblePhoto(viewer, user);
  if (shown === undefined) return [];
  return shown === user.photo ? [shown, ...(user.earlierPhotos ?? [])] : [shown];
}

function getUserPhotos(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const user = inputUser(viewer, objectOf(request, 'user_id'));
  const maxId = longOf(request, 'max_id');
  const all = visiblePhotos(viewer, user);
  const below = maxId === 0n ? 0 : all.findIndex((photo) => photo.id === maxId) + 1;
  const start = Math.max(0, below + numberOf(request, 'offset'));
  const photos = all.slice(start, start + Math.min(Math.max(numberOf(request, 'limit'), 1), 100));
  const common = { photos: photos.map(renderPhoto), users: [renderUser(viewer, user)] };
  if (photos.length === all.length) return { _: 'photos.photos', ...common };
  return { _: 'photos.photosSlice', count: all.length, ...common };
}

/** Makes a photo (or none) the current one; the one before stays as an earlier one. */
function choose(user: WorldUser, photo: WorldPhoto | undefined): void {
  const all = [...(user.photo === undefined ? [] : [user.photo]), ...(user.earlierPhotos ?? [])];
  user.earlierPhotos = all.filter((one) => one !== photo);
  delete user.photo;
  if (photo !== undefined) user.photo = photo;
}

function answer(call: CallContext, viewer: Viewer, photo: TlObject): TlObject {
  call.push(viewer.id, wrapUpdates(viewer, [{ _: 'updateUser', user_id: viewer.id }]));
  return { _: 'photos.photo', photo, users: [renderUser(viewer, selfOf(viewer))] };
}

function uploadProfilePhoto(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const file = objectOf(request, 'file');
  if (file === undefined) throw badRequest('PHOTO_FILE_MISSING');
  const photo = inputMedia(viewer, { _: 'inputMediaUploadedPhoto', file }, call.dc);
  if (photo.kind !== 'photo') throw badRequest('PHOTO_CROP_FILE_MISSING');
  viewer.world.files.set(photo.id, photo);
  if (flagOf(request, 'fallback')) selfOf(viewer).fallbackPhoto = photo;
  else choose(selfOf(viewer), photo);
  return answer(call, viewer, renderPhoto(photo));
}

function updateProfilePhoto(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const user = selfOf(viewer);
  const input = objectOf(request, 'id');
  const isFallback = flagOf(request, 'fallback');
  if (input === undefined || input._ === 'inputPhotoEmpty') {
    if (isFallback) delete user.fallbackPhoto;
    else deleteCurrent(user);
    return answer(call, viewer, { _: 'photoEmpty', id: 0n });
  }
  const photo = viewer.world.files.get(longOf(input, 'id'));
  if (photo?.kind !== 'photo' || photo.accessHash !== longOf(input, 'access_hash')) {
    throw badRequest('PHOTO_ID_INVALID');
  }
  if (isFallback) user.fallbackPhoto = photo;
  else choose(user, photo);
  return answer(call, viewer, renderPhoto(photo));
}

/** Takes the current photo away; the one before it takes its place. */
function deleteCurrent(user: WorldUser): void {
  const [next, ...earlier] = user.earlierPhotos ?? [];
  delete user.photo;
  if (next !== undefined) user.photo = next;
  user.earlierPhotos = earlier;
}

function deletePhotos(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  const user = selfOf(viewer);
  const gone: bigint[] = [];
  for (const input of objectsOf(request, 'id')) {
    const id = longOf(input, 'id');
    const isOwn = user.photo?.id === id || user.earlierPhotos?.some((photo) => photo.id === id) === true;
    if (!isOwn) continue;
    if (user.photo?.id === id) deleteCurrent(user);
    else user.earlierPhotos = (user.earlierPhotos ?? []).filter((photo) => photo.id !== id);
    gone.push(id);
  }
  if (gone.length > 0) call.push(viewer.id, wrapUpdates(viewer, [{ _: 'updateUser', user_id: viewer.id }]));
  return gone;
}

/** Profile photos: those of others as far as one may see them, and one's own. */
export const profilePhotosHandlers: Handlers = {
  'photos.getUserPhotos': getUserPhotos,
  'photos.uploadProfilePhoto': uploadProfilePhoto,
  'photos.updateProfilePhoto': updateProfilePhoto,
  'photos.deletePhotos': deletePhotos,
};
