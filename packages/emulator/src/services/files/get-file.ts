import { createHash } from 'node:crypto';
import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { fileBytes } from '../../world/files.js';
import { flagOf, longOf, numberOf, objectOf } from '../common/fields.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { storageType } from './file-type.js';
import { locate } from './locate.js';
import type { Located } from './locate.js';

/** The most bytes in one part. */
const MAX_PART = 1_048_576;
/** Bytes that one hash stands for, and how many hashes come at once. */
const HASHED = 131_072;
const MAX_HASHES = 8;
/** As many bytes as are looked at to tell what a file is. */
const HEAD = 16;

/** Offset and limit obey core.telegram.org/api/files, "downloading files". */
function checkRange(offset: number, limit: number, isPrecise: boolean): void {
  const step = isPrecise ? 1024 : 4096;
  if (offset < 0 || offset % step !== 0) throw badRequest('OFFSET_INVALID');
  if (limit <= 0 || limit % step !== 0 || limit > MAX_PART) throw badRequest('LIMIT_INVALID');
  if (!isPrecise && MAX_PART % limit !== 0) throw badRequest('LIMIT_INVALID');
  const isOneChunk = Math.floor(offset / MAX_PART) === Math.floor((offset + limit - 1) / MAX_PART);
  if (!isOneChunk) throw badRequest('LIMIT_INVALID');
}

/** What a request names. Throws 303 FILE_MIGRATE_n when it lies on another data centre. */
function here(request: TlObject, call: CallContext): Located {
  const located = locate(viewerOf(call), objectOf(request, 'location'));
  if (located.file.dc !== call.dc) throw new RpcError(303, `FILE_MIGRATE_${located.file.dc}`);
  return located;
}

function getFile(request: TlObject, call: CallContext): TlObject {
  const offset = Number(longOf(request, 'offset'));
  const limit = numberOf(request, 'limit');
  checkRange(offset, limit, flagOf(request, 'precise'));
  const { file, content } = here(request, call);
  return {
    _: 'upload.file',
    type: storageType(fileBytes(content, 0, HEAD)),
    mtime: file.date,
    bytes: fileBytes(content, offset, limit),
  };
}

function getFileHashes(request: TlObject, call: CallContext): TlObject[] {
  const offset = Number(longOf(request, 'offset'));
  if (offset < 0) throw badRequest('OFFSET_INVALID');
  const { content } = here(request, call);
  const hashes: TlObject[] = [];
  for (let at = offset - (offset % HASHED); hashes.length < MAX_HASHES; at += HASHED) {
    const bytes = fileBytes(content, at, HASHED);
    if (bytes.length === 0) break;
    const hash = new Uint8Array(createHash('sha256').update(bytes).digest());
    hashes.push({ _: 'fileHash', offset: BigInt(at), limit: bytes.length, hash });
  }
  return hashes;
}

/** Bytes of files on their way down, and hashes to check them by. */
export const getFileHandlers: Handlers = {
  'upload.getFile': getFile,
  'upload.getFileHashes': getFileHashes,
};
