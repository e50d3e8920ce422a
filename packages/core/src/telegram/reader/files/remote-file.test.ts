import { describe, expect, it } from 'vitest';
import { telegram } from '../../library.js';
import { fileOf, photoFile, pictureOf } from './remote-file.js';

const { Api: Tl, helpers } = telegram();
const id = helpers.returnBigInt('7');
const common = { id, accessHash: id, fileReference: Buffer.alloc(1), date: 1, dcId: 4 };
const size = (type: string, w: number, h: number, bytes: number) =>
  new Tl.PhotoSize({ type, w, h, size: bytes });
const LIMITS = { side: 1280, bytes: 1_048_576 };

const photo = new Tl.Photo({
  ...common,
  sizes: [
    new Tl.PhotoStrippedSize({ type: 'i', bytes: Buffer.alloc(20) }),
    size('w', 2560, 1920, 900_000),
    size('m', 320, 240, 20_000),
    new Tl.PhotoSizeProgressive({ type: 'y', w: 1280, h: 960, sizes: [1000, 9000, 80_000] }),
  ],
});

describe('a photo', () => {
  it('is its largest size, or the largest that may be shown', () => {
    expect(photoFile(photo)).toMatchObject({
      ok: true,
      value: { id: '7', dc: 4, width: 2560, size: 900_000 },
    });
    expect(photoFile(photo, LIMITS)).toMatchObject({
      ok: true,
      value: { width: 1280, height: 960, size: 80_000, location: { thumbSize: 'y' } },
    });
  });

  it('of sizes that are all too large is shown in the smallest, or not at all', () => {
    const wide = new Tl.Photo({ ...common, sizes: [size('a', 4000, 300, 1000), size('b', 5000, 400, 2000)] });
    expect(photoFile(wide, LIMITS)).toMatchObject({ ok: true, value: { width: 4000 } });
    const heavy = new Tl.Photo({ ...common, sizes: [size('a', 100, 100, 2_000_000)] });
    expect(photoFile(heavy, LIMITS)).toMatchObject({ ok: false, refusal: { code: 'NO_FILE' } });
    expect(photoFile(new Tl.PhotoEmpty({ id }))).toMatchObject({ ok: false, refusal: { code: 'NO_FILE' } });
  });

  it('that destroys itself is neither fetched nor shown', () => {
    const media = new Tl.MessageMediaPhoto({ photo, ttlSeconds: 2_147_483_647 });
    for (const found of [fileOf(media), pictureOf(media, LIMITS)]) {
      const data = { reason: expect.stringContaining('destroys itself') };
      expect(found).toMatchObject({ ok: false, refusal: { code: 'NO_FILE', data } });
    }
  });
});

describe('a document', () => {
  const document = (mimeType: string, bytes: number, thumbs = [size('m', 320, 180, 5000)]) =>
    new Tl.MessageMediaDocument({
      document: new Tl.Document({
        ...common,
        mimeType,
        size: helpers.returnBigInt(bytes),
        thumbs,
        attributes: [],
      }),
    });

  it('that is a picture is shown itself while it is small, and by its preview when it is not', () => {
    expect(pictureOf(document('image/png', 5000), LIMITS)).toMatchObject({
      ok: true,
      value: { mime: 'image/png', size: 5000, location: { thumbSize: '' } },
    });
    for (const media of [document('image/png', 50_000_000), document('video/mp4', 5000)])
      expect(pictureOf(media, LIMITS)).toMatchObject({
        ok: true,
        value: { mime: 'image/jpeg', size: 5000, width: 320, location: { thumbSize: 'm' } },
      });
    expect(pictureOf(document('application/zip', 5000, []), LIMITS)).toMatchObject({
      ok: false,
      refusal: { code: 'NO_FILE', data: { reason: 'this document has no preview' } },
    });
  });

  it('is fetched whole, however large', () => {
    expect(fileOf(document('video/mp4', 5_000_000_000))).toMatchObject({
      ok: true,
      value: { size: 5_000_000_000 },
    });
  });
});

describe('what carries no file', () => {
  it('says what it is', () => {
    const dice = new Tl.MessageMediaDice({ value: 1, emoticon: '🎲' });
    expect(fileOf(dice)).toMatchObject({
      refusal: { data: { reason: 'this is a dice, which has no file' } },
    });
    expect(pictureOf(dice, LIMITS)).toMatchObject({
      refusal: { data: { reason: 'this is a dice, which is no picture' } },
    });
    for (const none of [undefined, null, new Tl.MessageMediaEmpty()])
      expect(fileOf(none)).toMatchObject({
        refusal: { code: 'NO_FILE', data: { reason: 'there is no media' } },
      });
    expect(fileOf(new Tl.MessageMediaPhoto({}))).toMatchObject({
      refusal: { data: { reason: 'the file is not there any more' } },
    });
  });
});
