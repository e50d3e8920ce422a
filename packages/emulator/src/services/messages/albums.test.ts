import { describe, expect, it } from 'vitest';
import type { TlObject } from '../../tl/value.js';
import { makeDocument, makePhoto } from '../../world/files.js';
import type { PeerRef, WorldDocument, WorldPhoto } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

const photo = makePhoto({ id: 1n, date: 1, content: { seed: 1, size: 9 }, width: 10, height: 10 });
const report = makeDocument({ id: 2n, date: 1, content: { seed: 2, size: 9 }, mimeType: 'text/plain' });

function inputOf(file: WorldPhoto | WorldDocument): TlObject {
  const id = {
    _: file.kind === 'photo' ? 'inputPhoto' : 'inputDocument',
    id: file.id,
    access_hash: file.accessHash,
    file_reference: file.fileReference,
  };
  return { _: file.kind === 'photo' ? 'inputMediaPhoto' : 'inputMediaDocument', id };
}

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const slow = world.addSupergroup({ title: 'Slow', creator: bob, members: [ann], slowmodeSeconds: 30 });
  const peer: PeerRef = { kind: 'channel', id: slow.id };
  for (const file of [photo, report]) world.files.set(file.id, file);
  const session = new TestSession(world, ann);
  const album = (files: readonly (WorldPhoto | WorldDocument)[], first = 1n) => ({
    peer: session.input(peer),
    multi_media: files.map((file, index) => ({
      _: 'inputSingleMedia',
      media: inputOf(file),
      random_id: first + BigInt(index),
      message: `caption ${index}`,
    })),
  });
  return { world, ann, bob, slow, peer, session, album };
}

describe('a photo', () => {
  it('is sent covered, and in private chats for a time, as asked', async () => {
    const { world, ann, bob, session, peer } = setUp();
    const send = (to: PeerRef, fields: object, random_id: bigint) =>
      session.failure('messages.sendMedia', {
        peer: session.input(to),
        media: { ...inputOf(photo), ...fields },
        message: '',
        random_id,
      });
    const chat = { kind: 'user', id: bob } as const;
    expect(await send(chat, { spoiler: true, ttl_seconds: 30 }, 1n)).toBe('no error');
    expect(await send(chat, { ttl_seconds: 61 }, 2n)).toBe('400 TTL_MEDIA_INVALID');
    expect(await send(chat, { ttl_seconds: -1 }, 3n)).toBe('400 TTL_MEDIA_INVALID');
    expect(await send(peer, { ttl_seconds: 30 }, 4n)).toBe('400 TTL_MEDIA_INVALID');
    const answer = await new TestSession(world, bob).call('messages.getHistory', {
      peer: new TestSession(world, bob).input({ kind: 'user', id: ann }),
      limit: 5,
    });
    expect(objectsOf(answer, 'messages')).toMatchObject([
      { media: { _: 'messageMediaPhoto', spoiler: true, ttl_seconds: 30 } },
    ]);
  });
});

describe('an album', () => {
  it('is one message to slow mode, and shares a grouped_id', async () => {
    const { slow, session, album } = setUp();
    const answer = await session.call('messages.sendMultiMedia', album([photo, photo]));
    expect(objectsOf(answer, 'updates')).toHaveLength(4);
    const messages = slow.history.messages;
    expect(messages.map(({ text }) => text)).toEqual(['caption 0', 'caption 1']);
    expect(messages[0]?.groupedId).toBeDefined();
    expect(messages[0]?.groupedId).toBe(messages[1]?.groupedId);
  });

  it('is made whole or not at all', async () => {
    const { slow, session, album } = setUp();
    const fail = (request: object) => session.failure('messages.sendMultiMedia', { ...request });
    expect(await fail(album([]))).toBe('400 MULTI_MEDIA_EMPTY');
    expect(await fail(album(Array.from({ length: 11 }, () => photo)))).toBe('400 MULTI_MEDIA_TOO_LONG');
    expect(await fail(album([photo, report]))).toBe('400 MEDIA_INVALID');
    const [one] = album([photo]).multi_media;
    expect(await fail({ ...album([]), multi_media: [one, one] })).toBe('500 RANDOM_ID_DUPLICATE');
    expect(slow.history.size).toBe(0);
    slow.defaultBanned = { send_photos: true };
    expect(await fail(album([photo, photo]))).toBe('403 CHAT_SEND_PHOTOS_FORBIDDEN');
    expect(slow.history.size).toBe(0);
    expect(slow.lastSent.size).toBe(0);
  });

  it('takes nothing that was only uploaded, and what messages.uploadMedia made of it', async () => {
    const { slow, session, peer } = setUp();
    const uploaded = async (file_id: bigint): Promise<TlObject> => {
      await session.value('upload.saveFilePart', {
        file_id,
        file_part: 0,
        bytes: Buffer.from(`file ${file_id}`),
      });
      const file = { _: 'inputFile', id: file_id, parts: 1, name: 'a.txt', md5_checksum: '' };
      return { _: 'inputMediaUploadedDocument', file, mime_type: 'text/plain', attributes: [] };
    };
    const album = (media: readonly TlObject[]) => ({
      peer: session.input(peer),
      multi_media: media.map((one, index) => ({
        _: 'inputSingleMedia',
        media: one,
        random_id: BigInt(index + 1),
        message: '',
      })),
    });
    const raw = [await uploaded(1n), await uploaded(2n)];
    expect(await session.failure('messages.sendMultiMedia', album(raw))).toBe('400 MEDIA_INVALID');
    const ready: TlObject[] = [];
    for (const media of raw) {
      const answer = await session.call('messages.uploadMedia', { peer: session.input(peer), media });
      ready.push({ _: 'inputMediaDocument', id: { ...objectOf(answer, 'document'), _: 'inputDocument' } });
    }
    expect(slow.history.size).toBe(0);
    await session.call('messages.sendMultiMedia', album(ready));
    const contents = slow.history.messages.map(({ media }) => media?.kind === 'document' && media.content);
    expect(contents).toEqual([1, 2].map((n) => new Uint8Array(Buffer.from(`file ${n}`))));
  });

  it('repeats what was made of it when asked again', async () => {
    const { slow, session, album } = setUp();
    await session.call('messages.sendMultiMedia', album([photo, photo]));
    session.time += 5;
    await session.call('messages.sendMultiMedia', album([photo, photo]));
    expect(slow.history.size).toBe(2);
  });
});

describe('forwarding several messages', () => {
  it('keeps them an album under a new id, and is refused by slow mode when they are none', async () => {
    const { world, ann, bob, slow, peer, session } = setUp();
    const from: PeerRef = { kind: 'user', id: bob };
    for (const text of ['a', 'b']) {
      world.addMessage({ peer: from, from: ann, date: 1, text, media: photo, groupedId: 77n });
    }
    world.addMessage({ peer: from, from: ann, date: 2, text: 'c' });
    const forward = (id: number[], random: bigint) =>
      session.failure('messages.forwardMessages', {
        from_peer: session.input(from),
        to_peer: session.input(peer),
        id,
        random_id: id.map((_, index) => random + BigInt(index)),
      });
    expect(await forward([1, 3], 1n)).toBe('400 SLOWMODE_MULTI_MSGS_DISABLED');
    expect(slow.history.size).toBe(0);
    expect(await forward([1, 2], 1n)).toBe('no error');
    const [one, other] = slow.history.messages;
    expect(one?.groupedId).toBe(other?.groupedId);
    expect(one?.groupedId).not.toBe(77n);
  });

  it('is refused out of a chat or a message that is protected', async () => {
    const { world, ann, bob, slow, peer, session } = setUp();
    const from: PeerRef = { kind: 'user', id: bob };
    const message = world.addMessage({ peer: from, from: ann, date: 2, text: 'c' });
    message.noforwards = true;
    const forward = {
      from_peer: session.input(from),
      to_peer: session.input(peer),
      id: [1],
      random_id: [1n],
    };
    expect(await session.failure('messages.forwardMessages', forward)).toBe('400 CHAT_FORWARDS_RESTRICTED');
    message.noforwards = false;
    slow.noforwards = true;
    const within = { ...forward, from_peer: session.input(peer) };
    expect(await session.failure('messages.forwardMessages', within)).toBe('400 CHAT_FORWARDS_RESTRICTED');
    expect(slow.history.size).toBe(0);
  });
});
