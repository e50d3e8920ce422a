import { describe, expect, it } from 'vitest';
import { peerOf } from '../../world/data.js';
import { numberOf, objectOf, objectsOf } from '../common/fields.js';
import { named, refuses, told, town } from './test-town.js';

describe('a basic group that becomes a supergroup', () => {
  it('keeps its old history, its people and their standing', async () => {
    const { world, ann, bob, cat } = town();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id], about: 'tea' });
    world.addMember(club, cat.id, { role: 'admin' });
    const old = { kind: 'chat', id: club.id } as const;
    world.addMessage({ peer: old, from: bob.id, date: 1, text: 'hello' });
    const answer = await ann.session.call('messages.migrateChat', { chat_id: club.id });
    const [channel] = world.channels.values();
    if (channel === undefined) throw new Error('no channel');
    expect(objectsOf(answer, 'chats').map((chat) => [chat._, chat['migrated_to'] !== undefined])).toEqual([
      ['chat', true],
      ['channel', false],
    ]);
    expect([...channel.members.values()].map((one) => [one.userId, one.role])).toEqual([
      [ann.id, 'creator'],
      [bob.id, 'member'],
      [cat.id, 'admin'],
    ]);
    expect(world.history(bob.id, old)?.messages.map((message) => message.action?._ ?? message.text)).toEqual([
      'hello',
      'messageActionChatMigrateTo',
    ]);
    expect(channel.history.messages.map((message) => message.action)).toEqual([
      { _: 'messageActionChannelMigrateFrom', title: 'Club', chat_id: club.id },
    ]);
    const full = await bob.session.call('channels.getFullChannel', named(bob.session, channel));
    expect(objectOf(full, 'full_chat')).toMatchObject({
      about: 'tea',
      migrated_from_chat_id: club.id,
      migrated_from_max_id: world.history(bob.id, old)?.topId,
    });
    expect(told(ann.session, bob.id)).toEqual([
      'updateNewMessage',
      'updateNewChannelMessage',
      'updateChannel',
      'updateChat',
    ]);
    const read = await bob.session.call('messages.getHistory', { peer: bob.session.input(old), limit: 9 });
    expect(objectsOf(read, 'messages')).toHaveLength(2);
    const write = { peer: bob.session.input(old), message: 'x', random_id: 1n };
    await refuses(bob.session, 'messages.sendMessage', write, '400 PEER_ID_INVALID');
    await refuses(ann.session, 'messages.migrateChat', { chat_id: club.id }, '400 CHAT_ID_INVALID');
  });

  it('is so by its creator’s will only', async () => {
    const { world, ann, bob } = town();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id] });
    await refuses(bob.session, 'messages.migrateChat', { chat_id: club.id }, '403 CHAT_ADMIN_REQUIRED');
  });
});

describe('deleting a chat', () => {
  it('ends a channel for everybody and frees its name', async () => {
    const { world, ann, bob } = town();
    const news = world.addChannel({
      title: 'News',
      creator: ann.id,
      members: [bob.id],
      username: 'dailynews',
    });
    await refuses(bob.session, 'channels.deleteChannel', named(bob.session, news), '403 CHAT_ADMIN_REQUIRED');
    const answer = await ann.session.call('channels.deleteChannel', named(ann.session, news));
    expect(objectsOf(answer, 'chats')).toMatchObject([{ _: 'channelForbidden', title: 'News' }]);
    expect(told(ann.session, bob.id)).toEqual(['updateChannel']);
    expect(world.usernames.has('dailynews')).toBe(false);
    expect(world.accounts.get(bob.id)?.dialogs.size).toBe(0);
    const gone = named(ann.session, news);
    await refuses(ann.session, 'channels.getFullChannel', gone, '400 CHANNEL_PRIVATE');
  });

  it('is refused where too many would lose it', async () => {
    const { world, ann } = town();
    const big = world.addChannel({ title: 'Big', creator: ann.id, participantsCount: 1001 });
    await refuses(ann.session, 'channels.deleteChannel', named(ann.session, big), '400 CHANNEL_TOO_LARGE');
  });

  it('takes a basic group and its messages from all its members', async () => {
    const { world, ann, bob } = town();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id] });
    const peer = { kind: 'chat', id: club.id } as const;
    world.addMessage({ peer, from: bob.id, date: 1, text: 'hello' });
    await refuses(bob.session, 'messages.deleteChat', { chat_id: club.id }, '403 CHAT_ADMIN_REQUIRED');
    await ann.session.value('messages.deleteChat', { chat_id: club.id });
    expect([world.history(bob.id, peer)?.size, world.accounts.get(bob.id)?.dialogs.size]).toEqual([0, 0]);
    expect(told(ann.session, bob.id)).toEqual(['updateDeleteMessages', 'updateChat']);
    await refuses(ann.session, 'messages.getFullChat', { chat_id: club.id }, '400 CHAT_ID_INVALID');
  });
});

describe('erasing', () => {
  it('all that a member wrote is for admins who may delete', async () => {
    const { world, ann, bob, cat } = town();
    const group = world.addSupergroup({ title: 'Group', creator: ann.id, members: [bob.id, cat.id] });
    const peer = peerOf(group);
    for (const from of [bob.id, cat.id, bob.id]) world.addMessage({ peer, from, date: 1, text: `${from}` });
    const erase = (by: typeof ann) => ({
      ...named(by.session, group),
      participant: by.session.input({ kind: 'user', id: bob.id }),
    });
    const method = 'channels.deleteParticipantHistory';
    await refuses(cat.session, method, erase(cat), '400 CHAT_ADMIN_REQUIRED');
    const answer = await ann.session.call(method, erase(ann));
    expect([numberOf(answer, 'pts_count'), group.history.size]).toEqual([2, 1]);
    expect(told(ann.session, cat.id)).toEqual(['updateDeleteChannelMessages']);
  });

  it('a channel’s history is for oneself, or by admins for all', async () => {
    const { world, ann, bob, cat } = town();
    const group = world.addSupergroup({ title: 'Group', creator: ann.id, members: [bob.id] });
    const peer = peerOf(group);
    for (const text of ['one', 'two', 'three']) world.addMessage({ peer, from: ann.id, date: 1, text });
    const clear = (by: typeof ann, fields: object) => ({ ...named(by.session, group), max_id: 2, ...fields });
    const method = 'channels.deleteHistory';
    world.setUnread(bob.id, peer, 3);
    await bob.session.call(method, clear(bob, {}));
    expect(world.dialog(bob.id, peer)).toMatchObject({ unreadCount: 1, readInboxMaxId: 2 });
    const seen = async (by: typeof ann) => {
      const answer = await by.session.call('messages.getHistory', { peer: by.session.input(peer), limit: 9 });
      return [answer['count'], objectsOf(answer, 'messages').map((message) => message['message'])];
    };
    expect(await seen(bob)).toEqual([1, ['three']]);
    expect(await seen(ann)).toEqual([3, ['three', 'two', 'one']]);
    const found = await bob.session.call('messages.search', {
      peer: bob.session.input(peer),
      q: 'o',
      filter: { _: 'inputMessagesFilterEmpty' },
      limit: 9,
    });
    expect(found['count']).toBe(0);
    const all = { for_everyone: true };
    await refuses(bob.session, method, clear(bob, all), '400 CHAT_ADMIN_REQUIRED');
    await ann.session.call(method, clear(ann, all));
    expect(await seen(ann)).toEqual([1, ['three']]);
    group.username = 'opengroup';
    await refuses(cat.session, method, clear(cat, {}), '400 CHANNEL_PARICIPANT_MISSING');
  });
});

describe('chats of the account', () => {
  it('that it shares with somebody come by page, without those that hide their members', async () => {
    const { world, ann, bob } = town();
    const both = { creator: bob.id, members: [ann.id] };
    const ids = [
      world.addSupergroup({ title: 'A', ...both }).id,
      world.addBasicGroup({ title: 'B', ...both }).id,
    ];
    world.addSupergroup({ title: 'Hidden', ...both, participantsHidden: true });
    world.addChannel({ title: 'News', ...both });
    const common = (max_id: bigint, limit: number) =>
      ann.session.call('messages.getCommonChats', {
        user_id: { ...ann.session.input({ kind: 'user', id: bob.id }), _: 'inputUser' },
        max_id,
        limit,
      });
    const first = await common(0n, 1);
    expect([first._, first['count'], objectsOf(first, 'chats')[0]?.['id']]).toEqual([
      'messages.chatsSlice',
      2,
      ids[1],
    ]);
    expect(objectsOf(await common(ids[1] ?? 0n, 9), 'chats').map((chat) => chat['id'])).toEqual([ids[0]]);
  });

  it('that lie idle, were left, or are busy now', async () => {
    const { world, ann, bob } = town();
    const quiet = world.addChannel({ title: 'Quiet', creator: bob.id, members: [ann.id], date: 1000 });
    const busy = world.addSupergroup({ title: 'Busy', creator: bob.id, members: [ann.id], date: 1000 });
    world.addMessage({ peer: peerOf(busy), from: bob.id, date: ann.session.time - 60, text: 'x' });
    const idle = await ann.session.call('channels.getInactiveChannels');
    expect([idle['dates'], objectsOf(idle, 'chats').map((chat) => chat['id'])]).toEqual([[1000], [quiet.id]]);
    const friend = world.users.get(bob.id);
    if (friend === undefined) throw new Error('no user');
    friend.status = { _: 'userStatusOnline', expires: ann.session.time + 60 };
    const peer = ann.session.input(peerOf(busy));
    expect(await ann.session.call('messages.getOnlines', { peer })).toMatchObject({ onlines: 2 });
    await ann.session.call('channels.leaveChannel', named(ann.session, quiet));
    const left = await ann.session.call('channels.getLeftChannels', { offset: 0 });
    expect(objectsOf(left, 'chats').map((chat) => chat['id'])).toEqual([quiet.id]);
  });
});
