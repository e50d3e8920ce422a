import type { TlObject } from '../../tl/value.js';
import { makeDocument, makePhoto } from '../../world/files.js';
import type { FileContent, WorldDocument, WorldMedia, WorldPhoto } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { longOf, numberOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

type Parts = Map<number, Uint8Array>;

const uploads = new WeakMap<World, Map<string, Parts>>();

/** The parts of a file that an account is uploading. */
export function partsOf(viewer: Viewer, fileId: bigint): Parts {
  const all = uploads.get(viewer.world) ?? new Map<string, Parts>();
  uploads.set(viewer.world, all);
  const key = `${viewer.id} ${fileId}`;
  const parts = all.get(key) ?? new Map<number, Uint8Array>();
  all.set(key, parts);
  return parts;
}

/** The bytes of an uploaded file. Throws FILE_PARTS_INVALID, FILE_PART_n_MISSING. */
export function uploadedBytes(viewer: Viewer, file: TlObject | undefined): Uint8Array {
  if (file === undefined) throw badRequest('FILE_ID_INVALID');
  const count = numberOf(file, 'parts');
  const parts = partsOf(viewer, longOf(file, 'id'));
  if (count < 1) throw badRequest('FILE_PARTS_INVALID');
  const pieces: Uint8Array[] = [];
  for (let part = 0; part < count; part++) {
    const piece = parts.get(part);
    if (piece === undefined) throw badRequest(`FILE_PART_${part}_MISSING`);
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** A file id that nothing in the world has yet. */
function freshId(viewer: Viewer): bigint {
  let id = 5_000_000_000_000_000n + BigInt(viewer.world.files.size);
  while (viewer.world.files.has(id)) id += 1n;
  return id;
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
  return file;
}

/** Width and height from a PNG or JPEG header; undefined for anything else. */
function pixelSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24 && view.getUint32(0) === 0x89504e47) {
    return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 < bytes.length) {
    const marker = view.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** The media that an InputMedia stands for. Throws MEDIA_EMPTY, MEDIA_INVALID or PHOTO_INVALID_DIMENSIONS. */
export function inputMedia(viewer: Viewer, input: TlObject | undefined, dc: number): WorldMedia {
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
      if (size === undefined) throw badRequest('PHOTO_INVALID_DIMENSIONS');
      return makePhoto({ ...fresh(bytes), ...size });
    }
    case 'inputMediaUploadedDocument': {
      const file = objectOf(input, 'file');
      const attributes = objectsOf(input, 'attributes');
      const isNamed = attributes.some((attribute) => attribute._ === 'documentAttributeFilename');
      return makeDocument({
        ...fresh(uploadedBytes(viewer, file)),
        mimeType: textOf(input, 'mime_type'),
        attributes,
        ...(!isNamed && file !== undefined && { fileName: textOf(file, 'name') }),
      });
    }
    case 'inputMediaContact':
      return {
        kind: 'other',
        media: {
          _: 'messageMediaContact',
          phone_number: textOf(input, 'phone_number'),
          first_name: textOf(input, 'first_name'),
          last_name: textOf(input, 'last_name'),
          vcard: textOf(input, 'vcard'),
          user_id: viewer.world.phones.get(textOf(input, 'phone_number').replaceAll(/\D/g, '')) ?? 0n,
        },
      };
    default:
      throw badRequest('MEDIA_INVALID');
  }
}
