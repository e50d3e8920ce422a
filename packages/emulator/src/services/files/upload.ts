import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { fileBytes } from '../../world/files.js';
import type { WorldDocument, WorldPhoto } from '../../world/model.js';
import { bytesOf, flagOf, longOf, numberOf, objectOf } from '../common/fields.js';
import { partsOf } from '../messages/input-media.js';
import { photoOwner } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** The most bytes in one part, up or down. */
const MAX_UPLOAD_PART = 524_288;
const MAX_DOWNLOAD_PART = 1_048_576;

function locate(viewer: Viewer, location: TlObject | undefined): WorldPhoto | WorldDocument {
  if (location?._ === 'inputPeerPhotoFileLocation') {
    const peer = photoOwner(viewer, objectOf(location, 'peer'));
    const owner = peer.kind === 'user' ? viewer.world.users.get(peer.id) : viewer.world.chat(peer);
    if (owner?.photo?.id !== longOf(location, 'photo_id')) throw badRequest('LOCATION_INVALID');
    return owner.photo;
  }
  const kinds: Readonly<Record<string, string>> = {
    inputPhotoFileLocation: 'photo',
    inputDocumentFileLocation: 'document',
  };
  const kind = location === undefined ? undefined : kinds[location._];
  if (location === undefined || kind === undefined) throw badRequest('LOCATION_INVALID');
  const file = viewer.world.files.get(longOf(location, 'id'));
  if (file?.kind !== kind || file.accessHash !== longOf(location, 'access_hash'))
    throw badRequest('FILE_ID_INVALID');
  if (!Buffer.from(file.fileReference).equals(bytesOf(location, 'file_reference'))) {
    throw badRequest('FILE_REFERENCE_EXPIRED');
  }
  return file;
}

/** Offset and limit obey core.telegram.org/api/files, "downloading files". */
function checkRange(offset: number, limit: number, isPrecise: boolean): void {
  const step = isPrecise ? 1024 : 4096;
  if (offset < 0 || offset % step !== 0) throw badRequest('OFFSET_INVALID');
  if (limit <= 0 || limit % step !== 0 || limit > MAX_DOWNLOAD_PART) throw badRequest('LIMIT_INVALID');
  if (!isPrecise && MAX_DOWNLOAD_PART % limit !== 0) throw badRequest('LIMIT_INVALID');
  const isOneChunk =
    Math.floor(offset / MAX_DOWNLOAD_PART) === Math.floor((offset + limit - 1) / MAX_DOWNLOAD_PART);
  if (!isOneChunk) throw badRequest('LIMIT_INVALID');
}

function storageType(file: WorldPhoto | WorldDocument): string {
  const types: Readonly<Record<string, string>> = {
    'image/jpeg': 'storage.fileJpeg',
    'image/png': 'storage.filePng',
    'image/gif': 'storage.fileGif',
    'image/webp': 'storage.fileWebp',
    'application/pdf': 'storage.filePdf',
    'audio/mpeg': 'storage.fileMp3',
    'video/mp4': 'storage.fileMp4',
  };
  return file.kind === 'photo' ? 'storage.fileJpeg' : (types[file.mimeType] ?? 'storage.filePartial');
}

function getFile(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const file = locate(viewer, objectOf(request, 'location'));
  const offset = Number(longOf(request, 'offset'));
  const limit = numberOf(request, 'limit');
  checkRange(offset, limit, flagOf(request, 'precise'));
  if (file.dc !== call.dc) throw new RpcError(303, `FILE_MIGRATE_${file.dc}`);
  return {
    _: 'upload.file',
    type: { _: storageType(file) },
    mtime: file.date,
    bytes: fileBytes(file.content, offset, limit),
  };
}

function savePart(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const bytes = bytesOf(request, 'bytes');
  const part = numberOf(request, 'file_part');
  if (bytes.length === 0) throw badRequest('FILE_PART_EMPTY');
  if (bytes.length > MAX_UPLOAD_PART) throw badRequest('FILE_PART_TOO_BIG');
  if (part < 0 || part >= 8000) throw badRequest('FILE_PART_INVALID');
  partsOf(viewer, longOf(request, 'file_id')).set(part, bytes);
  return true;
}

/** Bytes up and down. */
export const uploadHandlers: Handlers = {
  'upload.getFile': getFile,
  'upload.saveFilePart': savePart,
  'upload.saveBigFilePart': savePart,
};
