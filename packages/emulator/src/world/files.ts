import type { TlObject } from '../tl/value.js';
import { stable64 } from './chance.js';
import type { FileContent, WorldDocument, WorldFile, WorldPhoto } from './model.js';

interface FileOptions {
  readonly id: bigint;
  readonly date: number;
  readonly content: FileContent;
  readonly dc?: number;
}

function baseOf(options: FileOptions): WorldFile {
  const reference = new Uint8Array(25);
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

/** A photo of the given pixel size. */
export function makePhoto(options: FileOptions & { width: number; height: number }): WorldPhoto {
  return { kind: 'photo', ...baseOf(options), width: options.width, height: options.height };
}

/** A document; `fileName` becomes its documentAttributeFilename. */
export function makeDocument(
  options: FileOptions & { mimeType: string; fileName?: string; attributes?: readonly TlObject[] },
): WorldDocument {
  const attributes: TlObject[] = [...(options.attributes ?? [])];
  if (options.fileName !== undefined) {
    attributes.push({ _: 'documentAttributeFilename', file_name: options.fileName });
  }
  return { kind: 'document', ...baseOf(options), mimeType: options.mimeType, attributes };
}

/** Bytes `offset` to `offset + limit` of a file, cut at its end. */
export function fileBytes(content: FileContent, offset: number, limit: number): Uint8Array {
  if (content instanceof Uint8Array) return content.slice(offset, offset + limit);
  const end = Math.min(content.size, offset + limit);
  const bytes = new Uint8Array(Math.max(0, end - offset));
  for (let index = 0; index < bytes.length; index++) {
    const at = offset + index;
    bytes[index] = (Math.imul(at ^ content.seed, 2_654_435_761) >>> 13) & 0xff;
  }
  return bytes;
}
