import type { TlObject } from '../tl/value.js';
import { stable64 } from './chance.js';
import { pictureFile } from './picture.js';
import type { FileContent, WorldDocument, WorldFile, WorldMedia, WorldPhoto } from './model.js';

interface FileOptions {
  readonly id: bigint;
  readonly date: number;
  readonly content: FileContent;
  readonly dc?: number;
}

/** A file reference: a zero, the file's id, how often it was made anew, zeros. */
const REFERENCE_LENGTH = 25;
const REFERENCE_AGE_AT = 9;

function baseOf(options: FileOptions): WorldFile {
  const reference = new Uint8Array(REFERENCE_LENGTH);
  new DataView(reference.buffer).setBigInt64(1, options.id);
  return {
    id: options.id,
    accessHash: stable64('file', options.id),
    fileReference: reference,
    date: options.date,
    dc: options.dc ?? 2,
    size: options.content instanceof Uint8Array ? options.content.length : options.content.size,
    content: options.content,
  };
}

/** A photo of the given pixel size; generated content becomes a JPEG that any viewer opens. */
export function makePhoto(options: FileOptions & { width: number; height: number }): WorldPhoto {
  const { id, width, height, content } = options;
  const picture = { width, height };
  // Painted by its id, so that previews show the same picture without a look at the content.
  const shown =
    content instanceof Uint8Array ? content : { seed: paintSeed(id), size: content.size, picture };
  return { kind: 'photo', ...baseOf({ ...options, content: shown }), width, height };
}

/** What the pictures of a file are painted by. */
export function paintSeed(id: bigint): number {
  return Number(BigInt.asUintN(31, id ^ (id >> 31n)));
}

/** Gives a file a new reference; the one that clients have answers with FILE_REFERENCE_EXPIRED from now on. */
export function expireReference(file: WorldFile): void {
  const next = Uint8Array.from(file.fileReference);
  const view = new DataView(next.buffer);
  view.setUint32(REFERENCE_AGE_AT, view.getUint32(REFERENCE_AGE_AT) + 1);
  file.fileReference = next;
}

/** A document; `fileName` becomes its documentAttributeFilename. */
export function makeDocument(
  options: FileOptions & {
    mimeType: string;
    fileName?: string;
    attributes?: readonly TlObject[];
    thumb?: Uint8Array;
  },
): WorldDocument {
  const attributes: TlObject[] = [...(options.attributes ?? [])];
  if (options.fileName !== undefined) {
    attributes.push({ _: 'documentAttributeFilename', file_name: options.fileName });
  }
  const { mimeType, thumb } = options;
  return {
    kind: 'document',
    ...baseOf(options),
    mimeType,
    attributes,
    ...(thumb !== undefined && { thumb }),
  };
}

/** Bytes `offset` to `offset + limit` of a file, cut at its end. */
export function fileBytes(content: FileContent, offset: number, limit: number): Uint8Array {
  if (content instanceof Uint8Array) return content.slice(offset, offset + limit);
  const { seed, size, picture } = content;
  const file = picture === undefined ? undefined : pictureFile({ seed, size, ...picture });
  if (file !== undefined) return new Uint8Array(file.subarray(offset, offset + limit));
  const end = Math.min(size, offset + limit);
  const bytes = new Uint8Array(Math.max(0, end - offset));
  for (let index = 0; index < bytes.length; index++) {
    const at = offset + index;
    bytes[index] = (Math.imul(at ^ seed, 2_654_435_761) >>> 13) & 0xff;
  }
  return bytes;
}

/** True for a photo or a document: what can be downloaded and sent again. */
export function isFile(media: WorldMedia | undefined): media is WorldPhoto | WorldDocument {
  return media?.kind === 'photo' || media?.kind === 'document';
}
