import { describe, expect, it } from 'vitest';
import { makeDocument } from '../../world/files.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { bytesOf, objectOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob', username: 'bobby' }).userId;
  const eve = world.addUser({ firstName: 'Eve', lastName: 'Moon', phone: '15550003' }).id;
  const group = world.addSupergroup({
    title: 'Group',
    creator: bob,
    members: [ann, eve],
    slowmodeSeconds: 10,
  });
  const news = world.addChannel({ title: 'News', creator: bob, username: 'dailynews', about: 'all of it' });
  const secret = world.addChannel({ title: 'Secret', creator: bob });
  const club = world.addBasicGroup({ title: 'Club', creator: bob, members: [ann, eve], about: 'tea' });
  world.addContact(ann, eve);
  const session = new TestSession(world, ann);
  const channel = (id: bigint) => ({ ...session.input({ kind: 'channel', id }), _: 'inputChannel' });
  return { world, ann, bob, eve, group, news, secret, club, session, channel };
}

describe('chats', () => {
  it('of a basic group name all members', async () => {
    const { session, club } = setUp();
    const answer = await session.call('messages.getFullChat', { chat_id: club.id });
    expect(objectOf(answer, 'full_chat')).toMatchObject({ about: 'tea', participants: { chat_id: club.id } });
    expect(objectsOf(answer, 'users')).toHaveLength(3);
    expect(await session.failure('messages.getFullChat', { chat_id: 5n })).toBe('400 CHAT_ID_INVALID');
  });

  it('show a channel’s counts only to admins, and nothing of a private one to strangers', async () => {
    const { session, channel, news, secret, bob, world } = setUp();
    const seen = await session.call('channels.getFullChannel', { channel: channel(news.id) });
    expect(objectOf(seen, 'full_chat')).toMatchObject({ about: 'all of it', admins_count: undefined });
    expect(await session.failure('channels.getFullChannel', { channel: channel(secret.id) })).toBe(
      '400 CHANNEL_PRIVATE',
    );
    const owner = new TestSession(world, bob);
    const own = { ...owner.input({ kind: 'channel', id: news.id }), _: 'inputChannel' };
    expect(
      objectOf(await owner.call('channels.getFullChannel', { channel: own }), 'full_chat'),
    ).toMatchObject({
      admins_count: 1,
    });
  });

  it('list members by page, name and role', async () => {
    const { session, channel, group, eve, bob } = setUp();
    const list = async (filter: string, q = '', offset = 0, limit = 10) => {
      const answer = await session.call('channels.getParticipants', {
        channel: channel(group.id),
        filter: { _: filter, q },
        offset,
        limit,
      });
      return [answer['count'], objectsOf(answer, 'participants').map((one) => one['user_id'])];
    };
    expect(await list('channelParticipantsRecent', '', 2, 1)).toEqual([3, [eve]]);
    expect(await list('channelParticipantsSearch', 'moon')).toEqual([1, [eve]]);
    expect(await list('channelParticipantsAdmins')).toEqual([1, [bob]]);
    expect(
      await session.failure('channels.getParticipants', {
        channel: channel(group.id),
        filter: { _: 'channelParticipantsKicked', q: '' },
        limit: 10,
      }),
    ).toBe('400 CHAT_ADMIN_REQUIRED');
  });

  it('know who is in them', async () => {
    const { session, channel, group, news, ann } = setUp();
    const self = { _: 'inputPeerSelf' };
    const answer = await session.call('channels.getParticipant', {
      channel: channel(group.id),
      participant: self,
    });
    expect(objectOf(answer, 'participant')).toMatchObject({ _: 'channelParticipantSelf', user_id: ann });
    expect(
      await session.failure('channels.getParticipant', { channel: channel(news.id), participant: self }),
    ).toBe('400 USER_NOT_PARTICIPANT');
  });
});

describe('people', () => {
  it('are found by username and phone', async () => {
    const { session, bob, eve, news } = setUp();
    const resolve = (username: string) => session.failure('contacts.resolveUsername', { username });
    expect(await session.call('contacts.resolveUsername', { username: 'BOBBY' })).toMatchObject({
      peer: { user_id: bob },
    });
    expect(await session.call('contacts.resolveUsername', { username: 'dailynews' })).toMatchObject({
      peer: { channel_id: news.id },
      chats: [{ title: 'News', left: true }],
    });
    expect(await resolve('nobody_here')).toBe('400 USERNAME_NOT_OCCUPIED');
    expect(await resolve('no spaces')).toBe('400 USERNAME_INVALID');
    expect(await session.call('contacts.resolvePhone', { phone: '+1 555 0003' })).toMatchObject({
      peer: { user_id: eve },
    });
  });

  it('show phone numbers only of contacts, under the right access hash', async () => {
    const { session, bob, eve, world } = setUp();
    const input = (id: bigint) => ({ ...session.input({ kind: 'user', id }), _: 'inputUser' });
    const users = await session.value('users.getUsers', { id: [input(bob), input(eve)] });
    expect(users).toMatchObject([{ phone: undefined }, { phone: '15550003', contact: true }]);
    const stranger = { ...input(bob), access_hash: world.accessHash(bob, { kind: 'user', id: bob }) };
    expect(await session.failure('users.getUsers', { id: [stranger] })).toBe('400 USER_ID_INVALID');
    expect(await session.call('contacts.getContacts')).toMatchObject({
      contacts: [{ user_id: eve, mutual: false }],
    });
    expect(await session.call('contacts.search', { q: 'daily', limit: 5 })).toMatchObject({
      results: [{ _: 'peerChannel' }],
    });
  });
});

describe('files', () => {
  it('come in parts, from the data centre that has them', async () => {
    const { world, ann, session } = setUp();
    const peer: PeerRef = { kind: 'user', id: ann };
    const content = new Uint8Array(10_000).map((_, index) => index);
    const near = makeDocument({ id: 1n, date: 1, content, mimeType: 'text/plain', fileName: 'a.txt' });
    const far = makeDocument({ id: 2n, date: 1, content, mimeType: 'text/plain', dc: 4 });
    world.addMessages([near, far].map((media) => ({ peer, from: ann, date: 1, media })));
    const location = (file: typeof near) => ({
      _: 'inputDocumentFileLocation',
      id: file.id,
      access_hash: file.accessHash,
      file_reference: file.fileReference,
      thumb_size: '',
    });
    const part = await session.call('upload.getFile', {
      location: location(near),
      offset: 8192n,
      limit: 4096,
    });
    expect(Buffer.from(bytesOf(part, 'bytes'))).toEqual(Buffer.from(content.slice(8192)));
    const get = (fields: object) =>
      session.failure('upload.getFile', { location: location(near), offset: 0n, limit: 4096, ...fields });
    expect(await get({ limit: 1000 })).toBe('400 LIMIT_INVALID');
    expect(await get({ location: location(far) })).toBe('303 FILE_MIGRATE_4');
    expect(await get({ location: { ...location(near), access_hash: 3n } })).toBe('400 FILE_ID_INVALID');
  });

  it('go up in parts and arrive as a document', async () => {
    const { world, bob, ann, session } = setUp();
    await session.value('upload.saveFilePart', { file_id: 9n, file_part: 0, bytes: new Uint8Array([1, 2]) });
    const send = (parts: number, random_id: bigint) =>
      session.failure('messages.sendMedia', {
        peer: session.input({ kind: 'user', id: bob }),
        media: {
          _: 'inputMediaUploadedDocument',
          file: { _: 'inputFile', id: 9n, parts, name: 'n.bin', md5_checksum: '' },
          mime_type: 'application/octet-stream',
          attributes: [],
        },
        message: 'see file',
        random_id,
      });
    expect(await send(2, 1n)).toBe('400 FILE_PART_1_MISSING');
    expect(await send(1, 1n)).toBe('no error');
    expect(world.history(bob, { kind: 'user', id: ann })?.top?.media).toMatchObject({
      kind: 'document',
      size: 2,
    });
  });
});
