import { describe, expect, it } from 'vitest';
import type { BannedRights, WorldMedia } from '../../world/model.js';
import { isMember } from '../../world/data.js';
import { makePhoto } from '../../world/files.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { checkMayWrite } from '../common/rights.js';
import { named, refuses, told, town } from './test-town.js';

function setUp() {
  const all = town();
  const { world, ann, bob, cat } = all;
  const group = world.addSupergroup({
    title: 'Group',
    creator: ann.id,
    members: [bob.id, cat.id],
    username: 'thegroup',
  });
  const ban = (by: typeof ann, id: bigint, rights: BannedRights, until_date = 0) => ({
    ...named(by.session, group),
    participant: by.session.input({ kind: 'user', id }),
    banned_rights: { _: 'chatBannedRights', ...rights, until_date },
  });
  const write = (by: typeof ann) =>
    by.session.failure('messages.sendMessage', {
      peer: by.session.input({ kind: 'channel', id: group.id }),
      message: 'x',
      random_id: BigInt(group.history.nextId),
    });
  return { ...all, group, ban, write };
}

const EDIT = 'channels.editBanned';

describe('a restriction', () => {
  it('keeps a member from what it names until its time is over', async () => {
    const { ann, bob, group, ban, write } = setUp();
    const until = bob.session.time + 3600;
    await ann.session.call(EDIT, ban(ann, bob.id, { send_messages: true }, until));
    expect(group.members.get(bob.id)).toMatchObject({ role: 'restricted', bannedUntil: until });
    expect(told(ann.session, bob.id)).toEqual(['updateChannel']);
    expect(await write(bob)).toBe('400 USER_BANNED_IN_CHANNEL');
    const mine = await bob.session.call('channels.getChannels', {
      id: [{ ...bob.session.input({ kind: 'channel', id: group.id }), _: 'inputChannel' }],
    });
    expect(objectsOf(mine, 'chats')).toMatchObject([{ banned_rights: { until_date: until } }]);
    bob.session.time = until;
    expect(await write(bob)).toBe('no error');
    expect(group.members.get(bob.id)).toMatchObject({ role: 'member' });
  });

  it('leaves what was unread unread', async () => {
    const { world, ann, bob, group, ban } = setUp();
    const peer = { kind: 'channel', id: group.id } as const;
    world.writeMessage({ peer, from: ann.id, date: 1, text: 'news' });
    const row = () => ({ ...world.dialog(bob.id, peer) });
    const before = row();
    await ann.session.call(EDIT, ban(ann, bob.id, { send_polls: true }));
    await ann.session.call(EDIT, ban(ann, bob.id, {}));
    expect(row()).toEqual(before);
    expect(before.unreadCount).toBe(1);
  });

  it('waits for one who leaves and comes back, and is for ever when it is too short or too long', async () => {
    const { ann, bob, group, ban } = setUp();
    await ann.session.call(EDIT, ban(ann, bob.id, { send_media: true }, ann.session.time + 10));
    expect(group.members.get(bob.id)?.bannedUntil).toBe(0);
    await bob.session.call('channels.leaveChannel', named(bob.session, group));
    expect([isMember(group, bob.id), group.members.get(bob.id)?.role]).toEqual([false, 'restricted']);
    await bob.session.call('channels.joinChannel', named(bob.session, group));
    expect([isMember(group, bob.id), group.members.get(bob.id)?.role]).toEqual([true, 'restricted']);
    await ann.session.call(EDIT, ban(ann, bob.id, { send_media: true }, ann.session.time + 400 * 86_400));
    expect(group.members.get(bob.id)?.bannedUntil).toBe(0);
    await ann.session.call(EDIT, ban(ann, bob.id, {}));
    expect(group.members.get(bob.id)).toMatchObject({ role: 'member' });
    expect(group.members.get(bob.id)?.banned).toBeUndefined();
  });

  it('is for admins who may, and not against admins of others', async () => {
    const { world, ann, bob, cat, group, ban } = setUp();
    await refuses(bob.session, EDIT, ban(bob, cat.id, { send_polls: true }), '400 CHAT_ADMIN_REQUIRED');
    world.addMember(group, bob.id, { role: 'admin', rights: { ban_users: true }, promotedBy: ann.id });
    world.addMember(group, cat.id, { role: 'admin', rights: { pin_messages: true }, promotedBy: ann.id });
    for (const id of [ann.id, bob.id, cat.id]) {
      await refuses(bob.session, EDIT, ban(bob, id, { view_messages: true }), '400 USER_ADMIN_INVALID');
    }
    await ann.session.call(EDIT, ban(ann, cat.id, { view_messages: true }));
    expect(group.members.get(cat.id)).toMatchObject({ role: 'banned', kickedBy: ann.id });
  });
});

describe('a ban', () => {
  it('throws out, keeps out, and ends when it is taken back or its time is over', async () => {
    const { ann, bob, group, ban } = setUp();
    const where = named(bob.session, group);
    const until = bob.session.time + 3600;
    await ann.session.call(EDIT, ban(ann, bob.id, { view_messages: true }, until));
    expect(group.history.top?.action).toEqual({ _: 'messageActionChatDeleteUser', user_id: bob.id });
    expect(told(ann.session, bob.id)).toEqual(['updateNewChannelMessage', 'updateChannel']);
    await refuses(bob.session, 'channels.joinChannel', where, '400 CHANNEL_PRIVATE');
    await refuses(bob.session, 'channels.getFullChannel', where, '400 CHANNEL_PRIVATE');
    bob.session.time = until;
    await bob.session.call('channels.joinChannel', where);
    expect(isMember(group, bob.id)).toBe(true);
    // Ban and unban is how somebody is removed who may come back.
    await ann.session.call(EDIT, ban(ann, bob.id, { view_messages: true }));
    await ann.session.call(EDIT, ban(ann, bob.id, {}));
    expect(group.members.get(bob.id)).toMatchObject({ role: 'left' });
    await bob.session.call('channels.joinChannel', where);
  });

  it('can be spoken before somebody comes, and counts for admins', async () => {
    const { ann, dan, eve, group, ban } = setUp();
    await ann.session.call(EDIT, ban(ann, dan.id, { view_messages: true }));
    await ann.session.call(EDIT, ban(ann, eve, { send_polls: true }));
    const full = await ann.session.call('channels.getFullChannel', named(ann.session, group));
    expect(objectOf(full, 'full_chat')).toMatchObject({
      participants_count: 3,
      kicked_count: 1,
      banned_count: 1,
    });
    const list = async (filter: string) => {
      const answer = await ann.session.call('channels.getParticipants', {
        ...named(ann.session, group),
        filter: { _: filter, q: '' },
        limit: 10,
      });
      return objectsOf(answer, 'participants').map((one) => [
        one._,
        objectOf(one, 'peer')?.['user_id'],
        one['left'],
      ]);
    };
    expect(await list('channelParticipantsKicked')).toEqual([['channelParticipantBanned', dan.id, true]]);
    expect(await list('channelParticipantsBanned')).toEqual([['channelParticipantBanned', eve, true]]);
    expect(await list('channelParticipantsRecent')).toHaveLength(3);
    expect(group.history.size).toBe(0);
  });
});

describe('what members may not do', () => {
  it('is set for all by admins, and holds for members only', async () => {
    const { ann, bob, group, write } = setUp();
    const peer = ann.session.input({ kind: 'channel', id: group.id });
    const set = (by: typeof ann, rights: BannedRights) => ({
      peer,
      ...(by === ann ? {} : { peer: by.session.input({ kind: 'channel', id: group.id }) }),
      banned_rights: { _: 'chatBannedRights', ...rights, until_date: 0 },
    });
    const edit = 'messages.editChatDefaultBannedRights';
    await refuses(bob.session, edit, set(bob, { send_messages: true }), '400 CHAT_ADMIN_REQUIRED');
    await refuses(ann.session, edit, set(ann, { view_messages: true }), '400 BANNED_RIGHTS_INVALID');
    await refuses(ann.session, edit, set(ann, {}), '400 CHAT_NOT_MODIFIED');
    await ann.session.call(edit, set(ann, { send_messages: true }));
    expect(told(ann.session, bob.id)).toEqual(['updateChatDefaultBannedRights']);
    expect([await write(bob), await write(ann)]).toEqual(['403 CHAT_WRITE_FORBIDDEN', 'no error']);
  });

  it('is told apart by what is sent', () => {
    const { world, bob, group } = setUp();
    const account = world.accounts.get(bob.id);
    if (account === undefined) throw new Error('no account');
    const viewer = { world, account, id: bob.id, now: bob.session.time };
    const photo = makePhoto({ id: 1n, date: 1, content: { seed: 1, size: 9 }, width: 9, height: 9 });
    const other = (name: string): WorldMedia => ({ kind: 'other', media: { _: name } });
    const cases: readonly [BannedRights, WorldMedia | undefined, string][] = [
      [{ send_photos: true }, photo, 'CHAT_SEND_PHOTOS_FORBIDDEN'],
      [{ send_media: true }, photo, 'CHAT_SEND_MEDIA_FORBIDDEN'],
      [{ send_polls: true }, other('messageMediaPoll'), 'CHAT_SEND_POLL_FORBIDDEN'],
      [{ send_games: true }, other('messageMediaGame'), 'CHAT_SEND_GAME_FORBIDDEN'],
      [{ embed_links: true }, other('messageMediaWebPage'), 'CHAT_SEND_WEBPAGE_FORBIDDEN'],
      [{ send_plain: true }, undefined, 'CHAT_SEND_PLAIN_FORBIDDEN'],
    ];
    for (const [banned, media, error] of cases) {
      world.addMember(group, bob.id, { role: 'restricted', banned });
      const check = () => checkMayWrite(viewer, { kind: 'channel', id: group.id }, media);
      expect(check).toThrow(error);
      group.defaultBanned = banned;
      world.addMember(group, bob.id);
      expect(check).toThrow(error);
      group.defaultBanned = {};
      expect(check).not.toThrow();
    }
  });
});
