/* Made-up photos: a seed paints a picture, and the file is filled up to the size that the world says it has. */
import { jpeg, segment, strippedJpeg } from './jpeg.js';
import type { Paint } from './jpeg.js';

/** A picture to be painted: its pixels, and the exact size of its file. */
export interface Picture {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly size: number;
}

/** Longest side of what is painted; larger pictures are painted smaller. */
const LONGEST = 2560;
/** Longest side of a stripped thumbnail. */
const STRIPPED = 40;
const END = Buffer.of(0xff, 0xd9);
const MAX_COMMENT = 65_533;
/** Photos are fetched piece by piece, a few at a time. */
const KEPT = 4;

/** How many different ones are painted; a preview that was made once is there for all photos of its kind. */
const PAINTINGS = 97;
/** Previews come with every message that has a picture, again and again; each has some 60 bytes. */
const KEPT_THUMBS = 5000;

const kept = new Map<string, Buffer>();
const thumbs = new Map<string, Uint8Array>();

/**
 * The file of a picture: a JPEG of exactly `size` bytes. One too small for its pixels is painted with fewer of them;
 * undefined when not even that fits (some 250 bytes).
 */
export function pictureFile(picture: Picture): Buffer | undefined {
  const key = Object.values(picture).join(' ');
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = paintFile(picture);
  if (made === undefined) return undefined;
  kept.set(key, made);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return made;
}

/** How large the file of a made-up picture should be, so that it fits its pixels and little more. */
export function pictureSize(width: number, height: number): number {
  return 256 + Math.ceil(width / 16) * Math.ceil(height / 16) * 9;
}

/** The bytes of its photoStrippedSize. */
export function strippedThumb({ seed, width, height }: Omit<Picture, 'size'>): Uint8Array {
  const [w, h] = within(width, height, STRIPPED);
  const key = `${seed % PAINTINGS} ${w} ${h}`;
  const known = thumbs.get(key);
  if (known !== undefined) return known;
  const made = strippedJpeg(w, h, painter(seed));
  if (thumbs.size >= KEPT_THUMBS) thumbs.clear();
  thumbs.set(key, made);
  return made;
}

/** Width and height scaled down so that neither exceeds `longest`. */
export function within(width: number, height: number, longest: number): readonly [number, number] {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

function paintFile({ seed, size, width, height }: Picture): Buffer | undefined {
  let [w, h] = within(width, height, LONGEST);
  for (;;) {
    const { head, scan } = jpeg(w, h, painter(seed));
    const room = size - head.length - scan.length - END.length;
    if (room >= 0) {
      const { comments, left } = padding(room, seed);
      // A marker may be preceded by any number of 0xff.
      return Buffer.concat([head, ...comments, scan, Buffer.alloc(left, 0xff), END]);
    }
    if (Math.max(w, h) <= 16) return undefined;
    [w, h] = [Math.ceil(w / 2), Math.ceil(h / 2)];
  }
}

function padding(room: number, seed: number): { comments: Buffer[]; left: number } {
  const comments: Buffer[] = [];
  let left = room;
  while (left >= 4) {
    const length = Math.min(MAX_COMMENT, left - 4);
    const noise = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; at++)
      noise[at] = (Math.imul(at ^ (seed + left), 2_654_435_761) >>> 13) & 0x7f;
    comments.push(segment(0xfe, '', noise));
    left -= length + 4;
  }
  return { comments, left };
}

/** A slope from one colour to another, with squares on it. */
function painter(seed: number): Paint {
  const kind = seed % PAINTINGS;
  const pick = (n: number): number => 40 + ((Math.imul(kind + n * 7919, 2_654_435_761) >>> 8) % 176);
  const from = [pick(1), pick(2), pick(3)] as const;
  const to = [pick(4), pick(5), pick(6)] as const;
  return (x, y) => {
    const slope = (x + y) / 2;
    const square = (Math.floor(x * 8) + Math.floor(y * 8)) % 2 === 0 ? 10 : -10;
    return [
      from[0] + (to[0] - from[0]) * slope + square,
      from[1] + (to[1] - from[1]) * slope,
      from[2] + (to[2] - from[2]) * slope,
    ];
  };
}
