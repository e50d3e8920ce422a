/* From an InputFileLocation to bytes (core.telegram.org/api/files, "downloading files"; .../api/file-references). */
import type { TlObject } from '../../tl/value.js';
import { paintSeed } from '../../world/files.js';
import type { FileContent, WorldDocument, WorldFile, WorldPhoto } from '../../world/model.js';
import { pictureSize } from '../../world/picture.js';
import { bytesOf, flagOf, longOf, objectOf, textOf } from '../common/fields.js';
import { photoOwner } from '../common/peers.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { documentThumb, photoSizes } from '../render/photo-sizes.js';
import { visiblePhoto } from '../render/user.js';

/** Where some bytes lie and what they are. */
export interface Located {
  readonly file: WorldFile;
  readonly content: FileContent;
}

/** Sides of a profile photo's small and big form. */
const SMALL = 160;
const BIG = 640;

/** What a location names. Throws LOCATION_INVALID, FILE_ID_INVALID or an error of its reference. */
export function locate(viewer: Viewer, location: TlObject | undefined): Located {
  switch (location?._) {
    case 'inputPeerPhotoFileLocation':
      return profilePhoto(viewer, location);
    case 'inputPhotoFileLocation': {
      const photo = fileOf(viewer, location, 'photo');
      const wanted = textOf(location, 'thumb_size');
      const size = photoSizes(photo).find((one) => one.type === wanted);
      if (wanted !== '' && size === undefined) throw badRequest('LOCATION_INVALID');
      return { file: photo, content: size?.content ?? photo.content };
    }
    case 'inputDocumentFileLocation': {
      const document = fileOf(viewer, location, 'document');
      const wanted = textOf(location, 'thumb_size');
      if (wanted === '') return { file: document, content: document.content };
      const thumb = documentThumb(document);
      if (thumb?.type !== wanted) throw badRequest('LOCATION_INVALID');
      return { file: document, content: thumb.content };
    }
    default:
      throw badRequest('LOCATION_INVALID');
  }
}

/** Throws FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID for one of another file, or FILE_REFERENCE_EXPIRED for an old one. */
export function checkReference(file: WorldFile, given: Uint8Array): void {
  const [wanted, got] = [Buffer.from(file.fileReference), Buffer.from(given)];
  if (got.equals(wanted)) return;
  if (got.length === 0) throw badRequest('FILE_REFERENCE_EMPTY');
  // The first nine bytes name the file, the rest says how new the reference is.
  const isOfFile = got.length === wanted.length && got.subarray(0, 9).equals(wanted.subarray(0, 9));
  throw badRequest(isOfFile ? 'FILE_REFERENCE_EXPIRED' : 'FILE_REFERENCE_INVALID');
}

type FileKind = 'photo' | 'document';
type FileOf<Kind extends FileKind> = Kind extends 'photo' ? WorldPhoto : WorldDocument;

function fileOf<Kind extends FileKind>(viewer: Viewer, location: TlObject, kind: Kind): FileOf<Kind> {
  const file = viewer.world.files.get(longOf(location, 'id'));
  if (file?.kind !== kind || file.accessHash !== longOf(location, 'access_hash'))
    throw badRequest('FILE_ID_INVALID');
  checkReference(file, bytesOf(location, 'file_reference'));
  return file as FileOf<Kind>;
}

function profilePhoto(viewer: Viewer, location: TlObject): Located {
  const peer = photoOwner(viewer, objectOf(location, 'peer'));
  const user = peer.kind === 'user' ? viewer.world.users.get(peer.id) : undefined;
  const photo = user === undefined ? viewer.world.chat(peer)?.photo : visiblePhoto(viewer, user);
  if (photo === undefined || photo.id !== longOf(location, 'photo_id')) throw badRequest('LOCATION_INVALID');
  const big = flagOf(location, 'big');
  // A photo that somebody uploaded is shown as it is.
  if (big && photo.content instanceof Uint8Array) return { file: photo, content: photo.content };
  const side = big ? BIG : SMALL;
  const picture = { width: side, height: side };
  return {
    file: photo,
    content: { seed: paintSeed(photo.id), size: pictureSize(side, side), picture },
  };
}
