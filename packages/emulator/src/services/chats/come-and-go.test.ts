import { describe, expect, it } from 'vitest';
import { isMember } from '../../world/data.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { lastAction, named, refuses, told, town, user } from './test-town.js';

describe('adding people', () => {
  it('to a basic group is for members unless the group forbids it', async () => {
    const { world, ann, bob, cat, eve } = town();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id] });
    const add = (id: bigint) => ({ chat_id: club.id, user_id: user(bob.session, id), fwd_limit: 0 });
    const answer = await bob.session.call('messages.addChatUser', add(cat.id));
    expect(answer['missing_invitees']).toEqual([]);
    expect(club.members.get(cat.id)).toMatchObject({ role: 'member', inviterId: bob.id });
    expect(lastAction(world, cat.id, { kind: 'chat', id: club.id })).toMatchObject({ users: [cat.id] });
    expect(told(bob.session, cat.id)).toEqual(['updateNewMessage', 'updateChatParticipants']);
    await refuses(bob.session, 'messages.addChatUser', add(cat.id), '400 USER_ALREADY_PARTICIPANT');
    club.defaultBanned = { invite_users: true };
    await refuses(bob.session, 'messages.addChatUser', add(eve), '400 CHAT_ADMIN_REQUIRED');
    club.defaultBanned = {};
    club.participantsCount = 200;
    await refuses(bob.session, 'messages.addChatUser', add(eve), '400 USERS_TOO_MUCH');
  });

  it('to a basic group may share its newest messages', async () => {
    const { world, ann, bob, cat } = town();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id] });
    const peer = { kind: 'chat', id: club.id } as const;
    for (const text of ['one', 'two', 'three']) world.addMessage({ peer, from: bob.id, date: 1, text });
    const pts = world.accounts.get(cat.id)?.pts ?? 0;
    const add = { chat_id: club.id, user_id: user(ann.session, cat.id), fwd_limit: 2 };
    await ann.session.call('messages.addChatUser', add);
    const seen = world.history(cat.id, peer)?.messages.map((message) => message.text);
    expect(seen).toEqual(['two', 'three', '']);
    expect(world.accounts.get(cat.id)?.pts).toBe(pts + 3);
    const missed = await cat.session.call('updates.getDifference', { pts, date: 0, qts: 0 });
    expect(objectsOf(missed, 'new_messages')).toHaveLength(3);
    const reply = { peer: cat.session.input(peer), limit: 9 };
    const read = await cat.session.call('messages.getHistory', reply);
    expect(objectsOf(read, 'messages').map((message) => message['from_id'])).toMatchObject([
      { user_id: ann.id },
      { user_id: bob.id },
      { user_id: bob.id },
    ]);
  });

  it('respects the settings of those who are added', async () => {
    const { world, ann, bob } = town();
    const group = world.addSupergroup({ title: 'Group', creator: ann.id });
    const shy = world.addAccount({
      phone: '15550009',
      privacy: { chat_invite: { base: 'contacts' } },
      premiumOnly: true,
    });
    const invite = async () => {
      const users = [shy.userId, bob.id].map((id) => user(ann.session, id));
      const answer = await ann.session.call('channels.inviteToChannel', {
        ...named(ann.session, group),
        users,
      });
      return objectsOf(answer, 'missing_invitees');
    };
    expect(await invite()).toEqual([
      {
        _: 'missingInvitee',
        user_id: shy.userId,
        premium_would_allow_invite: undefined,
        premium_required_for_pm: true,
      },
    ]);
    expect([isMember(group, shy.userId), isMember(group, bob.id)]).toEqual([false, true]);
    world.addContact(shy.userId, ann.id);
    expect(await invite()).toEqual([]);
    expect(isMember(group, shy.userId)).toBe(true);
    expect(group.history.messages.map((message) => message.action?.['users'])).toEqual([
      [bob.id],
      [shy.userId],
    ]);
  });

  it('is an error for clients too old to be told whom privacy kept out', async () => {
    const { world, ann, bob } = town();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id] });
    const shy = world.addUser({ privacy: { chat_invite: { base: 'nobody' } } }).id;
    ann.session.layer = 170;
    const add = { chat_id: club.id, user_id: user(ann.session, shy), fwd_limit: 0 };
    await refuses(ann.session, 'messages.addChatUser', add, '403 USER_PRIVACY_RESTRICTED');
  });

  it('does not bring back the banned, nor those who left unless they are mutual contacts', async () => {
    const { world, ann, bob, cat, robo } = town();
    const group = world.addSupergroup({ title: 'Group', creator: ann.id, members: [bob.id] });
    const invite = (id: bigint) => ({ ...named(ann.session, group), users: [user(ann.session, id)] });
    await bob.session.call('channels.leaveChannel', named(bob.session, group));
    expect(group.members.get(bob.id)).toMatchObject({ role: 'left', leftOnOwnWill: true });
    await refuses(ann.session, 'channels.inviteToChannel', invite(bob.id), '403 USER_NOT_MUTUAL_CONTACT');
    world.addContact(ann.id, bob.id, { mutual: true });
    expect(await ann.session.failure('channels.inviteToChannel', invite(bob.id))).toBe('no error');
    world.addMember(group, cat.id, { role: 'banned' });
    await refuses(ann.session, 'channels.inviteToChannel', invite(cat.id), '400 USER_KICKED');
    const profile = world.users.get(robo)?.botProfile;
    if (profile === undefined) throw new Error('no bot');
    profile.noGroups = true;
    await refuses(ann.session, 'channels.inviteToChannel', invite(robo), '400 BOT_GROUPS_BLOCKED');
    const news = world.addChannel({ title: 'News', creator: ann.id });
    const toNews = { ...named(ann.session, news), users: [user(ann.session, robo)] };
    await refuses(ann.session, 'channels.inviteToChannel', toNews, '400 USER_BOT');
    for (let n = 0; n < 500; n++) world.addChannel({ title: 'x', members: [cat.id] });
    delete group.members.get(cat.id)?.banned;
    world.addMember(group, cat.id, { role: 'left' });
    expect(await ann.session.failure('channels.inviteToChannel', invite(cat.id))).toBe(
      '403 USER_CHANNELS_TOO_MUCH',
    );
  });
});

describe('joining and leaving', () => {
  it('a public supergroup is told to its members', async () => {
    const { world, ann, bob } = town();
    const group = world.addSupergroup({ title: 'Group', creator: ann.id, username: 'thegroup' });
    const where = named(bob.session, group);
    await bob.session.call('channels.joinChannel', where);
    expect(lastAction(world, ann.id, { kind: 'channel', id: group.id })).toEqual({
      _: 'messageActionChatAddUser',
      users: [bob.id],
    });
    expect(told(bob.session, ann.id)).toEqual(['updateNewChannelMessage', 'updateChannel']);
    await refuses(bob.session, 'channels.joinChannel', where, '400 USER_ALREADY_PARTICIPANT');
    const left = await bob.session.call('channels.leaveChannel', where);
    expect(objectsOf(left, 'chats')).toMatchObject([{ left: true }]);
    await refuses(bob.session, 'channels.leaveChannel', where, '400 USER_NOT_PARTICIPANT');
    await refuses(ann.session, 'channels.leaveChannel', named(ann.session, group), '400 USER_CREATOR');
  });

  it('a private channel is not possible without a link, nor a public one for the banned', async () => {
    const { world, ann, bob } = town();
    const secret = world.addChannel({ title: 'Secret', creator: ann.id });
    const open = world.addChannel({ title: 'Open', creator: ann.id, username: 'openchannel' });
    world.addMember(open, bob.id, { role: 'banned' });
    for (const channel of [secret, open]) {
      await refuses(bob.session, 'channels.joinChannel', named(bob.session, channel), '400 CHANNEL_PRIVATE');
    }
  });

  it('is not possible where one is in too many channels', async () => {
    const { world, ann, bob } = town();
    const open = world.addChannel({ title: 'Open', creator: ann.id, username: 'openchannel' });
    for (let n = 0; n < 500; n++) world.addChannel({ title: 'x', members: [bob.id] });
    const failure = await bob.session.failure('channels.joinChannel', named(bob.session, open));
    expect([failure, isMember(open, bob.id)]).toEqual(['400 CHANNELS_TOO_MUCH', false]);
  });

  it('a group that hides its past shows a newcomer only what comes after', async () => {
    const { world, ann, bob } = town();
    const group = world.addSupergroup({ title: 'G', creator: ann.id, hiddenPrehistory: true });
    const peer = { kind: 'channel', id: group.id } as const;
    world.addMessage({ peer, from: ann.id, date: 1, text: 'old' });
    const fields = { ...named(ann.session, group), users: [user(ann.session, bob.id)] };
    await ann.session.call('channels.inviteToChannel', fields);
    const read = { peer: bob.session.input(peer), limit: 10 };
    const seen = await bob.session.call('messages.getHistory', read);
    expect(objectsOf(seen, 'messages').map((message) => message._)).toEqual(['messageService']);
    const full = await bob.session.call('channels.getFullChannel', named(bob.session, group));
    expect(objectOf(full, 'full_chat')).toMatchObject({ hidden_prehistory: true, available_min_id: 1 });
  });
});

describe('removing somebody from a basic group', () => {
  it('is for the creator, for admins, and for those who brought that person', async () => {
    const { world, ann, bob, cat, dan } = town();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id, cat.id] });
    world.addMember(club, dan.id, { inviterId: bob.id });
    const remove = (by: typeof ann, id: bigint) => ({ chat_id: club.id, user_id: user(by.session, id) });
    await refuses(bob.session, 'messages.deleteChatUser', remove(bob, cat.id), '400 CHAT_ADMIN_REQUIRED');
    await refuses(bob.session, 'messages.deleteChatUser', remove(bob, ann.id), '400 CHAT_ADMIN_REQUIRED');
    await bob.session.call('messages.deleteChatUser', remove(bob, dan.id));
    expect(isMember(club, dan.id)).toBe(false);
    expect(lastAction(world, dan.id, { kind: 'chat', id: club.id })).toMatchObject({ user_id: dan.id });
    expect(told(bob.session, dan.id)).toEqual(['updateNewMessage', 'updateChatParticipants']);
    await refuses(ann.session, 'messages.deleteChatUser', remove(ann, dan.id), '400 USER_NOT_PARTICIPANT');
    const chats = await dan.session.call('messages.getChats', { id: [club.id] });
    expect(objectsOf(chats, 'chats')).toMatchObject([{ _: 'chatForbidden' }]);
    await ann.session.value('messages.editChatAdmin', {
      chat_id: club.id,
      user_id: user(ann.session, bob.id),
      is_admin: true,
    });
    await bob.session.call('messages.deleteChatUser', remove(bob, cat.id));
    expect(isMember(club, cat.id)).toBe(false);
  });

  it('takes the messages of that person along when asked, and oneself out at any time', async () => {
    const { world, ann, bob, cat } = town();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id, cat.id] });
    const peer = { kind: 'chat', id: club.id } as const;
    world.addMessage({ peer, from: bob.id, date: 1, text: 'noise' });
    await ann.session.call('messages.deleteChatUser', {
      chat_id: club.id,
      user_id: user(ann.session, bob.id),
      revoke_history: true,
    });
    expect(world.history(cat.id, peer)?.messages.map((message) => message.text)).toEqual(['']);
    await cat.session.call('messages.deleteChatUser', {
      chat_id: club.id,
      user_id: { _: 'inputUserSelf' },
    });
    const chats = await cat.session.call('messages.getChats', { id: [club.id] });
    expect(objectsOf(chats, 'chats')).toMatchObject([{ _: 'chat', left: true }]);
  });
});
