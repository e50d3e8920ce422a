import { describe, expect, it } from 'vitest';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { hashInLink, inviteLink } from '../../world/invites.js';
import { objectOf, objectsOf, textOf } from '../common/fields.js';
import { lastAction, named, refuses, told, town, user } from './test-town.js';

function setUp() {
  const all = town();
  const { world, ann, bob } = all;
  const group = world.addSupergroup({ title: 'Group', creator: ann.id, about: 'tea' });
  const peer = ann.session.input({ kind: 'channel', id: group.id });
  const make = (fields: object = {}) => ann.session.call('messages.exportChatInvite', { peer, ...fields });
  const hashOf = (invite: TlObject) => hashInLink(textOf(invite, 'link'));
  const check = (hash: string) => bob.session.call('messages.checkChatInvite', { hash });
  const join = (hash: string) => bob.session.failure('messages.importChatInvite', { hash });
  return { ...all, group, peer, make, hashOf, check, join };
}

describe('an invite link', () => {
  it('shows a stranger what it leads to, and lets in', async () => {
    const { world, ann, bob, group, make, hashOf, check, join } = setUp();
    const invite = await make({ title: 'for friends' });
    expect(textOf(invite, 'link')).toMatch(/^https:\/\/t\.me\/\+[\w-]{16}$/u);
    expect(await check(hashOf(invite))).toMatchObject({
      _: 'chatInvite',
      megagroup: true,
      title: 'Group',
      about: 'tea',
      participants_count: 1,
    });
    expect(await join(hashOf(invite))).toBe('no error');
    expect(group.members.get(bob.id)).toMatchObject({ role: 'member', inviterId: ann.id });
    expect(lastAction(world, ann.id, { kind: 'channel', id: group.id })).toEqual({
      _: 'messageActionChatJoinedByLink',
      inviter_id: ann.id,
    });
    expect(await check(hashOf(invite))).toMatchObject({ _: 'chatInviteAlready' });
    expect(await join(hashOf(invite))).toBe('400 USER_ALREADY_PARTICIPANT');
    const used = await ann.session.call('messages.getChatInviteImporters', {
      peer: ann.session.input({ kind: 'channel', id: group.id }),
      link: textOf(invite, 'link'),
      limit: 10,
      offset_user: { _: 'inputUserEmpty' },
    });
    expect(objectsOf(used, 'importers')).toMatchObject([{ user_id: bob.id, requested: undefined }]);
  });

  it('works for basic groups too', async () => {
    const { world, ann, bob, join } = setUp();
    const club = world.addBasicGroup({ title: 'Club', creator: ann.id });
    const invite = world.addInvite(club, { adminId: ann.id });
    expect(await join(invite.hash)).toBe('no error');
    expect(isMember(club, bob.id)).toBe(true);
    expect(lastAction(world, ann.id, { kind: 'chat', id: club.id })?._).toBe('messageActionChatJoinedByLink');
    await ann.session.call('messages.deleteChatUser', {
      chat_id: club.id,
      user_id: user(ann.session, bob.id),
    });
    expect(await join(invite.hash)).toBe('400 INVITE_HASH_EXPIRED');
  });

  it('is refused when it is none, over, used up, revoked, or the asker is banned', async () => {
    const { world, ann, bob, cat, group, make, hashOf, join } = setUp();
    const by = bob.session;
    const attempt = (hash: string, error: string) =>
      refuses(by, 'messages.importChatInvite', { hash }, error);
    await attempt('', '400 INVITE_HASH_EMPTY');
    await attempt('no hash', '400 INVITE_HASH_INVALID');
    await attempt('A'.repeat(16), '400 INVITE_HASH_EXPIRED');
    const short = hashOf(await make({ expire_date: by.time + 100 }));
    by.time += 100;
    await attempt(short, '400 INVITE_HASH_EXPIRED');
    const once = hashOf(await make({ usage_limit: 1 }));
    await cat.session.call('messages.importChatInvite', { hash: once });
    await attempt(once, '400 INVITE_HASH_EXPIRED');
    const open = hashOf(await make());
    world.addMember(group, bob.id, { role: 'banned' });
    await attempt(open, '400 INVITE_HASH_EXPIRED');
    await refuses(by, 'messages.checkChatInvite', { hash: open }, '400 INVITE_HASH_EXPIRED');
    group.members.delete(bob.id);
    const peer = ann.session.input({ kind: 'channel', id: group.id });
    const revoked = { peer, link: inviteLink(open), revoked: true };
    await ann.session.call('messages.editExportedChatInvite', revoked);
    await attempt(open, '400 INVITE_HASH_EXPIRED');
    for (let n = 0; n < 500; n++) world.addChannel({ title: 'x', members: [bob.id] });
    expect(await join(hashOf(await make()))).toBe('400 CHANNELS_TOO_MUCH');
    expect(isMember(group, bob.id)).toBe(false);
  });

  it('into the discussion of a public channel lets look in for a while', async () => {
    const { world, ann, bob, group, hashOf, make, check } = setUp();
    const secret = world.addChannel({ title: 'Open', creator: ann.id, username: 'openchannel' });
    group.linkedChatId = secret.id;
    const peek = await check(hashOf(await make()));
    expect(peek).toMatchObject({ _: 'chatInvitePeek', expires: bob.session.time + 300 });
    delete group.linkedChatId;
    expect(await bob.session.failure('channels.getFullChannel', named(bob.session, group))).toBe('no error');
    bob.session.time += 300;
    await refuses(bob.session, 'channels.getFullChannel', named(bob.session, group), '400 CHANNEL_PRIVATE');
  });
});

describe('the links of an admin', () => {
  it('are made within limits by those who may invite', async () => {
    const { bob, ann, group, peer, world } = setUp();
    const wrong = (fields: object, error: string) =>
      refuses(ann.session, 'messages.exportChatInvite', { peer, ...fields }, error);
    await wrong({ expire_date: ann.session.time }, '400 EXPIRE_DATE_INVALID');
    await wrong({ usage_limit: 100_000 }, '400 USAGE_LIMIT_INVALID');
    await wrong({ usage_limit: 5, request_needed: true }, '400 USAGE_LIMIT_INVALID');
    world.addMember(group, bob.id);
    const theirs = bob.session.input({ kind: 'channel', id: group.id });
    await refuses(bob.session, 'messages.exportChatInvite', { peer: theirs }, '400 CHAT_ADMIN_REQUIRED');
    const person = ann.session.input({ kind: 'user', id: bob.id });
    await refuses(ann.session, 'messages.exportChatInvite', { peer: person }, '400 PEER_ID_INVALID');
  });

  it('are listed, changed, revoked and deleted', async () => {
    const { ann, peer, make } = setUp();
    const link = textOf(await make({ usage_limit: 5 }), 'link');
    const list = async (revoked = false) => {
      const answer = await ann.session.call('messages.getExportedChatInvites', {
        peer,
        admin_id: { _: 'inputUserSelf' },
        limit: 10,
        ...(revoked && { revoked }),
      });
      return objectsOf(answer, 'invites');
    };
    expect((await list()).map((invite) => [invite['permanent'], invite['usage_limit']])).toEqual([
      [true, undefined],
      [undefined, 5],
    ]);
    const edit = (fields: object) =>
      ann.session.call('messages.editExportedChatInvite', { peer, link, ...fields });
    const changed = await edit({ usage_limit: 0, request_needed: true });
    expect(objectOf(changed, 'invite')).toMatchObject({ request_needed: true, usage_limit: undefined });
    const remove = { peer, link };
    await refuses(ann.session, 'messages.deleteExportedChatInvite', remove, '400 INVITE_REVOKED_MISSING');
    expect(objectOf(await edit({ revoked: true }), 'invite')).toMatchObject({ revoked: true });
    await refuses(
      ann.session,
      'messages.editExportedChatInvite',
      { peer, link, revoked: true },
      '400 INVITE_HASH_EXPIRED',
    );
    expect(await list(true)).toHaveLength(1);
    await ann.session.value('messages.deleteExportedChatInvite', remove);
    expect(await list(true)).toEqual([]);
    await refuses(ann.session, 'messages.getExportedChatInvite', remove, '400 INVITE_HASH_EXPIRED');
  });

  it('include one without limits, which a new one replaces when it is revoked', async () => {
    const { ann, group, peer } = setUp();
    const shown = async () => {
      const full = await ann.session.call('channels.getFullChannel', named(ann.session, group));
      const invite = objectOf(objectOf(full, 'full_chat') ?? full, 'exported_invite');
      return invite === undefined ? '' : textOf(invite, 'link');
    };
    const first = await shown();
    expect(await shown()).toBe(first);
    const limit = { peer, link: first, usage_limit: 3 };
    await refuses(ann.session, 'messages.editExportedChatInvite', limit, '400 CHAT_INVITE_PERMANENT');
    const answer = await ann.session.call('messages.editExportedChatInvite', {
      peer,
      link: first,
      revoked: true,
    });
    expect(answer._).toBe('messages.exportedChatInviteReplaced');
    expect(await shown()).not.toBe(first);
    const third = await ann.session.call('messages.exportChatInvite', {
      peer,
      legacy_revoke_permanent: true,
    });
    expect(await shown()).toBe(textOf(third, 'link'));
    await ann.session.value('messages.deleteRevokedExportedChatInvites', {
      peer,
      admin_id: { _: 'inputUserSelf' },
    });
    const admins = await ann.session.call('messages.getAdminsWithInvites', { peer });
    expect(objectsOf(admins, 'admins')).toMatchObject([
      { admin_id: ann.id, invites_count: 1, revoked_invites_count: 0 },
    ]);
  });

  it('of others are the creator’s to see only', async () => {
    const { world, ann, bob, group } = setUp();
    world.addMember(group, bob.id, { role: 'admin', rights: { invite_users: true } });
    const peer = bob.session.input({ kind: 'channel', id: group.id });
    const theirs = { peer, admin_id: user(bob.session, ann.id), limit: 5 };
    await refuses(bob.session, 'messages.getExportedChatInvites', theirs, '400 CHAT_ADMIN_REQUIRED');
    await refuses(bob.session, 'messages.getAdminsWithInvites', { peer }, '403 CHAT_ADMIN_REQUIRED');
    const invite = world.addInvite(group, { adminId: ann.id });
    const link = inviteLink(invite.hash);
    await refuses(bob.session, 'messages.getExportedChatInvite', { peer, link }, '400 CHAT_ADMIN_REQUIRED');
  });
});

describe('asking to join', () => {
  it('tells the admins, who let in or turn away', async () => {
    const { ann, bob, cat, dan, group, peer, make, hashOf } = setUp();
    const hash = hashOf(await make({ request_needed: true }));
    for (const one of [bob, cat, dan]) {
      const failure = await one.session.failure('messages.importChatInvite', { hash });
      expect(failure).toBe('400 INVITE_REQUEST_SENT');
    }
    expect(told(bob.session, ann.id)).toEqual(['updatePendingJoinRequests']);
    expect(isMember(group, bob.id)).toBe(false);
    const full = await ann.session.call('channels.getFullChannel', named(ann.session, group));
    expect(objectOf(full, 'full_chat')).toMatchObject({
      requests_pending: 3,
      recent_requesters: [dan.id, cat.id, bob.id],
    });
    const hide = (id: bigint, approved: boolean) => ({ peer, user_id: user(ann.session, id), approved });
    await ann.session.call('messages.hideChatJoinRequest', hide(bob.id, true));
    expect(group.members.get(bob.id)).toMatchObject({ role: 'member', viaRequest: true });
    expect(group.history.top).toMatchObject({
      author: bob.id,
      action: { _: 'messageActionChatJoinedByRequest' },
    });
    expect(told(ann.session, bob.id)).toEqual(['updateNewChannelMessage', 'updateChannel']);
    await ann.session.call('messages.hideChatJoinRequest', hide(cat.id, false));
    const by = ann.session;
    await refuses(by, 'messages.hideChatJoinRequest', hide(cat.id, true), '400 HIDE_REQUESTER_MISSING');
    await refuses(by, 'messages.hideChatJoinRequest', hide(bob.id, true), '400 USER_ALREADY_PARTICIPANT');
    await ann.session.call('messages.hideAllChatJoinRequests', { peer, approved: true });
    expect([isMember(group, cat.id), isMember(group, dan.id)]).toEqual([false, true]);
    await refuses(by, 'messages.hideAllChatJoinRequests', { peer }, '400 HIDE_REQUESTER_MISSING');
    const theirs = bob.session.input({ kind: 'channel', id: group.id });
    const notAdmin = { peer: theirs, user_id: user(bob.session, cat.id), approved: true };
    await refuses(bob.session, 'messages.hideChatJoinRequest', notAdmin, '400 CHAT_ADMIN_REQUIRED');
  });

  it('is needed at a public group that wants it', async () => {
    const { world, ann, bob } = setUp();
    const open = world.addSupergroup({
      title: 'Open',
      creator: ann.id,
      username: 'opengroup',
      joinRequest: true,
    });
    const failure = await bob.session.failure('channels.joinChannel', named(bob.session, open));
    expect([failure, isMember(open, bob.id)]).toEqual(['400 INVITE_REQUEST_SENT', false]);
    const importers = await ann.session.call('messages.getChatInviteImporters', {
      peer: ann.session.input({ kind: 'channel', id: open.id }),
      requested: true,
      q: 'bo',
      limit: 5,
      offset_user: { _: 'inputUserEmpty' },
    });
    expect(objectsOf(importers, 'importers')).toMatchObject([{ user_id: bob.id, requested: true }]);
  });
});
