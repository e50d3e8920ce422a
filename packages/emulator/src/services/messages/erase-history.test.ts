import { describe, expect, it } from 'vitest';
import type { TlValue } from '../../tl/value.js';
import { makePhoto } from '../../world/files.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

type Fields = Readonly<Record<string, TlValue>>;

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const news = world.addChannel({ title: 'News', creator: bob, members: [ann] });
  const newsPeer: PeerRef = { kind: 'channel', id: news.id };
  const toBob: PeerRef = { kind: 'user', id: bob };
  const toAnn: PeerRef = { kind: 'user', id: ann };
  const annSession = new TestSession(world, ann);
  const bobSession = new TestSession(world, bob, '00000000000000bb');
  return { world, ann, bob, news, newsPeer, toBob, toAnn, annSession, bobSession };
}

describe('clearing a private chat', () => {
  it('takes it from oneself, or from both, up to an id', async () => {
    const { world, ann, bob, toBob, toAnn, annSession } = setUp();
    for (let date = 1; date <= 4; date++) world.addMessage({ peer: toBob, from: ann, date, text: `${date}` });
    const clear = (fields: Fields) =>
      annSession.call('messages.deleteHistory', { peer: annSession.input(toBob), max_id: 0, ...fields });
    expect(await clear({ max_id: 1 })).toMatchObject({ pts_count: 1, offset: 0 });
    expect(world.history(bob, toAnn)?.size).toBe(4);
    expect(await clear({ max_id: 2, revoke: true })).toMatchObject({ pts_count: 1 });
    expect(world.history(bob, toAnn)?.ids).toEqual([1, 3, 4]);
    expect(await clear({ min_date: 4, max_date: 9 })).toMatchObject({ pts_count: 1 });
    expect(world.history(ann, toBob)?.ids).toEqual([3]);
    await clear({ just_clear: true });
    expect(world.history(ann, toBob)?.messages).toMatchObject([
      { action: { _: 'messageActionHistoryClear' } },
    ]);
    expect(world.history(bob, toAnn)?.size).toBe(3);
    await clear({});
    expect(world.accounts.get(ann)?.dialogs.has(`user:${bob}`)).toBe(false);
    expect(
      await annSession.failure('messages.deleteHistory', { peer: annSession.input(toBob), min_date: -1 }),
    ).toBe('400 MIN_DATE_INVALID');
  });

  it('of many messages takes several calls', async () => {
    const { world, ann, toBob, annSession } = setUp();
    for (let date = 1; date <= 1500; date++) world.addMessage({ peer: toBob, from: ann, date, text: 'x' });
    const peer = annSession.input(toBob);
    expect(await annSession.call('messages.deleteHistory', { peer, max_id: 0 })).toMatchObject({
      pts_count: 1000,
      offset: 500,
    });
    expect(await annSession.call('messages.deleteHistory', { peer, max_id: 0 })).toMatchObject({
      pts_count: 500,
      offset: 0,
    });
    expect(world.history(ann, toBob)?.size).toBe(0);
  });
});

describe('editing', () => {
  const photo = makePhoto({ id: 1n, date: 1, content: { seed: 1, size: 9 }, width: 10, height: 10 });
  const other = makePhoto({ id: 2n, date: 1, content: { seed: 2, size: 9 }, width: 10, height: 10 });
  const inputOf = ({ id, accessHash, fileReference }: typeof photo) => ({
    _: 'inputMediaPhoto',
    id: { _: 'inputPhoto', id, access_hash: accessHash, file_reference: fileReference },
  });

  it('replaces the photo and keeps the caption, and knows what can be edited', async () => {
    const { world, ann, toBob, annSession, newsPeer } = setUp();
    world.files.set(other.id, other);
    world.addMessage({ peer: toBob, from: ann, date: annSession.time, text: 'caption', media: photo });
    world.addMessage({ peer: newsPeer, date: annSession.time, text: 'post' });
    const peer = annSession.input(toBob);
    expect(await annSession.call('messages.getMessageEditData', { peer, id: 1 })).toMatchObject({
      caption: true,
    });
    await annSession.call('messages.editMessage', { peer, id: 1, media: inputOf(other) });
    expect(world.history(ann, toBob)?.get(1)).toMatchObject({ text: 'caption', media: { id: 2n } });
    const edit = (fields: Fields) => annSession.failure('messages.editMessage', { peer, id: 1, ...fields });
    expect(await edit({ message: 'caption' })).toBe('400 MESSAGE_NOT_MODIFIED');
    expect(await edit({ message: 'x'.repeat(1025) })).toBe('400 MEDIA_CAPTION_TOO_LONG');
    expect(await edit({ media: { _: 'inputMediaDice', emoticon: '🎲' } })).toBe('400 MEDIA_NEW_INVALID');
    expect(await edit({ message: 'caption', invert_media: true })).toBe('no error');
    expect(world.history(ann, toBob)?.get(1)).toMatchObject({ editHidden: true, invertMedia: true });
    const post = { peer: annSession.input(newsPeer), id: 1 };
    expect(await annSession.failure('messages.getMessageEditData', post)).toBe('403 MESSAGE_AUTHOR_REQUIRED');
  });

  it('changes the text and the date of what waits to be sent', async () => {
    const { world, ann, toBob, annSession } = setUp();
    const peer = annSession.input(toBob);
    const at = annSession.time + 3600;
    await annSession.call('messages.sendMessage', {
      peer,
      message: 'later',
      random_id: 1n,
      schedule_date: at,
    });
    const edit = (fields: Fields) => annSession.failure('messages.editMessage', { peer, id: 1, ...fields });
    expect(await edit({ message: 'later', schedule_date: at })).toBe('400 MESSAGE_NOT_MODIFIED');
    expect(await edit({ message: 'soon', schedule_date: at + 60 })).toBe('no error');
    annSession.pass(3600);
    expect(world.history(ann, toBob)).toBeUndefined();
    annSession.pass(60);
    expect(world.history(ann, toBob)?.top?.text).toBe('soon');
    expect(await edit({ id: 9, message: 'x', schedule_date: at })).toBe('400 MESSAGE_ID_INVALID');
  });
});

describe('views and receipts', () => {
  it('count a viewer once, and only when asked to', async () => {
    const { world, bob, newsPeer, annSession, news } = setUp();
    world.addMessage({ peer: newsPeer, author: bob, date: 1, text: 'post', views: 5 });
    const views = async (increment: boolean) => {
      const answer = await annSession.call('messages.getMessagesViews', {
        peer: annSession.input(newsPeer),
        id: [1, 9],
        increment,
      });
      return objectsOf(answer, 'views').map((one) => one['views']);
    };
    expect(await views(false)).toEqual([5, undefined]);
    expect(await views(true)).toEqual([6, undefined]);
    expect(await views(true)).toEqual([6, undefined]);
    expect(news.history.get(1)?.views).toBe(6);
    expect(annSession.pushed).toHaveLength(2);
  });

  it('say when a message was read, while that is kept', async () => {
    const { world, bob, toBob, toAnn, annSession, bobSession } = setUp();
    await annSession.value('messages.sendMessage', {
      peer: annSession.input(toBob),
      message: 'seen?',
      random_id: 1n,
    });
    const date = () =>
      annSession.failure('messages.getOutboxReadDate', { peer: annSession.input(toBob), msg_id: 1 });
    expect(await date()).toBe('400 MESSAGE_NOT_READ_YET');
    bobSession.time += 60;
    await bobSession.value('messages.readHistory', { peer: bobSession.input(toAnn), max_id: 0 });
    const answer = await annSession.call('messages.getOutboxReadDate', {
      peer: annSession.input(toBob),
      msg_id: 1,
    });
    expect(answer).toEqual({ _: 'outboxReadDate', date: bobSession.time });
    const user = world.users.get(bob);
    if (user !== undefined) user.privacy = { status: { base: 'nobody' } };
    expect(await date()).toBe('403 USER_PRIVACY_RESTRICTED');
    annSession.time += 8 * 86_400;
    expect(await date()).toBe('400 MESSAGE_TOO_OLD');
  });

  it('name who read in a small group', async () => {
    const { world, ann, bob, annSession, bobSession } = setUp();
    const group = world.addSupergroup({ title: 'Group', creator: ann, members: [bob] });
    const place: PeerRef = { kind: 'channel', id: group.id };
    const peer = annSession.input(place);
    await annSession.value('messages.sendMessage', { peer, message: 'seen?', random_id: 1n });
    expect(await annSession.value('messages.getMessageReadParticipants', { peer, msg_id: 1 })).toEqual([]);
    const channel = { ...bobSession.input(place), _: 'inputChannel' };
    await bobSession.value('channels.readHistory', { channel, max_id: 0 });
    expect(await annSession.value('messages.getMessageReadParticipants', { peer, msg_id: 1 })).toEqual([
      { _: 'readParticipantDate', user_id: bob, date: bobSession.time },
    ]);
    group.participantsCount = 101;
    expect(await annSession.failure('messages.getMessageReadParticipants', { peer, msg_id: 1 })).toBe(
      '400 CHAT_TOO_BIG',
    );
  });
});

describe('typing', () => {
  it('is heard by the others in the chat and by nobody in a channel', async () => {
    const { bob, toBob, newsPeer, annSession, bobSession } = setUp();
    const action = { _: 'sendMessageTypingAction' };
    await annSession.value('messages.setTyping', { peer: annSession.input(toBob), action });
    expect(
      annSession.pushed.map(({ userId, updates }) => [userId, objectsOf(updates, 'updates')[0]?._]),
    ).toEqual([[bob, 'updateUserTyping']]);
    await bobSession.value('messages.setTyping', { peer: bobSession.input(newsPeer), action });
    expect(bobSession.pushed).toEqual([]);
    expect(await annSession.failure('messages.setTyping', { peer: annSession.input(newsPeer), action })).toBe(
      '403 CHAT_WRITE_FORBIDDEN',
    );
  });
});
