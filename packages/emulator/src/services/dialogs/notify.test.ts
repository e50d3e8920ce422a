import { describe, expect, it } from 'vitest';
import { objectOf, objectsOf } from '../common/fields.js';
import { refuses, told, town } from '../chats/test-town.js';

function setUp() {
  const { world, ann, bob } = town();
  const peer = { kind: 'user', id: bob.id } as const;
  world.addMessage({ peer: { kind: 'user', id: ann.id }, from: bob.id, date: 1, text: 'hi' });
  const scope = { _: 'inputNotifyPeer', peer: ann.session.input(peer) };
  const set = (where: object, fields: object) =>
    ann.session.value('account.updateNotifySettings', {
      peer: where as never,
      settings: { _: 'inputPeerNotifySettings', ...fields } as never,
    });
  return { world, ann, bob, peer, scope, set, session: ann.session };
}

describe('notification settings', () => {
  it('mute a chat, and its row says so', async () => {
    const { session, ann, scope, set, peer } = setUp();
    await set(scope, { mute_until: 2_000_000_000, silent: true });
    expect(await session.call('account.getNotifySettings', { peer: scope })).toMatchObject({
      mute_until: 2_000_000_000,
      silent: true,
    });
    const row = { peers: [{ _: 'inputDialogPeer', peer: session.input(peer) }] };
    const [dialog] = objectsOf(await session.call('messages.getPeerDialogs', row), 'dialogs');
    expect(dialog?.['notify_settings']).toMatchObject({ mute_until: 2_000_000_000 });
    expect(told(session, ann.id)).toEqual(['updateNotifySettings']);
    expect(session.world.dialog(ann.id, peer).muteUntil).toBe(2_000_000_000);
  });

  it('belong to kinds of chats, chats and topics, and go back to nothing', async () => {
    const { world, session, ann, scope, set } = setUp();
    const forum = world.addSupergroup({ title: 'F', creator: ann.id, forum: true });
    const place = session.input({ kind: 'channel', id: forum.id });
    const topic = { _: 'inputNotifyForumTopic', peer: place, top_msg_id: 5 };
    await set({ _: 'inputNotifyUsers' }, { mute_until: -1 });
    await set(topic, { mute_until: 7 });
    await set(scope, { mute_until: 0 });
    const get = (peer: object) => session.call('account.getNotifySettings', { peer: peer as never });
    expect(await get({ _: 'inputNotifyUsers' })).toMatchObject({ mute_until: 0x7fffffff });
    expect(await get({ _: 'inputNotifyChats' })).toMatchObject({ mute_until: 0 });
    expect(await get(topic)).toMatchObject({ mute_until: 7 });
    const exceptions = await session.call('account.getNotifyExceptions', { peer: { _: 'inputNotifyUsers' } });
    expect(objectsOf(exceptions, 'updates').map((one) => objectOf(one, 'notify_settings'))).toMatchObject([
      { mute_until: 0 },
    ]);
    const none = await session.call('account.getNotifyExceptions', { peer: { _: 'inputNotifyChats' } });
    expect(objectsOf(none, 'updates')).toEqual([]);
    await session.value('account.resetNotifySettings');
    expect(await get({ _: 'inputNotifyUsers' })).toMatchObject({ mute_until: 0 });
    expect(objectsOf(await session.call('account.getNotifyExceptions'), 'updates')).toEqual([]);
  });

  it('need a chat that the account knows', async () => {
    const { session, scope } = setUp();
    const stranger = { ...scope, peer: { ...scope.peer, access_hash: 3n } };
    const settings = { _: 'inputPeerNotifySettings', mute_until: 1 };
    await refuses(
      session,
      'account.updateNotifySettings',
      { peer: stranger, settings },
      '400 PEER_ID_INVALID',
    );
  });
});

describe('clearing a history', () => {
  it('is for oneself, or for both ends of a private chat', async () => {
    const { world, session, ann, bob, peer } = setUp();
    const bobs = { kind: 'user', id: ann.id } as const;
    const clear = (fields: object) =>
      session.call('messages.deleteHistory', { peer: session.input(peer), max_id: 0, ...fields });
    expect(await clear({ just_clear: true })).toMatchObject({ pts_count: 1, offset: 0 });
    expect(world.history(ann.id, peer)?.messages.map((message) => message.action?._)).toEqual([
      'messageActionHistoryClear',
    ]);
    expect(world.history(bob.id, bobs)?.messages.map((message) => message.text)).toEqual(['hi']);
    expect(told(session, bob.id)).toEqual([]);
    world.addMessage({ peer: bobs, from: bob.id, date: 2, text: 'again' });
    world.addMessage({ peer: bobs, from: bob.id, date: 9, text: 'late' });
    await clear({ revoke: true, min_date: 2, max_date: 5 });
    expect(world.history(bob.id, bobs)?.messages.map((message) => message.text)).toEqual(['hi', 'late']);
    await clear({ revoke: true });
    expect(world.accounts.get(ann.id)?.dialogs.size).toBe(0);
    expect(told(session, bob.id)).toEqual(['updateDeleteMessages', 'updateDeleteMessages']);
  });
});
