/*
 * Files on their way up: parts lie with the account until a message takes them (core.telegram.org/api/files, "uploading
 * files"). What is not used within an hour, or is too much, is forgotten, the oldest first.
 */
import { createHash } from 'node:crypto';
import type { TlObject } from '../../tl/value.js';
import type { World } from '../../world/world.js';
import { longOf, numberOf, textOf } from '../common/fields.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** How many parts a file may have, and how large each may be. */
export const MAX_PARTS = 4000;
export const MAX_PART = 524_288;
/** Larger files go up with upload.saveBigFilePart. */
const MAX_SMALL_FILE = 10 * 1024 * 1024;
const LIFE_S = 3600;
/** Bytes that one world keeps of unfinished uploads; no file may be larger. */
const MAX_KEPT = 256 * 1024 * 1024;
/** How many files one world keeps on their way up. */
const MAX_UPLOADS = 2000;

/** One file on its way up. */
interface Upload {
  /** As upload.saveBigFilePart tells it; undefined while nobody knows. */
  total?: number;
  readonly parts: Map<number, Uint8Array>;
  highest: number;
  /** The size of all parts but the last, once two are known. */
  partSize?: number;
  bytes: number;
  touched: number;
}

/** A part as it arrives. */
export interface Part {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly big: boolean;
  readonly total?: number;
}

const shelves = new WeakMap<World, Map<string, Upload>>();

function shelfOf(viewer: Viewer): Map<string, Upload> {
  const shelf = shelves.get(viewer.world) ?? new Map<string, Upload>();
  shelves.set(viewer.world, shelf);
  return shelf;
}

/** Keeps a part. Throws FILE_PARTS_INVALID, FILE_PART_SIZE_INVALID or FILE_PART_SIZE_CHANGED. */
export function keepPart(viewer: Viewer, fileId: bigint, part: Part): void {
  const shelf = shelfOf(viewer);
  const key = `${viewer.id} ${fileId} ${part.big}`;
  const upload: Upload = shelf.get(key) ?? { parts: new Map(), highest: -1, bytes: 0, touched: viewer.now };
  if (part.total !== undefined) {
    if (upload.total !== undefined && upload.total !== part.total) throw badRequest('FILE_PARTS_INVALID');
    upload.total = part.total;
  }
  checkSize(upload, part);
  const bytes = upload.bytes + part.bytes.length - (upload.parts.get(part.number)?.length ?? 0);
  if (bytes > MAX_KEPT) throw badRequest('FILE_PARTS_INVALID');
  upload.bytes = bytes;
  upload.parts.set(part.number, part.bytes);
  upload.highest = Math.max(upload.highest, part.number);
  upload.touched = viewer.now;
  // The newest stand last.
  shelf.delete(key);
  shelf.set(key, upload);
  tidy(shelf, viewer.now);
}

/** All parts but the last have one size, which divides 512 KB and is divisible by 1 KB; the last is no larger. */
function checkSize(upload: Upload, { number, bytes }: Part): void {
  const { parts, total, highest } = upload;
  const last = total === undefined ? Math.max(highest, number) : total - 1;
  // Where the length is not known, the highest part so far may be the last one, until a higher one comes.
  const sizes = last !== highest && parts.has(highest) ? [parts.get(highest)?.length ?? 0] : [];
  if (number !== last) sizes.push(bytes.length);
  if (!sizes.every(isRegular)) throw badRequest('FILE_PART_SIZE_INVALID');
  const size = upload.partSize ?? sizes[0];
  if (size === undefined) return;
  const end = number === last ? bytes.length : (parts.get(last)?.length ?? 0);
  if (end > size || sizes.some((one) => one !== size)) throw badRequest('FILE_PART_SIZE_CHANGED');
  if (sizes.length > 0) upload.partSize = size;
}

function isRegular(size: number): boolean {
  return size % 1024 === 0 && MAX_PART % size === 0;
}

function tidy(shelf: Map<string, Upload>, now: number): void {
  let kept = 0;
  for (const upload of shelf.values()) kept += upload.bytes;
  for (const [key, upload] of shelf) {
    const isOld = upload.touched + LIFE_S < now;
    if (!isOld && kept <= MAX_KEPT && shelf.size <= MAX_UPLOADS) continue;
    shelf.delete(key);
    kept -= upload.bytes;
  }
}

/**
 * The bytes of an uploaded file that an InputFile names. Throws FILE_ID_INVALID, FILE_PARTS_INVALID, FILE_PART_n_MISSING
 * or MD5_CHECKSUM_INVALID.
 */
export function uploadedBytes(viewer: Viewer, file: TlObject | undefined): Uint8Array {
  const big = file?._ === 'inputFileBig';
  if (file === undefined || (!big && file._ !== 'inputFile')) throw badRequest('FILE_ID_INVALID');
  tidy(shelfOf(viewer), viewer.now);
  const upload = shelfOf(viewer).get(`${viewer.id} ${longOf(file, 'id')} ${big}`);
  const count = numberOf(file, 'parts');
  if (count < 1 || count > MAX_PARTS || count !== (upload?.total ?? count))
    throw badRequest('FILE_PARTS_INVALID');
  const pieces: Uint8Array[] = [];
  for (let number = 0; number < count; number++) {
    const piece = upload?.parts.get(number);
    if (piece === undefined) throw badRequest(`FILE_PART_${number}_MISSING`);
    pieces.push(piece);
  }
  const bytes = new Uint8Array(Buffer.concat(pieces));
  if (!big && bytes.length > MAX_SMALL_FILE) throw badRequest('FILE_PARTS_INVALID');
  const checksum = big ? '' : textOf(file, 'md5_checksum').toLowerCase();
  if (checksum !== '' && checksum !== createHash('md5').update(bytes).digest('hex')) {
    throw badRequest('MD5_CHECKSUM_INVALID');
  }
  return bytes;
}
