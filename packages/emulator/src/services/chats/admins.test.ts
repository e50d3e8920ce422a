import { describe, expect, it } from 'vitest';
import type { AdminRights } from '../../world/model.js';
import { isMember } from '../../world/data.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { named, refuses, told, town, user } from './test-town.js';

function setUp() {
  const all = town();
  const { world, ann, bob, cat, dan } = all;
  const group = world.addSupergroup({ title: 'Group', creator: ann.id, members: [bob.id, cat.id] });
  const promote = (by: typeof ann, id: bigint, rights: AdminRights, rank = '') => ({
    ...named(by.session, group),
    user_id: user(by.session, id),
    admin_rights: { _: 'chatAdminRights', ...rights },
    rank,
  });
  return { ...all, dan, group, promote };
}

describe('admins', () => {
  it('are made with rights and a title, and unmade', async () => {
    const { ann, bob, group, promote } = setUp();
    await ann.session.call('channels.editAdmin', promote(ann, bob.id, { ban_users: true }, 'Guard'));
    expect(group.members.get(bob.id)).toMatchObject({
      role: 'admin',
      rights: { ban_users: true },
      rank: 'Guard',
      promotedBy: ann.id,
    });
    expect(told(ann.session, bob.id)).toEqual(['updateChannel']);
    const seen = await bob.session.call('channels.getParticipant', {
      ...named(bob.session, group),
      participant: { _: 'inputPeerSelf' },
    });
    expect(objectOf(seen, 'participant')).toMatchObject({ rank: 'Guard', self: true, promoted_by: ann.id });
    await ann.session.call('channels.editAdmin', promote(ann, bob.id, {}));
    expect(group.members.get(bob.id)).toMatchObject({ role: 'member' });
    expect(group.members.get(bob.id)?.rights).toBeUndefined();
  });

  it('give only rights that they have, and unmake only whom they made', async () => {
    const { world, ann, bob, cat, group, promote } = setUp();
    const rights = { add_admins: true, ban_users: true };
    world.addMember(group, bob.id, { role: 'admin', rights, promotedBy: ann.id });
    world.addMember(group, cat.id, { role: 'admin', rights: { pin_messages: true }, promotedBy: ann.id });
    const by = bob.session;
    const edit = 'channels.editAdmin';
    await refuses(by, edit, promote(bob, cat.id, {}), '400 CHAT_ADMIN_REQUIRED');
    await refuses(by, edit, promote(bob, ann.id, {}), '400 USER_CREATOR');
    await refuses(by, edit, promote(bob, bob.id, { pin_messages: true }), '403 RIGHT_FORBIDDEN');
    await refuses(cat.session, edit, promote(cat, bob.id, {}), '400 CHAT_ADMIN_REQUIRED');
    world.addMember(group, cat.id);
    await refuses(by, edit, promote(bob, cat.id, { pin_messages: true }), '403 RIGHT_FORBIDDEN');
    await by.call(edit, promote(bob, cat.id, { ban_users: true }));
    await by.call(edit, promote(bob, cat.id, {}));
    await by.call(edit, promote(bob, bob.id, {}));
    expect([bob.id, cat.id].map((id) => group.members.get(id)?.role)).toEqual(['member', 'member']);
  });

  it('are checked for titles, for being there, and for who may bring them', async () => {
    const { world, ann, bob, dan, eve, group, promote } = setUp();
    const rights = { pin_messages: true };
    const edit = 'channels.editAdmin';
    await refuses(ann.session, edit, promote(ann, bob.id, rights, 'x'.repeat(17)), '400 ADMIN_RANK_INVALID');
    await refuses(ann.session, edit, promote(ann, bob.id, rights, '👑'), '400 ADMIN_RANK_EMOJI_NOT_ALLOWED');
    await refuses(ann.session, edit, promote(ann, dan.id, {}), '400 USER_NOT_PARTICIPANT');
    world.addMember(group, bob.id, { role: 'admin', rights: { add_admins: true, ...rights } });
    await refuses(bob.session, edit, promote(bob, dan.id, rights), '403 CHAT_ADMIN_INVITE_REQUIRED');
    const shy = world.addUser({ privacy: { chat_invite: { base: 'nobody' } } }).id;
    await refuses(ann.session, edit, promote(ann, shy, rights), '403 USER_PRIVACY_RESTRICTED');
    await ann.session.call(edit, promote(ann, eve, rights));
    expect(group.members.get(eve)).toMatchObject({ role: 'admin', inviterId: ann.id });
    expect(group.history.top?.action).toMatchObject({ users: [eve] });
    for (let n = 0; n < 50; n++) world.addMember(group, world.addUser().id, { role: 'admin' });
    await refuses(ann.session, edit, promote(ann, dan.id, rights), '400 ADMINS_TOO_MUCH');
  });

  it('bring bots into channels, where bots can be nothing else', async () => {
    const { world, ann, robo } = setUp();
    const news = world.addChannel({ title: 'News', creator: ann.id });
    await ann.session.call('channels.editAdmin', {
      ...named(ann.session, news),
      user_id: user(ann.session, robo),
      admin_rights: { _: 'chatAdminRights', post_messages: true },
      rank: '',
    });
    expect(news.members.get(robo)?.role).toBe('admin');
    expect(news.history.size).toBe(0);
  });

  it('who are anonymous act as the group and are not in members’ lists', async () => {
    const { ann, bob, cat, group, promote } = setUp();
    await ann.session.call('channels.editAdmin', promote(ann, ann.id, { anonymous: true }));
    expect(group.members.get(ann.id)?.rights).toMatchObject({ anonymous: true, add_admins: true });
    await ann.session.call('channels.editTitle', { ...named(ann.session, group), title: 'Masks' });
    expect(group.history.top).toMatchObject({ from: { kind: 'channel', id: group.id }, author: ann.id });
    const list = async (by: typeof ann) => {
      const answer = await by.session.call('channels.getParticipants', {
        ...named(by.session, group),
        filter: { _: 'channelParticipantsAdmins' },
        limit: 10,
      });
      return objectsOf(answer, 'participants').length;
    };
    expect([await list(ann), await list(bob)]).toEqual([1, 0]);
    await refuses(
      cat.session,
      'channels.getParticipant',
      { ...named(cat.session, group), participant: cat.session.input({ kind: 'user', id: ann.id }) },
      '400 USER_NOT_PARTICIPANT',
    );
  });
});

describe('admins of a basic group', () => {
  it('are made by its creator only', async () => {
    const { world, ann, bob, cat, dan } = setUp();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id, members: [bob.id, cat.id] });
    const edit = (by: typeof ann, id: bigint, is_admin = true) => ({
      chat_id: club.id,
      user_id: user(by.session, id),
      is_admin,
    });
    await refuses(bob.session, 'messages.editChatAdmin', edit(bob, cat.id), '400 CHAT_ADMIN_REQUIRED');
    await refuses(ann.session, 'messages.editChatAdmin', edit(ann, dan.id), '400 USER_NOT_PARTICIPANT');
    await refuses(ann.session, 'messages.editChatAdmin', edit(ann, ann.id), '400 USER_ID_INVALID');
    await ann.session.value('messages.editChatAdmin', edit(ann, bob.id));
    expect(club.members.get(bob.id)).toMatchObject({ role: 'admin', rights: { ban_users: true } });
    expect(told(ann.session, cat.id)).toEqual(['updateChatParticipantAdmin', 'updateChatParticipants']);
    await ann.session.value('messages.editChatAdmin', edit(ann, bob.id, false));
    expect(club.members.get(bob.id)?.role).toBe('member');
    expect(isMember(club, bob.id)).toBe(true);
  });
});
