import { describe, expect, it } from 'vitest';
import type { TlObject } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { numberOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const talk = world.addSupergroup({ title: 'Talk', creator: bob });
  const news = world.addChannel({ title: 'News', creator: bob, members: [ann], linkedChatId: talk.id });
  const talkPeer: PeerRef = { kind: 'channel', id: talk.id };
  const newsPeer: PeerRef = { kind: 'channel', id: news.id };
  const annSession = new TestSession(world, ann);
  const bobSession = new TestSession(world, bob, '00000000000000bb');
  let random = 0n;
  const send = (session: TestSession, peer: PeerRef, message: string, replyTo?: number) => {
    random += 1n;
    return session.call('messages.sendMessage', {
      peer: session.input(peer),
      message,
      random_id: random,
      ...(replyTo !== undefined && {
        reply_to: { _: 'inputReplyToMessage', reply_to_msg_id: replyTo },
      }),
    });
  };
  return { world, ann, bob, talk, news, talkPeer, newsPeer, annSession, bobSession, send };
}

function textsOf(answer: TlObject) {
  return objectsOf(answer, 'messages').map((message) => message['message']);
}

const PAGE = { offset_id: 0, offset_date: 0, add_offset: 0, limit: 10, max_id: 0, min_id: 0, hash: 0n };

describe('the comments of a channel post', () => {
  it('begin with its copy in the discussion group, pinned and pointing back', async () => {
    const { world, bob, talkPeer, newsPeer, bobSession, send } = setUp();
    const answer = await send(bobSession, newsPeer, 'post');
    expect(objectsOf(answer, 'updates').map((update) => update._)).toEqual([
      'updateMessageID',
      'updateNewChannelMessage',
      'updateNewChannelMessage',
    ]);
    expect(world.history(bob, talkPeer)?.top).toMatchObject({
      text: 'post',
      from: newsPeer,
      pinned: true,
      forward: { from: newsPeer, channelPost: 1, savedFrom: { peer: newsPeer, id: 1 } },
    });
    const discussion = await bobSession.call('messages.getDiscussionMessage', {
      peer: bobSession.input(newsPeer),
      msg_id: 1,
    });
    expect(discussion).toMatchObject({ messages: [{ id: 1, replies: { replies: 0 } }], unread_count: 0 });
  });

  it('are counted on the post, paged, and may be written by subscribers who are no members', async () => {
    const { annSession, bobSession, talkPeer, newsPeer, talk, bob, ann, send } = setUp();
    await send(bobSession, newsPeer, 'post');
    await send(annSession, talkPeer, 'first', 1);
    await send(bobSession, talkPeer, 'second', 2);
    await send(bobSession, talkPeer, 'unrelated');
    const history = await annSession.call('messages.getHistory', {
      ...PAGE,
      peer: annSession.input(newsPeer),
    });
    expect(objectsOf(history, 'messages')[0]).toMatchObject({
      replies: {
        comments: true,
        replies: 2,
        channel_id: talk.id,
        max_id: 3,
        recent_repliers: [{ user_id: bob }, { user_id: ann }],
      },
    });
    const replies = (fields: object) =>
      annSession.call('messages.getReplies', {
        ...PAGE,
        peer: annSession.input(newsPeer),
        msg_id: 1,
        ...fields,
      });
    const all = await replies({});
    expect(textsOf(all)).toEqual(['second', 'first']);
    expect(all).toMatchObject({ _: 'messages.channelMessages', count: 2 });
    expect(objectsOf(all, 'messages')[0]).toMatchObject({
      reply_to: { reply_to_msg_id: 2, reply_to_top_id: 1 },
    });
    expect(textsOf(await replies({ limit: 1 }))).toEqual(['second']);
    expect(textsOf(await replies({ offset_id: 3 }))).toEqual(['first']);
    expect(textsOf(await replies({ min_id: 2 }))).toEqual(['second']);
  });

  it('need membership where the group asks for it, and existing posts', async () => {
    const { annSession, bobSession, talk, talkPeer, newsPeer, send, world } = setUp();
    await send(bobSession, newsPeer, 'post');
    talk.joinToSend = true;
    const refused = await annSession.failure('messages.sendMessage', {
      peer: annSession.input(talkPeer),
      message: 'x',
      random_id: 50n,
    });
    expect(refused).toBe('403 CHAT_GUEST_SEND_FORBIDDEN');
    expect(talk.history.size).toBe(1);
    const peer = annSession.input(newsPeer);
    expect(await annSession.failure('messages.getReplies', { ...PAGE, peer, msg_id: 9 })).toBe(
      '400 MSG_ID_INVALID',
    );
    expect(await annSession.failure('messages.getDiscussionMessage', { peer, msg_id: 9 })).toBe(
      '400 MSG_ID_INVALID',
    );
    const eve = world.addAccount({ phone: '15550003' }).userId;
    const stranger = new TestSession(world, eve, '00000000000000cc');
    expect(await stranger.failure('messages.getHistory', { ...PAGE, peer: stranger.input(talkPeer) })).toBe(
      '400 CHANNEL_PRIVATE',
    );
  });
});

describe('a thread of a supergroup', () => {
  it('is told of on its first message, and loses what is deleted', async () => {
    const { world, talk, talkPeer, bobSession, send } = setUp();
    await send(bobSession, talkPeer, 'question');
    await send(bobSession, talkPeer, 'answer', 1);
    await send(bobSession, talkPeer, 'answer to the answer', 2);
    const history = await bobSession.call('messages.getHistory', {
      ...PAGE,
      peer: bobSession.input(talkPeer),
    });
    expect(objectsOf(history, 'messages').at(-1)).toMatchObject({ replies: { replies: 2, max_id: 3 } });
    const second = talk.history.get(2);
    if (second !== undefined) world.removeMessage(second);
    const replies = await bobSession.call('messages.getReplies', {
      ...PAGE,
      peer: bobSession.input(talkPeer),
      msg_id: 1,
    });
    expect(textsOf(replies)).toEqual(['answer to the answer']);
  });

  it('is read by readDiscussion alone, which tells the reader and the writers', async () => {
    const { world, ann, bob, talk, talkPeer, annSession, bobSession, send } = setUp();
    world.addMember(talk, ann);
    await send(bobSession, talkPeer, 'question');
    await send(bobSession, talkPeer, 'more', 1);
    const unread = async () => {
      const answer = await annSession.call('messages.getDiscussionMessage', {
        peer: annSession.input(talkPeer),
        msg_id: 1,
      });
      return numberOf(answer, 'unread_count');
    };
    expect(await unread()).toBe(1);
    expect(await unread()).toBe(1);
    const read = { peer: annSession.input(talkPeer), msg_id: 1, read_max_id: 2 };
    expect(await annSession.value('messages.readDiscussion', read)).toBe(true);
    expect(await unread()).toBe(0);
    expect(world.dialog(ann, talkPeer).unreadCount).toBe(1);
    const told = annSession.pushed.map(({ userId, updates }) => [
      userId,
      objectsOf(updates, 'updates')[0]?._,
    ]);
    expect(told).toEqual([
      [ann, 'updateReadChannelDiscussionInbox'],
      [bob, 'updateReadChannelDiscussionOutbox'],
    ]);
    const again = annSession.pushed.length;
    await annSession.value('messages.readDiscussion', read);
    expect(annSession.pushed).toHaveLength(again);
  });
});
