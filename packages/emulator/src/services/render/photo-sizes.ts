/*
 * The sizes a photo is offered in, and previews of documents (core.telegram.org/api/files, "image thumbnail types"). Only
 * the full size is kept; the smaller ones are painted when they are asked for.
 */
import type { TlObject } from '../../tl/value.js';
import { paintSeed } from '../../world/files.js';
import type { FileContent, WorldDocument, WorldPhoto } from '../../world/model.js';
import { pictureSize, strippedThumb, within } from '../../world/picture.js';

/** One size of a photo. */
export interface PhotoSize {
  /** The letter that names it in a location. */
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly content: FileContent;
}

/** Longest sides, by letter. */
const BOXES = [
  ['s', 100],
  ['m', 320],
  ['x', 800],
  ['y', 1280],
  ['w', 2560],
] as const;

/** The sizes of a photo, the full one last. */
export function photoSizes(photo: WorldPhoto): PhotoSize[] {
  const { width, height, size } = photo;
  const longest = Math.max(width, height);
  const found = BOXES.findIndex(([letter, side]) => letter !== 's' && longest <= side);
  const place = found === -1 ? BOXES.length - 1 : found;
  const smaller = BOXES.slice(0, place)
    .filter(([, side]) => side < longest)
    .map(([letter, side]) => painted(photo.id, letter, within(width, height, side)));
  const whole = {
    type: BOXES[place]?.[0] ?? 'w',
    width,
    height,
    size,
    // Looked at when it is downloaded only: imported photos are read from disk then.
    get content() {
      return photo.content;
    },
  };
  return [...smaller, whole];
}

/** A TL Photo's sizes: a stripped preview first, then what can be downloaded. */
export function renderPhotoSizes(photo: WorldPhoto): TlObject[] {
  return [stripped(photo), ...photoSizes(photo).map(render)];
}

/** The few bytes of preview that come with a photo, as profile photos carry them. */
export function strippedBytes(photo: WorldPhoto): Uint8Array {
  return strippedThumb({ seed: paintSeed(photo.id), width: photo.width, height: photo.height });
}

/** The preview of a document: the one that was uploaded with it, or a painted one of a video or picture. */
export function documentThumb(document: WorldDocument): PhotoSize | undefined {
  const pixels = pixelsOf(document);
  if (document.thumb !== undefined) {
    const [width, height] = within(pixels?.w ?? 320, pixels?.h ?? 320, 320);
    return { type: 'm', width, height, size: document.thumb.length, content: document.thumb };
  }
  return pixels === undefined ? undefined : painted(document.id, 'm', within(pixels.w, pixels.h, 320));
}

/** A TL Document's thumbs; undefined when it has none. */
export function renderThumbs(document: WorldDocument): TlObject[] | undefined {
  const thumb = documentThumb(document);
  if (thumb === undefined) return undefined;
  return [stripped({ id: document.id, width: thumb.width, height: thumb.height }), render(thumb)];
}

function pixelsOf(document: WorldDocument): { readonly w: number; readonly h: number } | undefined {
  // Stickers carry an outline instead, and a picture of no size is none.
  if (document.attributes.some((one) => one._ === 'documentAttributeSticker')) return undefined;
  const sized = document.attributes.find(
    (one) => one._ === 'documentAttributeVideo' || one._ === 'documentAttributeImageSize',
  );
  const [w, h] = [sized?.['w'], sized?.['h']];
  return typeof w === 'number' && typeof h === 'number' && w > 0 && h > 0 ? { w, h } : undefined;
}

function painted(id: bigint, type: string, [width, height]: readonly [number, number]): PhotoSize {
  const size = pictureSize(width, height);
  const content = { seed: paintSeed(id), size, picture: { width, height } };
  return { type, width, height, size, content };
}

function stripped({ id, width, height }: Pick<WorldPhoto, 'id' | 'width' | 'height'>): TlObject {
  const bytes = strippedThumb({ seed: paintSeed(id), width, height });
  return { _: 'photoStrippedSize', type: 'i', bytes };
}

function render({ type, width, height, size }: PhotoSize): TlObject {
  return { _: 'photoSize', type, w: width, h: height, size };
}
