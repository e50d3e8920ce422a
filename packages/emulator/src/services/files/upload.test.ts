import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fileBytes } from '../../world/files.js';
import { createWorld } from '../../world/world.js';
import { objectOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

const KB = 1024;

function setUp() {
  const world = createWorld();
  const { userId } = world.addAccount({ phone: '15550001' });
  const session = new TestSession(world, userId);
  let nextId = 1n;
  const save = (file_id: bigint, file_part: number, size: number) =>
    session.failure('upload.saveFilePart', { file_id, file_part, bytes: bytesOf(size) });
  const saveBig = (file_id: bigint, file_part: number, size: number, file_total_parts: number) =>
    session.failure('upload.saveBigFilePart', { file_id, file_part, file_total_parts, bytes: bytesOf(size) });
  /** Sends an uploaded file to Saved Messages. */
  const send = (file: Record<string, unknown>) => ({
    peer: { _: 'inputPeerSelf' },
    message: '',
    random_id: nextId++,
    media: {
      _: 'inputMediaUploadedDocument',
      mime_type: 'application/octet-stream',
      attributes: [],
      file: { _: 'inputFile', id: 1n, parts: 1, name: 'a.bin', md5_checksum: '', ...file },
    },
  });
  return { world, session, userId, save, saveBig, send };
}

function bytesOf(size: number): Uint8Array {
  return fileBytes({ seed: 7, size }, 0, size);
}

describe('uploading', () => {
  it('puts parts together in order, whatever order they came in, and checks the sum', async () => {
    const { session, save, send, world, userId } = setUp();
    expect(await save(1n, 2, 100)).toBe('no error');
    expect(await save(1n, 0, 4 * KB)).toBe('no error');
    const upload = { parts: 3, md5_checksum: createHash('md5').update('else').digest('hex') };
    expect(await session.failure('messages.sendMedia', send(upload))).toBe('400 FILE_PART_1_MISSING');
    expect(await save(1n, 1, 4 * KB)).toBe('no error');
    expect(await session.failure('messages.sendMedia', send(upload))).toBe('400 MD5_CHECKSUM_INVALID');
    const whole = Buffer.concat([bytesOf(4 * KB), bytesOf(4 * KB), bytesOf(100)]);
    const right = { ...upload, md5_checksum: createHash('md5').update(whole).digest('hex') };
    await session.call('messages.sendMedia', send(right));
    const media = world.history(userId, { kind: 'user', id: userId })?.top?.media;
    expect(media).toMatchObject({ kind: 'document', size: 8 * KB + 100, content: new Uint8Array(whole) });
  });

  it('wants parts of one size that divides 512 KB and is divisible by 1 KB, but for the last', async () => {
    const { save, saveBig } = setUp();
    expect(await save(1n, 0, 1000)).toBe('no error');
    expect(await save(1n, 1, 1000)).toBe('400 FILE_PART_SIZE_INVALID');
    expect(await save(2n, 0, 3 * KB)).toBe('no error');
    expect(await save(2n, 1, 10)).toBe('400 FILE_PART_SIZE_INVALID');
    expect(await save(3n, 0, 4 * KB)).toBe('no error');
    expect(await save(3n, 1, 8 * KB)).toBe('400 FILE_PART_SIZE_CHANGED');
    expect(await save(3n, 1, 2 * KB)).toBe('no error');
    expect(await save(3n, 2, 2 * KB)).toBe('400 FILE_PART_SIZE_CHANGED');
    expect(await saveBig(4n, 0, 1000, 3)).toBe('400 FILE_PART_SIZE_INVALID');
    expect(await saveBig(4n, 2, 1000, 3)).toBe('no error');
    expect(await saveBig(4n, 0, 512 * KB, 3)).toBe('no error');
    expect(await saveBig(4n, 1, 256 * KB, 3)).toBe('400 FILE_PART_SIZE_CHANGED');
  });

  it('refuses parts that are empty, too large or out of place', async () => {
    const { save, saveBig } = setUp();
    expect(await save(1n, 0, 0)).toBe('400 FILE_PART_EMPTY');
    expect(await save(1n, 0, 512 * KB + 1)).toBe('400 FILE_PART_TOO_BIG');
    expect(await save(1n, -1, KB)).toBe('400 FILE_PART_INVALID');
    expect(await save(1n, 4000, KB)).toBe('400 FILE_PART_INVALID');
    expect(await saveBig(1n, 3, KB, 3)).toBe('400 FILE_PART_INVALID');
    expect(await saveBig(1n, 0, KB, 0)).toBe('400 FILE_PARTS_INVALID');
    expect(await saveBig(1n, 0, KB, 4001)).toBe('400 FILE_PARTS_INVALID');
    expect(await saveBig(1n, 0, KB, 3)).toBe('no error');
    expect(await saveBig(1n, 1, KB, 4)).toBe('400 FILE_PARTS_INVALID');
    expect(await saveBig(2n, 0, KB, -1)).toBe('no error');
  });

  it('keeps small and big files apart, and lets no small one grow beyond 10 MB', async () => {
    const { session, save, send } = setUp();
    for (let part = 0; part <= 20; part++) expect(await save(1n, part, 512 * KB)).toBe('no error');
    expect(await session.failure('messages.sendMedia', send({ parts: 21 }))).toBe('400 FILE_PARTS_INVALID');
    expect(await session.failure('messages.sendMedia', send({ parts: 20 }))).toBe('no error');
    expect(await session.failure('messages.sendMedia', send({ _: 'inputFileBig', parts: 21 }))).toBe(
      '400 FILE_PART_0_MISSING',
    );
    expect(await session.failure('messages.sendMedia', send({ parts: 0 }))).toBe('400 FILE_PARTS_INVALID');
  });

  it('forgets what nobody used for an hour', async () => {
    const { session, save, send } = setUp();
    await save(1n, 0, KB);
    session.time += 3601;
    expect(await session.failure('messages.sendMedia', send({}))).toBe('400 FILE_PART_0_MISSING');
  });

  it('keeps the two thousand newest of what is never finished', async () => {
    const { session, save, send } = setUp();
    for (let id = 1n; id <= 2001n; id += 1n) expect(await save(id, 0, 9)).toBe('no error');
    expect(await session.failure('messages.sendMedia', send({ id: 1n }))).toBe('400 FILE_PART_0_MISSING');
    expect(await session.failure('messages.sendMedia', send({ id: 2n }))).toBe('no error');
  });

  it('makes a photo only of what has the sides of one', async () => {
    const { session, send } = setUp();
    const sides: readonly (readonly [number, number, string])[] = [
      [5000, 5000, 'no error'],
      [5001, 5000, '400 PHOTO_INVALID_DIMENSIONS'],
      [200, 10, 'no error'],
      [10, 201, '400 PHOTO_INVALID_DIMENSIONS'],
      [0, 10, '400 PHOTO_INVALID_DIMENSIONS'],
    ];
    for (const [width, height, outcome] of sides) {
      const png = Buffer.alloc(24);
      png.write('89504e470d0a1a0a', 'hex');
      png.writeUInt32BE(width, 16);
      png.writeUInt32BE(height, 20);
      await session.value('upload.saveFilePart', { file_id: 9n, file_part: 0, bytes: png });
      const fields = send({ id: 9n });
      const media = { _: 'inputMediaUploadedPhoto', file: fields.media.file };
      expect(await session.failure('messages.sendMedia', { ...fields, media })).toBe(outcome);
    }
  });

  it('keeps the preview that came with a file', async () => {
    const { session, save, send } = setUp();
    await save(1n, 0, KB);
    await save(2n, 0, 300);
    const fields = send({});
    const thumb = { _: 'inputFile', id: 2n, parts: 1, name: 't.jpg', md5_checksum: '' };
    const sent = await session.call('messages.uploadMedia', {
      peer: fields.peer,
      media: { ...fields.media, thumb } as never,
    });
    expect(objectOf(sent, 'document')).toMatchObject({
      thumbs: [{ _: 'photoStrippedSize' }, { _: 'photoSize', type: 'm', size: 300 }],
    });
  });
});
