import { describe, expect, it } from 'vitest';
import type { WorldChannel } from '../../world/model.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { named, refuses, told, town } from './test-town.js';

function setUp() {
  const all = town();
  const { world, ann, bob } = all;
  const group = world.addSupergroup({ title: 'Group', creator: ann.id, members: [bob.id] });
  const news = world.addChannel({ title: 'News', creator: ann.id, members: [bob.id] });
  const full = async (channel: WorldChannel, by = ann) => {
    const answer = await by.session.call('channels.getFullChannel', named(by.session, channel));
    return objectOf(answer, 'full_chat');
  };
  return { ...all, group, news, full };
}

describe('the switches of a supergroup', () => {
  it('are turned by admins, once each way, and members learn of it', async () => {
    const { ann, bob, group, full, world } = setUp();
    for (let n = 0; n < 100; n++) world.addMember(group, world.addUser().id);
    const names = [
      'togglePreHistoryHidden',
      'toggleJoinToSend',
      'toggleParticipantsHidden',
      'toggleAntiSpam',
    ];
    for (const name of names) {
      const method = `channels.${name}`;
      const on = { ...named(ann.session, group), enabled: true };
      await refuses(
        bob.session,
        method,
        { ...named(bob.session, group), enabled: true },
        '400 CHAT_ADMIN_REQUIRED',
      );
      await ann.session.call(method, on);
      await refuses(ann.session, method, on, '400 CHAT_NOT_MODIFIED');
    }
    expect(await full(group)).toMatchObject({
      hidden_prehistory: true,
      participants_hidden: true,
      antispam: true,
    });
    expect(told(ann.session, bob.id)).toEqual(names.map(() => 'updateChannel'));
    expect(group.joinToSend).toBe(true);
  });

  it('have conditions', async () => {
    const { world, ann, group, news } = setUp();
    const open = world.addSupergroup({ title: 'Open', creator: ann.id, username: 'opengroup' });
    const forum = world.addSupergroup({ title: 'Forum', creator: ann.id, forum: true });
    const wrong = (name: string, channel: WorldChannel, error: string) =>
      refuses(
        ann.session,
        `channels.${name}`,
        { ...named(ann.session, channel), enabled: true },
        `400 ${error}`,
      );
    await wrong('togglePreHistoryHidden', open, 'CHAT_LINK_EXISTS');
    await wrong('togglePreHistoryHidden', forum, 'FORUM_ENABLED');
    await wrong('togglePreHistoryHidden', news, 'CHANNEL_INVALID');
    await wrong('toggleParticipantsHidden', group, 'PARTICIPANTS_TOO_FEW');
    await wrong('toggleJoinRequest', group, 'CHAT_PUBLIC_REQUIRED');
    await wrong('toggleSignatures', group, 'CHANNEL_INVALID');
    await ann.session.call('channels.toggleJoinRequest', { ...named(ann.session, open), enabled: true });
    await ann.session.call('channels.toggleSignatures', {
      ...named(ann.session, news),
      signatures_enabled: true,
    });
    expect([open.joinRequest, news.signatures]).toEqual([true, true]);
  });

  it('include slow mode, whose waits are given', async () => {
    const { ann, bob, group, full } = setUp();
    const slow = (by: typeof ann, seconds: number) => ({ ...named(by.session, group), seconds });
    const method = 'channels.toggleSlowMode';
    await refuses(ann.session, method, slow(ann, 11), '400 SECONDS_INVALID');
    await refuses(ann.session, method, slow(ann, 0), '400 CHAT_NOT_MODIFIED');
    await refuses(bob.session, method, slow(bob, 10), '400 CHAT_ADMIN_REQUIRED');
    await ann.session.call(method, slow(ann, 30));
    const peer = bob.session.input({ kind: 'channel', id: group.id });
    await bob.session.call('messages.sendMessage', { peer, message: 'one', random_id: 1n });
    expect(await full(group, bob)).toMatchObject({
      slowmode_seconds: 30,
      slowmode_next_send_date: bob.session.time + 30,
    });
    const second = { peer, message: 'two', random_id: 2n };
    await refuses(bob.session, 'messages.sendMessage', second, '420 SLOWMODE_WAIT_30');
    expect(await full(group, ann)).toMatchObject({ slowmode_next_send_date: undefined });
  });

  it('include what may be reacted with', async () => {
    const { ann, group, full } = setUp();
    const peer = ann.session.input({ kind: 'channel', id: group.id });
    expect(await full(group)).toMatchObject({ available_reactions: { _: 'chatReactionsAll' } });
    const available_reactions = { _: 'chatReactionsNone' };
    await ann.session.call('messages.setChatAvailableReactions', { peer, available_reactions });
    expect(await full(group)).toMatchObject({ available_reactions });
  });
});

describe('a discussion group', () => {
  it('is tied to a channel, shown on both, and untied', async () => {
    const { world, ann, group, news, full } = setUp();
    const input = (channel: WorldChannel | undefined) =>
      channel === undefined ? { _: 'inputChannelEmpty' } : named(ann.session, channel)['channel'];
    const link = (broadcast: WorldChannel | undefined, to: WorldChannel | undefined) => ({
      broadcast: input(broadcast),
      group: input(to),
    });
    const method = 'channels.setDiscussionGroup';
    await refuses(ann.session, method, link(group, group), '400 BROADCAST_ID_INVALID');
    await refuses(ann.session, method, link(news, news), '400 MEGAGROUP_ID_INVALID');
    await refuses(ann.session, method, link(news, undefined), '400 LINK_NOT_MODIFIED');
    group.hiddenPrehistory = true;
    await refuses(ann.session, method, link(news, group), '400 MEGAGROUP_PREHISTORY_HIDDEN');
    group.hiddenPrehistory = false;
    await ann.session.value(method, link(news, group));
    expect([await full(news), await full(group)]).toMatchObject([
      { linked_chat_id: group.id },
      { linked_chat_id: news.id },
    ]);
    await refuses(ann.session, method, link(news, group), '400 LINK_NOT_MODIFIED');
    const other = world.addSupergroup({ title: 'Other', creator: ann.id });
    await ann.session.value(method, link(news, other));
    expect([group.linkedChatId, other.linkedChatId]).toEqual([undefined, news.id]);
    await ann.session.value(method, link(undefined, other));
    expect([news.linkedChatId, other.linkedChatId]).toEqual([undefined, undefined]);
    const groups = await ann.session.call('channels.getGroupsForDiscussion');
    expect(objectsOf(groups, 'chats').map((chat) => chat['title'])).toEqual(['Group', 'Other']);
  });

  it('is for those who lead both', async () => {
    const { bob, group, news } = setUp();
    const link = {
      broadcast: named(bob.session, news)['channel'],
      group: named(bob.session, group)['channel'],
    };
    await refuses(bob.session, 'channels.setDiscussionGroup', link, '400 CHAT_ADMIN_REQUIRED');
  });
});

describe('the username of a channel', () => {
  it('is the creator’s to give, free or not', async () => {
    const { world, ann, bob, group, news } = setUp();
    const set = (username: string, by = ann, channel = group) => ({
      ...named(by.session, channel),
      username,
    });
    const method = 'channels.updateUsername';
    expect(await ann.session.value('channels.checkUsername', set('birdwatch'))).toBe(true);
    await ann.session.value(method, set('birdwatch'));
    expect(world.usernames.get('birdwatch')).toEqual({ kind: 'channel', id: group.id });
    expect(await ann.session.value('channels.checkUsername', set('BirdWatch', ann, news))).toBe(false);
    await refuses(ann.session, method, set('BirdWatch', ann, news), '400 USERNAME_OCCUPIED');
    await refuses(ann.session, method, set('birdwatch'), '400 USERNAME_NOT_MODIFIED');
    await refuses(ann.session, method, set('1bird', ann, news), '400 USERNAME_INVALID');
    await refuses(ann.session, method, set('bird', ann, news), '400 USERNAME_INVALID');
    await refuses(bob.session, method, set('birdclub', bob), '400 CHAT_ADMIN_REQUIRED');
    const mine = await ann.session.call('channels.getAdminedPublicChannels');
    expect(objectsOf(mine, 'chats').map((chat) => chat['username'])).toEqual(['birdwatch']);
    await ann.session.value(method, set(''));
    expect([world.usernames.has('birdwatch'), group.username]).toEqual([false, undefined]);
  });

  it('is not for more than ten channels', async () => {
    const { world, ann, group } = setUp();
    for (let n = 0; n < 10; n++) world.addChannel({ title: 'x', creator: ann.id, username: `public${n}x` });
    const error = '400 CHANNELS_ADMIN_PUBLIC_TOO_MUCH';
    const one = { ...named(ann.session, group), username: 'onemore' };
    await refuses(ann.session, 'channels.updateUsername', one, error);
    await refuses(ann.session, 'channels.getAdminedPublicChannels', { check_limit: true }, error);
  });
});

describe('recent actions', () => {
  it('name who changed what, newest first, for admins', async () => {
    const { ann, bob, group } = setUp();
    const where = named(ann.session, group);
    await ann.session.call('channels.editTitle', { ...where, title: 'Birds' });
    await ann.session.call('channels.toggleSlowMode', { ...where, seconds: 60 });
    await bob.session.call('channels.leaveChannel', named(bob.session, group));
    const log = async (fields: object = {}) => {
      const answer = await ann.session.call('channels.getAdminLog', {
        ...where,
        q: '',
        max_id: 0n,
        min_id: 0n,
        limit: 10,
        ...fields,
      });
      return objectsOf(answer, 'events').map((event) => [event['user_id'], objectOf(event, 'action')?._]);
    };
    const [left, slow, title] = [
      [bob.id, 'channelAdminLogEventActionParticipantLeave'],
      [ann.id, 'channelAdminLogEventActionToggleSlowMode'],
      [ann.id, 'channelAdminLogEventActionChangeTitle'],
    ];
    expect(await log()).toEqual([left, slow, title]);
    expect(await log({ max_id: 3n, limit: 1 })).toEqual([slow]);
    expect(await log({ q: 'birds' })).toEqual([title]);
    expect(await log({ events_filter: { _: 'channelAdminLogEventsFilter', leave: true } })).toEqual([left]);
    expect(await log({ admins: [{ _: 'inputUserSelf' }] })).toEqual([slow, title]);
    ann.session.time += 3 * 86_400;
    expect(await log()).toEqual([]);
  });

  it('are not for members', async () => {
    const { bob, group } = setUp();
    const fields = { ...named(bob.session, group), q: '', max_id: 0n, min_id: 0n, limit: 10 };
    await refuses(bob.session, 'channels.getAdminLog', fields, '400 CHAT_ADMIN_REQUIRED');
  });
});
