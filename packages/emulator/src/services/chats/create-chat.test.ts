import { describe, expect, it } from 'vitest';
import { objectOf, objectsOf } from '../common/fields.js';
import { lastAction, named, refuses, told, town, user } from './test-town.js';

describe('a new basic group', () => {
  it('has its members, tells them, and names those whom it could not add', async () => {
    const { world, ann, bob, eve } = town();
    const shy = world.addUser({
      firstName: 'Shy',
      privacy: { chat_invite: { base: 'nobody', allowPremium: true } },
    }).id;
    const answer = await ann.session.call('messages.createChat', {
      users: [bob.id, eve, shy].map((id) => user(ann.session, id)),
      title: ' Club ',
    });
    const [group] = world.groups.values();
    if (group === undefined) throw new Error('no group');
    expect([...group.members.values()].map((one) => [one.userId, one.role])).toEqual([
      [ann.id, 'creator'],
      [bob.id, 'member'],
      [eve, 'member'],
    ]);
    expect(answer['missing_invitees']).toMatchObject([{ user_id: shy, premium_would_allow_invite: true }]);
    expect(objectsOf(objectOf(answer, 'updates') ?? answer, 'updates').map((one) => one._)).toEqual([
      'updateChatParticipants',
      'updateNewMessage',
    ]);
    expect(told(ann.session, bob.id)).toEqual(['updateNewMessage', 'updateChatParticipants']);
    expect(lastAction(world, bob.id, { kind: 'chat', id: group.id })).toEqual({
      _: 'messageActionChatCreate',
      title: 'Club',
      users: [bob.id, eve],
    });
    expect(world.dialog(bob.id, { kind: 'chat', id: group.id }).unreadCount).toBe(1);
  });

  it('needs a title, and somebody else in it who exists', async () => {
    const { ann, bob, world } = town();
    const create = (fields: object, error: string) =>
      refuses(
        ann.session,
        'messages.createChat',
        { users: [user(ann.session, bob.id)], title: 'Club', ...fields },
        error,
      );
    const gone = world.addUser({ deleted: true }).id;
    await create({ title: ' ' }, '400 CHAT_TITLE_EMPTY');
    await create({ users: [] }, '400 USERS_TOO_FEW');
    await create({ users: [{ _: 'inputUserSelf' }] }, '400 USERS_TOO_FEW');
    await create({ users: [user(ann.session, gone)] }, '400 INPUT_USER_DEACTIVATED');
    await create({ users: [{ ...user(ann.session, bob.id), access_hash: 1n }] }, '400 USER_ID_INVALID');
  });
});

describe('a new channel', () => {
  it('is a broadcast, a supergroup or a forum, as asked', async () => {
    const { world, ann } = town();
    const create = (fields: object) =>
      ann.session.call('channels.createChannel', { title: 'T', about: 'all of it', ...fields });
    await create({ broadcast: true });
    await create({ megagroup: true });
    const answer = await create({ megagroup: true, forum: true, ttl_period: 86_400 });
    expect(objectsOf(answer, 'chats')).toMatchObject([{ megagroup: true, forum: true, creator: true }]);
    const made = [...world.channels.values()];
    expect(made.map((one) => [one.kind, one.forum, one.about])).toEqual([
      ['channel', false, 'all of it'],
      ['supergroup', false, 'all of it'],
      ['supergroup', true, 'all of it'],
    ]);
    for (const { id } of made) {
      expect(lastAction(world, ann.id, { kind: 'channel', id })?._).toBe('messageActionChannelCreate');
    }
    const dialogs = await ann.session.call('messages.getDialogs', {
      limit: 9,
      offset_peer: { _: 'inputPeerEmpty' },
    });
    expect(objectsOf(dialogs, 'dialogs')).toHaveLength(3);
  });

  it('keeps to the limits of names and numbers', async () => {
    const { world, ann } = town();
    const fields = { title: 'T', about: '', broadcast: true };
    await refuses(
      ann.session,
      'channels.createChannel',
      { ...fields, about: 'x'.repeat(256) },
      '400 CHAT_ABOUT_TOO_LONG',
    );
    for (let n = 0; n < 500; n++) world.addChannel({ title: 'x', creator: ann.id });
    expect(await ann.session.failure('channels.createChannel', fields)).toBe('400 CHANNELS_TOO_MUCH');
    expect(world.channels.size).toBe(500);
  });
});

describe('name, description and photo', () => {
  it('are changed by those who may, and the chat says so', async () => {
    const { world, ann, bob } = town();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id] });
    const group = world.addSupergroup({ title: 'Group', creator: ann.id, members: [bob.id] });
    await bob.session.call('messages.editChatTitle', { ...named(bob.session, club), title: 'Pub' });
    await ann.session.call('channels.editTitle', { ...named(ann.session, group), title: 'Birds' });
    expect([club.title, group.title]).toEqual(['Pub', 'Birds']);
    expect(lastAction(world, bob.id, { kind: 'chat', id: club.id })).toMatchObject({ title: 'Pub' });
    expect(told(ann.session, bob.id)).toEqual(['updateNewChannelMessage', 'updateChannel']);
    const peer = ann.session.input({ kind: 'channel', id: group.id });
    await ann.session.value('messages.editChatAbout', { peer, about: 'about birds' });
    await refuses(
      ann.session,
      'messages.editChatAbout',
      { peer, about: 'about birds' },
      '400 CHAT_ABOUT_NOT_MODIFIED',
    );
    const full = await bob.session.call('channels.getFullChannel', named(bob.session, group));
    expect(objectOf(full, 'full_chat')).toMatchObject({ about: 'about birds' });
  });

  it('are not for members whom the rules keep from it', async () => {
    const { world, ann, bob } = town();
    const defaultBanned = { change_info: true };
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id], defaultBanned });
    const news = world.addChannel({ title: 'News', creator: ann.id, members: [bob.id] });
    await refuses(
      bob.session,
      'messages.editChatTitle',
      { ...named(bob.session, club), title: 'Pub' },
      '400 CHAT_ADMIN_REQUIRED',
    );
    await refuses(
      bob.session,
      'channels.editTitle',
      { ...named(bob.session, news), title: 'Pub' },
      '400 CHAT_ADMIN_REQUIRED',
    );
    await refuses(
      ann.session,
      'channels.editTitle',
      { ...named(ann.session, news), title: 'News' },
      '400 CHAT_NOT_MODIFIED',
    );
    await refuses(ann.session, 'messages.editChatTitle', { chat_id: 5n, title: 'x' }, '400 CHAT_ID_INVALID');
  });

  it('take an uploaded photo and let it go again', async () => {
    const { world, ann } = town();
    const group = world.addSupergroup({ title: 'Group', creator: ann.id });
    const png = new Uint8Array(24);
    new DataView(png.buffer).setUint32(0, 0x89504e47);
    new DataView(png.buffer).setUint32(16, 320);
    new DataView(png.buffer).setUint32(20, 320);
    await ann.session.value('upload.saveFilePart', { file_id: 9n, file_part: 0, bytes: png });
    const file = { _: 'inputFile', id: 9n, parts: 1, name: 'a.png', md5_checksum: '' };
    const edit = (photo: { _: string; file?: object }) =>
      ann.session.call('channels.editPhoto', { ...named(ann.session, group), photo: photo as never });
    await edit({ _: 'inputChatUploadedPhoto', file });
    expect(group.photo?.width).toBe(320);
    expect(lastAction(world, ann.id, { kind: 'channel', id: group.id })?._).toBe(
      'messageActionChatEditPhoto',
    );
    await edit({ _: 'inputChatPhotoEmpty' });
    expect(group.photo).toBeUndefined();
  });
});
