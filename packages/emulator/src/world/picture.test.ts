import { createRequire } from 'node:module';
import { decode } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { fileBytes, makePhoto } from './files.js';
import { pictureFile, pictureSize, strippedThumb } from './picture.js';

const load = createRequire(import.meta.url);
const { strippedPhotoToJpg } = load('telegram/Utils.js') as { strippedPhotoToJpg: (bytes: Buffer) => Buffer };

/** How many different colours a picture shows. */
function coloursOf({ data }: { data: Uint8Array }): number {
  const colours = new Set<number>();
  const { buffer, byteOffset, byteLength } = data;
  const view = new DataView(buffer, byteOffset, byteLength);
  for (let at = 0; at < byteLength; at += 4) colours.add(view.getUint32(at) >>> 8);
  return colours.size;
}

describe('a made-up picture', () => {
  it.each([
    [640, 480, 60_000],
    [1280, 960, 150_000],
    [33, 17, 2000],
    [160, 160, pictureSize(160, 160)],
  ])('of %i by %i pixels is a JPEG of exactly %i bytes', (width, height, size) => {
    for (const seed of [1, 2, 77_777]) {
      const file = pictureFile({ seed, width, height, size });
      expect(file).toHaveLength(size);
      const shown = decode(file ?? Buffer.of());
      expect(shown).toMatchObject({ width, height });
      expect(coloursOf(shown)).toBeGreaterThan(5);
    }
  });

  it('has a valid file at every size around its smallest', () => {
    const least = 640;
    for (let size = least; size < least + 12; size++) {
      const file = pictureFile({ seed: 5, width: 64, height: 48, size });
      expect(decode(file ?? Buffer.of()).width).toBe(64);
      expect(file).toHaveLength(size);
    }
  });

  it('loses pixels before bytes where the size is too small for it', () => {
    const file = pictureFile({ seed: 3, width: 1600, height: 1200, size: 600 });
    expect(file).toHaveLength(600);
    expect(decode(file ?? Buffer.of()).width).toBeLessThan(400);
    expect(pictureFile({ seed: 3, width: 1600, height: 1200, size: 99 })).toBeUndefined();
  });

  it('has a stripped preview that clients complete to a JPEG', () => {
    const bytes = strippedThumb({ seed: 9, width: 1280, height: 720 });
    expect([...bytes.subarray(0, 3)]).toEqual([1, 23, 40]);
    expect(bytes.length).toBeLessThan(200);
    const shown = decode(strippedPhotoToJpg(Buffer.from(bytes)));
    expect(shown).toMatchObject({ width: 40, height: 23 });
    expect(coloursOf(shown)).toBeGreaterThan(3);
  });

  it('is what a photo of the world holds, whichever piece is asked for', () => {
    const photo = makePhoto({ id: 5n, date: 1, width: 800, height: 600, content: { seed: 1, size: 40_000 } });
    const whole = Buffer.from(fileBytes(photo.content, 0, 100_000));
    expect(decode(whole)).toMatchObject({ width: 800, height: 600 });
    const pieces = [0, 10_240, 20_480, 30_720].map((at) => fileBytes(photo.content, at, 10_240));
    expect(Buffer.concat(pieces).equals(whole)).toBe(true);
  });
});
