import { createHash } from 'node:crypto';
import { decode } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import type { TlObject } from '../../tl/value.js';
import { makeDocument, makePhoto } from '../../world/files.js';
import { createWorld } from '../../world/world.js';
import { bytesOf, listOf, longOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

const MB = 1_048_576;

function setUp() {
  const world = createWorld();
  const photo = makePhoto({ id: 11n, date: 5, width: 1200, height: 900, content: { seed: 1, size: 90_000 } });
  const face = makePhoto({ id: 12n, date: 5, width: 640, height: 640, content: { seed: 1, size: 30_000 } });
  const video = makeDocument({
    id: 13n,
    date: 5,
    content: { seed: 3, size: 3 * MB },
    mimeType: 'video/mp4',
    attributes: [{ _: 'documentAttributeVideo', duration: 1, w: 1920, h: 1080 }],
  });
  const far = makeDocument({ id: 14n, date: 5, dc: 4, content: new Uint8Array(9), mimeType: 'text/plain' });
  const me = world.addAccount({ phone: '15550001', photo: face }).userId;
  const group = world.addSupergroup({ title: 'Group', creator: me, photo });
  const peer = { kind: 'channel', id: group.id } as const;
  for (const media of [photo, video, far]) world.addMessage({ peer, from: me, date: 9, media });
  const session = new TestSession(world, me);
  const get = (location: TlObject, offset = 0, limit = MB, more = {}) =>
    session.call('upload.getFile', { location, offset: BigInt(offset), limit, ...more });
  const refused = (location: TlObject, offset = 0, limit = MB, more = {}) =>
    session.failure('upload.getFile', { location, offset: BigInt(offset), limit, ...more });
  return { world, session, me, peer, photo, face, video, far, get, refused };
}

type Located = { id: bigint; accessHash: bigint; fileReference: Uint8Array; kind: string };

function at(file: Located, thumb_size = ''): TlObject {
  return {
    _: file.kind === 'photo' ? 'inputPhotoFileLocation' : 'inputDocumentFileLocation',
    id: file.id,
    access_hash: file.accessHash,
    file_reference: file.fileReference,
    thumb_size,
  };
}

describe('downloading', () => {
  it('gives every size of a photo that its message offers, each a picture of those pixels', async () => {
    const { session, peer, get, photo } = setUp();
    const answer = await session.call('messages.getHistory', { peer: session.input(peer), limit: 10 });
    const shown = objectsOf(answer, 'messages')
      .flatMap((message) => objectOf(message, 'media') ?? [])
      .at(-1);
    const sizes = objectsOf(objectOf(shown ?? { _: '' }, 'photo') ?? { _: '' }, 'sizes');
    expect(sizes.map((size) => `${size._} ${textOf(size, 'type')}`)).toEqual([
      'photoStrippedSize i',
      'photoSize s',
      'photoSize m',
      'photoSize x',
      'photoSize y',
    ]);
    for (const shape of sizes.slice(1)) {
      const { w, h, size } = shape;
      const file = await get(at(photo, textOf(shape, 'type')));
      expect(file).toMatchObject({ _: 'upload.file', type: { _: 'storage.fileJpeg' } });
      expect(bytesOf(file, 'bytes')).toHaveLength(Number(size));
      expect(decode(bytesOf(file, 'bytes'))).toMatchObject({ width: w, height: h });
    }
  });

  it('gives previews of videos, and refuses sizes that are not offered', async () => {
    const { get, refused, video, photo } = setUp();
    const file = await get(at(video, 'm'));
    expect(decode(bytesOf(file, 'bytes'))).toMatchObject({ width: 320, height: 180 });
    expect(await refused(at(video, 'x'))).toBe('400 LOCATION_INVALID');
    expect(await refused(at(photo, 'i'))).toBe('400 LOCATION_INVALID');
    expect(await refused({ _: 'inputTakeoutFileLocation' })).toBe('400 LOCATION_INVALID');
  });

  it('gives profile photos of people and chats, small and big', async () => {
    const { get, refused, photo, face, peer, session, me } = setUp();
    const of = (input: TlObject, photo_id: bigint, big?: true): TlObject => ({
      _: 'inputPeerPhotoFileLocation',
      peer: input,
      photo_id,
      big,
    });
    const self = { _: 'inputPeerSelf' };
    const widths = [];
    for (const location of [of(self, face.id), of(self, face.id, true), of(session.input(peer), photo.id)])
      widths.push(decode(bytesOf(await get(location), 'bytes')).width);
    expect(widths).toEqual([160, 640, 160]);
    expect(await refused(of(self, 5n))).toBe('400 LOCATION_INVALID');
    const [user] = listOf(
      {
        _: '',
        users: await session.value('users.getUsers', { id: [{ _: 'inputUserSelf' }] }),
      },
      'users',
    );
    expect(user).toMatchObject({ id: me, photo: { stripped_thumb: expect.any(Uint8Array) } });
  });

  it('obeys the rules of ranges, strict and precise', async () => {
    const { get, refused, video } = setUp();
    const location = at(video);
    const precise = { precise: true };
    expect(await refused(location, 1024, 4096)).toBe('400 OFFSET_INVALID');
    expect(await refused(location, 4096, 1024)).toBe('400 LIMIT_INVALID');
    expect(await refused(location, 0, 12_288)).toBe('400 LIMIT_INVALID');
    expect(await refused(location, 0, 2 * MB)).toBe('400 LIMIT_INVALID');
    expect(await refused(location, MB - 4096, 8192)).toBe('400 LIMIT_INVALID');
    expect(await refused(location, -4096, 4096)).toBe('400 OFFSET_INVALID');
    expect(await refused(location, 100, 1024, precise)).toBe('400 OFFSET_INVALID');
    expect(await refused(location, 1024, 1000, precise)).toBe('400 LIMIT_INVALID');
    expect(await refused(location, MB - 1024, 2048, precise)).toBe('400 LIMIT_INVALID');
    const strict = bytesOf(await get(location, 4096, 4096), 'bytes');
    const exact = bytesOf(await get(location, 5120, 3072, precise), 'bytes');
    expect(exact).toEqual(strict.slice(1024));
    expect(bytesOf(await get(location, 8 * MB, MB), 'bytes')).toHaveLength(0);
  });

  it('sends who asks at the wrong data centre to the right one', async () => {
    const { refused, far } = setUp();
    expect(await refused(at(far))).toBe('303 FILE_MIGRATE_4');
  });

  it('wants the reference that came with the message, and lets old ones expire', async () => {
    const { world, session, peer, photo, video, get, refused } = setUp();
    const old = at(photo);
    expect(await refused({ ...old, file_reference: new Uint8Array(0) })).toBe('400 FILE_REFERENCE_EMPTY');
    expect(await refused({ ...old, file_reference: video.fileReference })).toBe('400 FILE_REFERENCE_INVALID');
    expect(await refused({ ...old, access_hash: 3n })).toBe('400 FILE_ID_INVALID');
    world.expireFileReferences();
    expect(await refused(old)).toBe('400 FILE_REFERENCE_EXPIRED');
    const media = { _: 'inputMediaPhoto', id: { ...old, _: 'inputPhoto' } };
    const send = { peer: session.input(peer), media, message: '', random_id: 5n };
    expect(await session.failure('messages.sendMedia', send)).toBe('400 FILE_REFERENCE_EXPIRED');
    const channel = { ...session.input(peer), _: 'inputChannel' };
    const id = [{ _: 'inputMessageID', id: 1 }];
    const answer = await session.call('channels.getMessages', { channel, id });
    const [message] = objectsOf(answer, 'messages');
    const fresh = objectOf(objectOf(message ?? { _: '' }, 'media') ?? { _: '' }, 'photo') ?? { _: '' };
    const location = { ...old, file_reference: bytesOf(fresh, 'file_reference') };
    expect(await get(location)).toMatchObject({ _: 'upload.file' });
  });

  it('gives hashes that the bytes agree with', async () => {
    const { session, video, get } = setUp();
    const location = at(video);
    const hashes = (await session.value('upload.getFileHashes', {
      location,
      offset: BigInt(MB),
    })) as TlObject[];
    expect(hashes).toHaveLength(8);
    const file = bytesOf(await get(location, MB, MB), 'bytes');
    for (const hash of hashes) {
      const from = Number(longOf(hash, 'offset')) - MB;
      const part = file.subarray(from, from + Number(hash['limit']));
      expect(createHash('sha256').update(part).digest().equals(bytesOf(hash, 'hash'))).toBe(true);
    }
  });

  it('says what a file is by its bytes', async () => {
    const { world, me, get } = setUp();
    const begins: readonly (readonly [string, string])[] = [
      ['%PDF-1.7', 'Pdf'],
      ['GIF89a', 'Gif'],
      ['ID3', 'Mp3'],
      ['RIFF....WEBP', 'Webp'],
      ['....ftypisom', 'Mp4'],
      ['....ftypqt  ', 'Mov'],
      ['plain', 'Partial'],
    ];
    for (const [n, [text, type]] of begins.entries()) {
      const content = new Uint8Array(Buffer.from(text));
      const media = makeDocument({ id: BigInt(100 + n), date: 1, content, mimeType: 'image/png' });
      world.addMessage({ peer: { kind: 'user', id: me }, from: me, date: 1, media });
      expect(await get(at(media))).toMatchObject({ type: { _: `storage.file${type}` } });
    }
  });

  it('offers no web files and no content delivery network', async () => {
    const { session } = setUp();
    const location = { _: 'inputWebFileLocation', url: 'https://example.org/a.png', access_hash: 1n };
    expect(await session.failure('upload.getWebFile', { location, offset: 0, limit: 4096 })).toBe(
      '400 LOCATION_INVALID',
    );
    const file_token = new Uint8Array(4);
    expect(await session.failure('upload.getCdnFile', { file_token, offset: 0n, limit: 4096 })).toBe(
      '400 FILE_TOKEN_INVALID',
    );
    expect(await session.call('help.getCdnConfig')).toMatchObject({ public_keys: [] });
  });
});
