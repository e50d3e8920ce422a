import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { bytesOf, longOf, numberOf } from '../common/fields.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { MAX_PART, MAX_PARTS, keepPart } from './uploads.js';

/** A file whose length its client does not know yet. */
const STREAMED = -1;

function save(request: TlObject, call: CallContext, big: boolean): boolean {
  const viewer = viewerOf(call);
  const bytes = bytesOf(request, 'bytes');
  const number = numberOf(request, 'file_part');
  const total = big ? numberOf(request, 'file_total_parts') : STREAMED;
  if (total !== STREAMED && (total < 1 || total > MAX_PARTS)) throw badRequest('FILE_PARTS_INVALID');
  if (number < 0 || number >= (total === STREAMED ? MAX_PARTS : total)) throw badRequest('FILE_PART_INVALID');
  if (bytes.length === 0) throw badRequest('FILE_PART_EMPTY');
  if (bytes.length > MAX_PART) throw badRequest('FILE_PART_TOO_BIG');
  keepPart(viewer, longOf(request, 'file_id'), {
    number,
    bytes,
    big,
    ...(total !== STREAMED && { total }),
  });
  return true;
}

/** Parts of files on their way up. */
export const savePartHandlers: Handlers = {
  'upload.saveFilePart': (request, call) => save(request, call, false),
  'upload.saveBigFilePart': (request, call) => save(request, call, true),
};
