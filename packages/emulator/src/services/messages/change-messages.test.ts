import { describe, expect, it } from 'vitest';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const group = world.addSupergroup({ title: 'Group', creator: bob, members: [ann] });
  const news = world.addChannel({ title: 'News', creator: bob, members: [ann] });
  const groupPeer: PeerRef = { kind: 'channel', id: group.id };
  const newsPeer: PeerRef = { kind: 'channel', id: news.id };
  const date = 1_759_999_000;
  world.addMessages([
    { peer: { kind: 'user', id: bob }, from: ann, date, text: 'from Ann' },
    { peer: { kind: 'user', id: ann }, from: bob, date, text: 'from Bob' },
    { peer: groupPeer, from: ann, date, text: 'Ann in group' },
    { peer: groupPeer, from: bob, date, text: 'Bob in group' },
    { peer: newsPeer, author: bob, date, text: 'post', views: 5 },
  ]);
  return {
    world,
    ann,
    bob,
    group: groupPeer,
    news: newsPeer,
    annSession: new TestSession(world, ann),
    bobSession: new TestSession(world, bob, '00000000000000bb'),
  };
}

describe('editing', () => {
  it('changes the text for both sides and counts in pts', async () => {
    const { world, ann, bob, annSession } = setUp();
    const peer = annSession.input({ kind: 'user', id: bob });
    const before = world.accounts.get(bob)?.pts ?? 0;
    const answer = await annSession.call('messages.editMessage', { peer, id: 1, message: 'better' });
    expect(objectsOf(answer, 'updates')[0]).toMatchObject({
      _: 'updateEditMessage',
      message: { message: 'better', edit_date: annSession.time },
    });
    expect(world.history(bob, { kind: 'user', id: ann })?.get(1)?.text).toBe('better');
    expect(world.accounts.get(bob)?.pts).toBe(before + 1);
  });

  it('is no matter of somebody who has deleted the message', async () => {
    const { world, bob, annSession, bobSession } = setUp();
    await bobSession.call('messages.deleteMessages', { id: [1] });
    const before = world.accounts.get(bob)?.pts;
    await annSession.call('messages.editMessage', {
      peer: annSession.input({ kind: 'user', id: bob }),
      id: 1,
      message: 'better',
    });
    expect(world.accounts.get(bob)?.pts).toBe(before);
    expect(annSession.pushed.filter(({ userId }) => userId === bob)).toEqual([]);
  });

  it('is refused for other people’s, unknown, unchanged, emptied and old messages', async () => {
    const { bob, annSession } = setUp();
    const peer = annSession.input({ kind: 'user', id: bob });
    const edit = (id: number, message: string) =>
      annSession.failure('messages.editMessage', { peer, id, message });
    expect(await edit(2, 'x')).toBe('403 MESSAGE_AUTHOR_REQUIRED');
    expect(await edit(99, 'x')).toBe('400 MESSAGE_ID_INVALID');
    expect(await edit(1, 'from Ann')).toBe('400 MESSAGE_NOT_MODIFIED');
    expect(await edit(1, ' ')).toBe('400 MESSAGE_EMPTY');
    annSession.time += 172_801;
    expect(await edit(1, 'late')).toBe('400 MESSAGE_EDIT_TIME_EXPIRED');
  });
});

describe('deleting', () => {
  it('counts an id that is named twice once', async () => {
    const { world, group, annSession } = setUp();
    const channel = { ...annSession.input(group), _: 'inputChannel' };
    const before = world.channels.get(group.id)?.pts ?? 0;
    const answer = await annSession.call('channels.deleteMessages', { channel, id: [1, 1] });
    expect(answer).toMatchObject({ pts: before + 1, pts_count: 1 });
  });

  it('takes a message from oneself, or from both sides when revoked', async () => {
    const { world, ann, bob, annSession } = setUp();
    expect(await annSession.call('messages.deleteMessages', { id: [1] })).toMatchObject({ pts_count: 1 });
    expect(world.history(ann, { kind: 'user', id: bob })?.ids).toEqual([2]);
    expect(world.history(bob, { kind: 'user', id: ann })?.ids).toEqual([1, 2]);
    await annSession.call('messages.deleteMessages', { id: [2, 77], revoke: true });
    expect(world.history(bob, { kind: 'user', id: ann })?.ids).toEqual([1]);
  });

  it('in a supergroup needs authorship or the right', async () => {
    const { group, annSession, bobSession } = setUp();
    const channel = (session: TestSession) => ({ ...session.input(group), _: 'inputChannel' });
    expect(
      await annSession.failure('channels.deleteMessages', { channel: channel(annSession), id: [2] }),
    ).toBe('403 MESSAGE_DELETE_FORBIDDEN');
    expect(
      await bobSession.call('channels.deleteMessages', { channel: channel(bobSession), id: [1, 2] }),
    ).toMatchObject({ pts_count: 2 });
  });
});

describe('forwarding', () => {
  it('keeps where a message comes from, and drops it when asked', async () => {
    const { world, ann, bob, news, group, annSession } = setUp();
    await annSession.call('messages.forwardMessages', {
      from_peer: annSession.input(news),
      to_peer: annSession.input(group),
      id: [1],
      random_id: [1n],
    });
    expect(world.history(ann, group)?.top?.forward).toMatchObject({ from: news, channelPost: 1 });
    await annSession.call('messages.forwardMessages', {
      from_peer: annSession.input({ kind: 'user', id: bob }),
      to_peer: annSession.input(group),
      id: [2],
      random_id: [2n],
      drop_author: true,
    });
    expect(world.history(ann, group)?.top).toMatchObject({ text: 'from Bob' });
    expect(world.history(ann, group)?.top?.forward).toBeUndefined();
  });
});

describe('reacting', () => {
  it('adds, changes and withdraws one reaction', async () => {
    const { world, ann, group, annSession } = setUp();
    const react = (...emojis: string[]) =>
      annSession.failure('messages.sendReaction', {
        peer: annSession.input(group),
        msg_id: 2,
        reaction: emojis.map((emoticon) => ({ _: 'reactionEmoji', emoticon })),
      });
    const reactions = () => world.history(ann, group)?.get(2)?.reactions;
    expect(await react('👍')).toBe('no error');
    expect(reactions()).toMatchObject([{ emoji: '👍', count: 1 }]);
    expect(await react('👍')).toBe('400 MESSAGE_NOT_MODIFIED');
    expect(await react('❤')).toBe('no error');
    expect(reactions()).toMatchObject([{ emoji: '❤', count: 1 }]);
    expect(await react('👍', '❤')).toBe('400 REACTIONS_TOO_MANY');
    expect(await react('hello')).toBe('400 REACTION_INVALID');
    expect(await react()).toBe('no error');
    expect(reactions()).toEqual([]);
  });
});

describe('reading', () => {
  it('tells the sender, under the sender’s own message id', async () => {
    const { world, ann, bob, annSession, bobSession } = setUp();
    const toBob = annSession.input({ kind: 'user', id: bob });
    await annSession.call('messages.sendMessage', { peer: toBob, message: 'seen?', random_id: 5n });
    const sent = world.history(ann, { kind: 'user', id: bob })?.topId;
    await bobSession.call('messages.readHistory', {
      peer: bobSession.input({ kind: 'user', id: ann }),
      max_id: 0,
    });
    expect(world.dialog(ann, { kind: 'user', id: bob }).readOutboxMaxId).toBe(sent);
    expect(bobSession.pushed.map((one) => objectsOf(one.updates, 'updates')[0]?._)).toEqual([
      'updateReadHistoryInbox',
      'updateReadHistoryOutbox',
    ]);
  });

  it('leaves missed updates for getDifference', async () => {
    const { bob, annSession } = setUp();
    const state = await annSession.call('updates.getState');
    await annSession.call('messages.sendMessage', {
      peer: annSession.input({ kind: 'user', id: bob }),
      message: 'missed',
      random_id: 6n,
    });
    const difference = await annSession.call('updates.getDifference', { pts: state['pts'], date: 0, qts: 0 });
    expect(objectsOf(difference, 'new_messages')).toMatchObject([{ message: 'missed' }]);
  });
});
