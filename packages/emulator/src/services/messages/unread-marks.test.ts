import { describe, expect, it } from 'vitest';
import type { TlObject } from '../../tl/value.js';
import { makePhoto } from '../../world/files.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann', username: 'annie' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const group = world.addSupergroup({ title: 'Group', creator: bob, members: [ann] });
  const place: PeerRef = { kind: 'channel', id: group.id };
  const annSession = new TestSession(world, ann);
  const bobSession = new TestSession(world, bob, '00000000000000bb');
  let random = 0n;
  const say = (session: TestSession, message: string) => {
    random += 1n;
    return session.value('messages.sendMessage', { peer: session.input(place), message, random_id: random });
  };
  const dialog = () => world.dialog(ann, place);
  return { world, ann, bob, group, place, annSession, bobSession, say, dialog };
}

const PAGE = { offset_id: 0, add_offset: 0, limit: 10, max_id: 0, min_id: 0 };

function idsOf(answer: TlObject) {
  return objectsOf(answer, 'messages').map((message) => message['id']);
}

describe('unread mentions', () => {
  it('are listed, stay when history is read, and go when they are looked at', async () => {
    const { annSession, bobSession, place, say, dialog } = setUp();
    await say(bobSession, 'hi @annie');
    await say(bobSession, 'no name');
    await say(bobSession, '@annie again');
    const peer = annSession.input(place);
    const listed = await annSession.call('messages.getUnreadMentions', { ...PAGE, peer });
    expect(idsOf(listed)).toEqual([3, 1]);
    expect(objectsOf(listed, 'messages')[0]).toMatchObject({ mentioned: true, media_unread: true });
    const channel = { ...peer, _: 'inputChannel' };
    await annSession.value('channels.readHistory', { channel, max_id: 0 });
    expect(dialog().unreadMentions.size).toBe(2);
    await annSession.value('channels.readMessageContents', { channel, id: [3, 99] });
    expect([...dialog().unreadMentions]).toEqual([1]);
    expect(await annSession.call('messages.readMentions', { peer })).toMatchObject({
      pts_count: 0,
      offset: 0,
    });
    expect(dialog().unreadMentions.size).toBe(0);
    const told = annSession.pushed.map(({ updates }) => objectsOf(updates, 'updates')[0]);
    expect(told.slice(-2)).toMatchObject([
      { _: 'updateChannelReadMessagesContents', messages: [3] },
      { _: 'updateChannelReadMessagesContents', messages: [1] },
    ]);
  });
});

describe('unread reactions', () => {
  it('are on what the account wrote, until they are read', async () => {
    const { annSession, bobSession, place, say, dialog } = setUp();
    await say(annSession, 'mine');
    const react = (session: TestSession, emoticon?: string) =>
      session.failure('messages.sendReaction', {
        peer: session.input(place),
        msg_id: 1,
        reaction: emoticon === undefined ? [] : [{ _: 'reactionEmoji', emoticon }],
      });
    await react(annSession, '👍');
    expect(dialog().unreadReactions.size).toBe(0);
    await react(bobSession, '❤️');
    const peer = annSession.input(place);
    const listed = await annSession.call('messages.getUnreadReactions', { ...PAGE, peer });
    expect(objectsOf(listed, 'messages')).toMatchObject([
      { reactions: { recent_reactions: [{ my: true }, { unread: true, reaction: { emoticon: '❤' } }] } },
    ]);
    await annSession.call('messages.readReactions', { peer });
    expect(dialog().unreadReactions.size).toBe(0);
    expect(idsOf(await annSession.call('messages.getUnreadReactions', { ...PAGE, peer }))).toEqual([]);
  });

  it('are only those that the chat allows, and nobody sees who reacted in a channel', async () => {
    const { world, bob, ann, group, annSession, place, say } = setUp();
    await say(annSession, 'mine');
    group.availableReactions = {
      _: 'chatReactionsSome',
      reactions: [{ _: 'reactionEmoji', emoticon: '👍' }],
    };
    const react = (peer: PeerRef, reaction: TlObject) =>
      annSession.failure('messages.sendReaction', {
        peer: annSession.input(peer),
        msg_id: 1,
        reaction: [reaction],
      });
    const emoji = (emoticon: string) => ({ _: 'reactionEmoji', emoticon });
    expect(await react(place, emoji('🔥'))).toBe('400 REACTION_INVALID');
    expect(await react(place, { _: 'reactionPaid' })).toBe('400 REACTION_INVALID');
    expect(await react(place, { _: 'reactionCustomEmoji', document_id: 1n })).toBe(
      '403 PREMIUM_ACCOUNT_REQUIRED',
    );
    expect(group.history.get(1)?.reactions ?? []).toEqual([]);
    expect(await react(place, emoji('👍'))).toBe('no error');
    const news = world.addChannel({ title: 'News', creator: bob, members: [ann] });
    const newsPeer: PeerRef = { kind: 'channel', id: news.id };
    world.addMessage({ peer: newsPeer, author: bob, date: 1, text: 'post' });
    expect(await react(newsPeer, emoji('🔥'))).toBe('no error');
    const list = (peer: PeerRef) =>
      annSession.failure('messages.getMessageReactionsList', {
        peer: annSession.input(peer),
        id: 1,
        limit: 10,
      });
    expect(await list(newsPeer)).toBe('403 BROADCAST_FORBIDDEN');
    expect(await list(place)).toBe('no error');
  });

  it('can be chosen from a list that is sent once', async () => {
    const { annSession } = setUp();
    const all = await annSession.call('messages.getAvailableReactions', { hash: 0 });
    expect(objectsOf(all, 'reactions').length).toBeGreaterThan(60);
    expect(await annSession.call('messages.getAvailableReactions', { hash: all['hash'] })).toEqual({
      _: 'messages.availableReactionsNotModified',
    });
  });
});

describe('places of media', () => {
  it('are counted by day and listed one by one', async () => {
    const { world, bob, place, annSession } = setUp();
    const photo = makePhoto({ id: 1n, date: 1, content: { seed: 1, size: 9 }, width: 10, height: 10 });
    for (const date of [86_400, 86_500, 3 * 86_400]) {
      world.addMessage({ peer: place, from: bob, date, text: 'x' });
      world.addMessage({ peer: place, from: bob, date, media: photo });
    }
    const request = {
      peer: annSession.input(place),
      filter: { _: 'inputMessagesFilterPhotos' },
      offset_id: 0,
    };
    const calendar = await annSession.call('messages.getSearchResultsCalendar', {
      ...request,
      offset_date: 0,
    });
    expect(calendar).toMatchObject({
      count: 3,
      min_date: 86_400,
      min_msg_id: 2,
      periods: [
        { date: 3 * 86_400, min_msg_id: 6, max_msg_id: 6, count: 1 },
        { date: 86_400, min_msg_id: 2, max_msg_id: 4, count: 2 },
      ],
    });
    const positions = await annSession.call('messages.getSearchResultsPositions', {
      ...request,
      offset_id: 6,
      limit: 1,
    });
    expect(positions).toMatchObject({ count: 3, positions: [{ msg_id: 4, date: 86_500, offset: 1 }] });
    const filter = { _: 'inputMessagesFilterEmpty' };
    expect(
      await annSession.failure('messages.getSearchResultsPositions', { ...request, filter, limit: 1 }),
    ).toBe('400 FILTER_NOT_SUPPORTED');
  });
});
