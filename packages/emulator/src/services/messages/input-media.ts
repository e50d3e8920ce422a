import type { TlObject } from '../../tl/value.js';
import { makeDocument, makePhoto } from '../../world/files.js';
import type { FileContent, PeerRef, WorldDocument, WorldMedia, WorldPhoto } from '../../world/model.js';
import { bytesOf, longOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { pixelSize } from '../files/file-type.js';
import { checkReference } from '../files/locate.js';
import { uploadedBytes } from '../files/uploads.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { inputOtherMedia } from './input-other-media.js';
import { inputPoll } from './input-poll.js';
import { inputTodo } from './todo-lists.js';

/** A file id that nothing in the world has yet. */
function freshId(viewer: Viewer): bigint {
  let id = 5_000_000_000_000_000n + BigInt(viewer.world.files.size);
  while (viewer.world.files.has(id)) id += 1n;
  return id;
}

/** Sides of a photo: core.telegram.org/bots/api#sendphoto. */
const MOST_SIDES = 10_000;
const MOST_RATIO = 20;

function isPhotoSize({ width, height }: { readonly width: number; readonly height: number }): boolean {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  return short > 0 && long + short <= MOST_SIDES && long / short <= MOST_RATIO;
}

function known(
  viewer: Viewer,
  input: TlObject | undefined,
  kind: 'photo' | 'document',
): WorldPhoto | WorldDocument {
  const file = viewer.world.files.get(input === undefined ? 0n : longOf(input, 'id'));
  if (input === undefined || file?.kind !== kind || file.accessHash !== longOf(input, 'access_hash')) {
    throw badRequest('MEDIA_INVALID');
  }
  checkReference(file, bytesOf(input, 'file_reference'));
  return file;
}

/**
 * The media that an InputMedia for a chat stands for. Throws MEDIA_EMPTY, MEDIA_INVALID, PHOTO_INVALID_DIMENSIONS, and as
 * {@link inputPoll}, {@link inputTodo} and {@link inputOtherMedia}.
 */
export function inputMedia(
  viewer: Viewer,
  input: TlObject | undefined,
  dc: number,
  peer: PeerRef = { kind: 'user', id: viewer.id },
): WorldMedia {
  if (input === undefined) throw badRequest('MEDIA_EMPTY');
  const fresh = (content: FileContent) => ({ id: freshId(viewer), date: viewer.now, content, dc });
  switch (input._) {
    case 'inputMediaPhoto':
      return known(viewer, objectOf(input, 'id'), 'photo');
    case 'inputMediaDocument':
      return known(viewer, objectOf(input, 'id'), 'document');
    case 'inputMediaUploadedPhoto': {
      const bytes = uploadedBytes(viewer, objectOf(input, 'file'));
      const size = pixelSize(bytes);
      if (size === undefined || !isPhotoSize(size)) throw badRequest('PHOTO_INVALID_DIMENSIONS');
      return makePhoto({ ...fresh(bytes), ...size });
    }
    case 'inputMediaUploadedDocument': {
      const [file, thumb] = [objectOf(input, 'file'), objectOf(input, 'thumb')];
      const attributes = objectsOf(input, 'attributes');
      const isNamed = attributes.some((attribute) => attribute._ === 'documentAttributeFilename');
      return makeDocument({
        ...fresh(uploadedBytes(viewer, file)),
        ...(thumb !== undefined && { thumb: uploadedBytes(viewer, thumb) }),
        mimeType: textOf(input, 'mime_type'),
        attributes,
        ...(!isNamed && file !== undefined && { fileName: textOf(file, 'name') }),
      });
    }
    case 'inputMediaPoll':
      return inputPoll(viewer, input, peer);
    case 'inputMediaTodo':
      return inputTodo(viewer, input);
    default:
      return inputOtherMedia(viewer, input);
  }
}
