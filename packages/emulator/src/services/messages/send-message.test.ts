import { describe, expect, it } from 'vitest';
import type { TlObject } from '../../tl/value.js';
import { createWorld } from '../../world/world.js';
import type { PeerRef } from '../../world/model.js';
import { objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob', username: 'bobby' }).userId;
  const group = world.addSupergroup({ title: 'Group', creator: bob, members: [ann], slowmodeSeconds: 30 });
  const news = world.addChannel({ title: 'News', creator: bob, members: [ann], username: 'news' });
  const club = world.addBasicGroup({ title: 'Club', creator: bob, members: [ann] });
  return {
    world,
    ann,
    bob,
    group: { kind: 'channel', id: group.id } satisfies PeerRef,
    news: { kind: 'channel', id: news.id } satisfies PeerRef,
    club: { kind: 'chat', id: club.id } satisfies PeerRef,
    annSession: new TestSession(world, ann),
    bobSession: new TestSession(world, bob, '00000000000000bb'),
  };
}

function updateOf(answer: TlObject, name: string): TlObject {
  const update = objectsOf(answer, 'updates').find((one) => one._ === name);
  if (update === undefined) throw new Error(`no ${name}`);
  return update;
}

describe('sending a message', () => {
  it('answers a private message shortly and puts it into both accounts', async () => {
    const { world, ann, bob, annSession } = setUp();
    const peer = annSession.input({ kind: 'user', id: bob });
    const answer = await annSession.call('messages.sendMessage', { peer, message: ' hi ', random_id: 7n });
    expect(answer).toMatchObject({ _: 'updateShortSentMessage', out: true, id: 1, pts_count: 1 });
    expect(world.history(bob, { kind: 'user', id: ann })?.top?.text).toBe('hi');
    expect(world.dialog(bob, { kind: 'user', id: ann }).unreadCount).toBe(1);
    const pushed = annSession.pushed.find((one) => one.userId === bob);
    expect(objectsOf(pushed?.updates ?? { _: '' }, 'updates')[0]).toMatchObject({
      _: 'updateNewMessage',
      message: { _: 'message', peer_id: { user_id: ann }, message: 'hi', out: undefined },
    });
  });

  it('repeats the first answer for a repeated random_id, from another session, by another method, and makes nothing', async () => {
    const { world, ann, bob, annSession } = setUp();
    const peer = annSession.input({ kind: 'user', id: bob });
    await annSession.call('messages.sendMessage', { peer, message: 'once', random_id: 7n });
    const other = new TestSession(world, ann, '00000000000000cc');
    other.time += 86_400 * 400;
    const again = await other.call('messages.sendMessage', { peer, message: 'other text', random_id: 7n });
    expect(updateOf(again, 'updateMessageID')).toMatchObject({ id: 1, random_id: 7n });
    expect(updateOf(again, 'updateNewMessage')).toMatchObject({
      pts_count: 0,
      message: { id: 1, message: 'once', date: annSession.time },
    });
    const forwarded = await other.call('messages.forwardMessages', {
      from_peer: peer,
      to_peer: peer,
      id: [1],
      random_id: [7n],
    });
    expect(updateOf(forwarded, 'updateNewMessage')).toMatchObject({ pts_count: 0, message: { id: 1 } });
    expect(world.history(ann, { kind: 'user', id: bob })?.size).toBe(1);
    expect(other.pushed).toEqual([]);
  });

  it('counts a random_id per peer and per account', async () => {
    const { world, ann, bob, club, annSession, bobSession } = setUp();
    await annSession.call('messages.sendMessage', {
      peer: annSession.input({ kind: 'user', id: bob }),
      message: 'a',
      random_id: 7n,
    });
    await annSession.call('messages.sendMessage', {
      peer: annSession.input(club),
      message: 'b',
      random_id: 7n,
    });
    await bobSession.call('messages.sendMessage', {
      peer: bobSession.input({ kind: 'user', id: ann }),
      message: 'c',
      random_id: 7n,
    });
    expect(world.history(ann, { kind: 'user', id: bob })?.size).toBe(2);
    expect(world.history(ann, club)?.size).toBe(1);
  });

  it('keeps repeating the answer after the message was deleted', async () => {
    const { world, ann, bob, annSession } = setUp();
    const peer = annSession.input({ kind: 'user', id: bob });
    await annSession.call('messages.sendMessage', { peer, message: 'x', random_id: 9n });
    await annSession.call('messages.deleteMessages', { id: [1], revoke: true });
    const again = await annSession.call('messages.sendMessage', { peer, message: 'x', random_id: 9n });
    expect(updateOf(again, 'updateNewMessage')).toMatchObject({ pts_count: 0 });
    expect(world.history(ann, { kind: 'user', id: bob })?.size).toBe(0);
  });

  it('refuses empty and overlong texts and a zero random_id', async () => {
    const { bob, annSession } = setUp();
    const peer = annSession.input({ kind: 'user', id: bob });
    const send = (message: string, random_id = 1n) =>
      annSession.failure('messages.sendMessage', { peer, message, random_id });
    expect(await send(' \n ')).toBe('400 MESSAGE_EMPTY');
    expect(await send('😀'.repeat(2049))).toBe('400 MESSAGE_TOO_LONG');
    expect(await send('x', 0n)).toBe('400 RANDOM_ID_EMPTY');
    expect(await send('😀'.repeat(2048))).toBe('no error');
  });

  it('checks the access hash of the asking account', async () => {
    const { ann, bob, group, annSession, bobSession } = setUp();
    const stolen = bobSession.input({ kind: 'user', id: ann });
    const send = (peer: TlObject) =>
      annSession.failure('messages.sendMessage', { peer, message: 'x', random_id: 1n });
    expect(await send({ ...stolen, user_id: bob })).toBe('400 PEER_ID_INVALID');
    expect(await send(bobSession.input(group))).toBe('400 CHANNEL_INVALID');
    expect(await send({ _: 'inputPeerChat', chat_id: 99n })).toBe('400 PEER_ID_INVALID');
    expect(await send({ _: 'inputPeerEmpty' })).toBe('400 PEER_ID_INVALID');
  });

  it('lets only admins write in a channel, under the channel name', async () => {
    const { news, annSession, bobSession } = setUp();
    const fields = { message: 'post', random_id: 1n };
    expect(
      await annSession.failure('messages.sendMessage', { peer: annSession.input(news), ...fields }),
    ).toBe('403 CHAT_WRITE_FORBIDDEN');
    const answer = await bobSession.call('messages.sendMessage', { peer: bobSession.input(news), ...fields });
    expect(updateOf(answer, 'updateNewChannelMessage')).toMatchObject({
      message: { post: true, from_id: undefined, views: 1 },
    });
  });

  it('makes members wait in slow mode, not admins', async () => {
    const { group, annSession, bobSession } = setUp();
    const send = (session: TestSession, random_id: bigint) =>
      session.failure('messages.sendMessage', { peer: session.input(group), message: 'x', random_id });
    expect(await send(annSession, 1n)).toBe('no error');
    annSession.time += 10;
    expect(await send(annSession, 2n)).toBe('420 SLOWMODE_WAIT_20');
    expect(await send(annSession, 1n)).toBe('no error');
    annSession.time += 20;
    expect(await send(annSession, 2n)).toBe('no error');
    expect(await send(bobSession, 1n)).toBe('no error');
    expect(await send(bobSession, 2n)).toBe('no error');
  });

  it('refuses restricted members and chats that one is not in', async () => {
    const { world, ann, bob, club, annSession } = setUp();
    const quiet = world.addSupergroup({ title: 'Quiet', creator: bob });
    world.addMember(quiet, ann, { role: 'restricted', banned: { send_messages: true } });
    const open = world.addSupergroup({ title: 'Open', creator: bob, username: 'opengroup' });
    const closed = world.addSupergroup({ title: 'Closed', creator: bob });
    const send = (peer: PeerRef) =>
      annSession.failure('messages.sendMessage', {
        peer: annSession.input(peer),
        message: 'x',
        random_id: 1n,
      });
    expect(await send({ kind: 'channel', id: quiet.id })).toBe('400 USER_BANNED_IN_CHANNEL');
    expect(await send({ kind: 'channel', id: open.id })).toBe('403 CHAT_WRITE_FORBIDDEN');
    expect(await send({ kind: 'channel', id: closed.id })).toBe('400 CHANNEL_PRIVATE');
    expect(await send(club)).toBe('no error');
  });

  it('finds links and mentions by itself, and stores replies', async () => {
    const { bob, club, annSession, world } = setUp();
    const peer = annSession.input(club);
    await annSession.call('messages.sendMessage', { peer, message: 'first', random_id: 1n });
    await annSession.call('messages.sendMessage', {
      peer,
      message: '@bobby see https://example.org.',
      random_id: 2n,
      reply_to: { _: 'inputReplyToMessage', reply_to_msg_id: 1 },
    });
    const message = world.history(bob, club)?.top;
    expect(message?.entities).toEqual([
      { _: 'messageEntityMention', offset: 0, length: 6 },
      { _: 'messageEntityUrl', offset: 11, length: 19 },
    ]);
    expect(message?.replyTo?.message?.text).toBe('first');
    expect([...world.dialog(bob, club).unreadMentions]).toEqual([2]);
    expect(
      await annSession.failure('messages.sendMessage', {
        peer,
        message: 'x',
        random_id: 3n,
        reply_to: { _: 'inputReplyToMessage', reply_to_msg_id: 77 },
      }),
    ).toBe('400 REPLY_MESSAGE_ID_INVALID');
  });
});
