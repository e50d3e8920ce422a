import { describe, expect, it } from 'vitest';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { numberOf, objectOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

type Fields = Readonly<Record<string, TlValue>>;

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const forum = world.addSupergroup({ title: 'Forum', creator: bob, members: [ann], forum: true });
  const place: PeerRef = { kind: 'channel', id: forum.id };
  const annSession = new TestSession(world, ann);
  const bobSession = new TestSession(world, bob, '00000000000000bb');
  const channelOf = (session: TestSession) => ({ ...session.input(place), _: 'inputChannel' });
  let random = 0n;
  const open = async (session: TestSession, title: string) => {
    random += 1n;
    session.time += 1;
    const answer = await session.call('channels.createForumTopic', {
      channel: channelOf(session),
      title,
      random_id: random,
    });
    return numberOf(objectsOf(answer, 'updates')[0] ?? { _: '' }, 'id');
  };
  const send = (session: TestSession, message: string, reply?: Fields) => {
    random += 1n;
    session.time += 1;
    return session.value('messages.sendMessage', {
      peer: session.input(place),
      message,
      random_id: random,
      ...(reply !== undefined && { reply_to: { _: 'inputReplyToMessage', ...reply } }),
    });
  };
  const edit = (session: TestSession, topic_id: number, fields: Fields) =>
    session.failure('channels.editForumTopic', { channel: channelOf(session), topic_id, ...fields });
  const topics = async (session: TestSession, fields: Fields = {}) => {
    const answer = await session.call('channels.getForumTopics', {
      channel: channelOf(session),
      offset_date: 0,
      offset_id: 0,
      offset_topic: 0,
      limit: 20,
      ...fields,
    });
    return { answer, rows: objectsOf(answer, 'topics') };
  };
  return { world, ann, bob, forum, place, annSession, bobSession, channelOf, open, send, edit, topics };
}

const PAGE = { offset_id: 0, offset_date: 0, add_offset: 0, limit: 20, max_id: 0, min_id: 0, hash: 0n };

function titlesOf(rows: readonly TlObject[]) {
  return rows.map((row) => row['title']);
}

describe('the topics of a forum', () => {
  it('are listed by their last message, the General one among them, and by page', async () => {
    const { annSession, bobSession, open, send, topics } = setUp();
    await open(bobSession, 'News');
    const talk = await open(bobSession, 'Talk');
    expect(titlesOf((await topics(annSession)).rows)).toEqual(['Talk', 'News', 'General']);
    bobSession.time += 10;
    await send(bobSession, 'hello everybody');
    const { rows, answer } = await topics(annSession);
    expect(titlesOf(rows)).toEqual(['General', 'Talk', 'News']);
    expect(answer).toMatchObject({ count: 3 });
    expect(objectsOf(answer, 'messages')[0]).toMatchObject({ message: 'hello everybody' });
    const rest = await topics(annSession, { offset_topic: talk, limit: 1 });
    expect(titlesOf(rest.rows)).toEqual(['News']);
    expect(titlesOf((await topics(annSession, { q: 'tal' })).rows)).toEqual(['Talk']);
  });

  it('take messages by reply and keep unread counts of their own', async () => {
    const { annSession, bobSession, place, open, send, topics } = setUp();
    const news = await open(bobSession, 'News');
    const talk = await open(bobSession, 'Talk');
    await send(bobSession, 'one', { reply_to_msg_id: news });
    await send(bobSession, 'two', { reply_to_msg_id: news + 2, top_msg_id: news });
    await send(bobSession, 'three', { reply_to_msg_id: talk });
    const counts = async () =>
      Object.fromEntries((await topics(annSession)).rows.map((row) => [row['title'], row['unread_count']]));
    expect(await counts()).toEqual({ General: 0, News: 3, Talk: 2 });
    const page = { ...PAGE, peer: annSession.input(place), msg_id: news };
    const replies = objectsOf(await annSession.call('messages.getReplies', page), 'messages');
    expect(replies.map((message) => message['message'] ?? message._)).toEqual([
      'two',
      'one',
      'messageService',
    ]);
    expect(replies.slice(0, 2).map((message) => objectOf(message, 'reply_to'))).toMatchObject([
      { forum_topic: true, reply_to_msg_id: news + 2, reply_to_top_id: news },
      { forum_topic: true, reply_to_msg_id: news, reply_to_top_id: undefined },
    ]);
    expect(await counts()).toEqual({ General: 0, News: 3, Talk: 2 });
    await annSession.value('messages.readDiscussion', {
      peer: annSession.input(place),
      msg_id: news,
      read_max_id: 99,
    });
    expect(await counts()).toEqual({ General: 0, News: 0, Talk: 2 });
    expect(await annSession.failure('messages.getReplies', { ...page, msg_id: news + 2 })).toBe(
      '400 TOPIC_ID_INVALID',
    );
    expect(
      await annSession.failure('messages.sendMessage', {
        peer: annSession.input(place),
        message: 'x',
        random_id: 99n,
        reply_to: { _: 'inputReplyToMessage', reply_to_msg_id: news, top_msg_id: 77 },
      }),
    ).toBe('400 TOPIC_DELETED');
  });

  it('are searched by topic', async () => {
    const { annSession, bobSession, place, open, send } = setUp();
    const news = await open(bobSession, 'News');
    await send(bobSession, 'budget in news', { reply_to_msg_id: news });
    await send(bobSession, 'budget in general');
    const search = async (top_msg_id: number) => {
      const answer = await annSession.call('messages.search', {
        ...PAGE,
        peer: annSession.input(place),
        q: 'budget',
        filter: { _: 'inputMessagesFilterEmpty' },
        min_date: 0,
        max_date: 0,
        top_msg_id,
      });
      return objectsOf(answer, 'messages').map((message) => message['message']);
    };
    expect(await search(news)).toEqual(['budget in news']);
    expect(await search(1)).toEqual(['budget in general']);
  });

  it('are changed by those who manage them, each change told by a service message', async () => {
    const { annSession, bobSession, forum, open, send, edit, topics } = setUp();
    const news = await open(bobSession, 'News');
    expect(await edit(annSession, news, { closed: true })).toBe('403 CHAT_ADMIN_REQUIRED');
    expect(await edit(bobSession, news, { title: 'News' })).toBe('400 TOPIC_NOT_MODIFIED');
    expect(await edit(bobSession, news, { title: ' ' })).toBe('400 TOPIC_TITLE_EMPTY');
    expect(await edit(bobSession, news, { closed: true, title: 'x' })).toBe('400 TOPIC_CLOSE_SEPARATELY');
    expect(await edit(bobSession, 1, { hidden: true, title: 'x' })).toBe('400 TOPIC_HIDE_SEPARATELY');
    expect(await edit(bobSession, 1, { icon_emoji_id: 5n })).toBe('400 GENERAL_MODIFY_ICON_FORBIDDEN');
    expect(await edit(bobSession, 9, { title: 'x' })).toBe('400 TOPIC_ID_INVALID');
    expect(forum.history.size).toBe(1);
    expect(await edit(bobSession, news, { title: 'Old news' })).toBe('no error');
    expect(await edit(bobSession, news, { closed: true })).toBe('no error');
    expect(await edit(bobSession, 1, { hidden: true })).toBe('no error');
    expect(forum.history.messages.slice(1).map((message) => message.action?._)).toEqual([
      'messageActionTopicEdit',
      'messageActionTopicEdit',
      'messageActionTopicEdit',
    ]);
    expect((await topics(annSession)).rows).toMatchObject([
      { title: 'General', hidden: true },
      { title: 'Old news', closed: true },
    ]);
    await expect(send(annSession, 'late', { reply_to_msg_id: news })).rejects.toThrow('TOPIC_CLOSED');
    await expect(send(bobSession, 'last word', { reply_to_msg_id: news })).resolves.toBeDefined();
  });

  it('are opened once for each random_id, by members unless the group forbids it', async () => {
    const { annSession, bobSession, forum, channelOf, topics } = setUp();
    const create = (session: TestSession, title: string) =>
      session.failure('channels.createForumTopic', { channel: channelOf(session), title, random_id: 5n });
    expect(await create(annSession, ' ')).toBe('400 TOPIC_TITLE_EMPTY');
    expect(await create(annSession, 'Ann')).toBe('no error');
    expect(await create(annSession, 'Ann')).toBe('no error');
    expect((await topics(annSession)).rows).toHaveLength(2);
    forum.defaultBanned = { manage_topics: true };
    const other = { channel: channelOf(annSession), title: 'No', random_id: 6n };
    expect(await annSession.failure('channels.createForumTopic', other)).toBe('403 CHAT_WRITE_FORBIDDEN');
    expect(await create(bobSession, 'Bob')).toBe('no error');
    forum.forum = false;
    expect(await annSession.failure('channels.getForumTopicsByID', { ...other, topics: [1] })).toBe(
      '400 CHANNEL_FORUM_MISSING',
    );
  });

  it('are pinned, five at most, and deleted with all that is in them', async () => {
    const { annSession, bobSession, forum, channelOf, open, send, topics } = setUp();
    const ids: number[] = [];
    for (const title of ['a', 'b', 'c', 'd', 'e', 'f']) ids.push(await open(bobSession, title));
    const pin = (topic_id: number, pinned = true) =>
      bobSession.failure('channels.updatePinnedForumTopic', {
        channel: channelOf(bobSession),
        topic_id,
        pinned,
      });
    for (const id of ids.slice(0, 5)) expect(await pin(id)).toBe('no error');
    expect(await pin(ids[5] ?? 0)).toBe('400 PINNED_TOO_MUCH');
    expect(titlesOf((await topics(annSession)).rows)).toEqual(['e', 'd', 'c', 'b', 'a', 'f', 'General']);
    const [first = 0] = ids;
    await send(bobSession, 'in a', { reply_to_msg_id: first });
    const remove = (session: TestSession, top_msg_id: number) =>
      session.failure('channels.deleteTopicHistory', { channel: channelOf(session), top_msg_id });
    expect(await remove(annSession, first)).toBe('403 CHAT_ADMIN_REQUIRED');
    expect(await remove(bobSession, 1)).toBe('400 TOPIC_ID_INVALID');
    expect(await remove(bobSession, first)).toBe('no error');
    expect(forum.history.get(first)).toBeUndefined();
    expect(forum.history.size).toBe(5);
    const gone = await annSession.call('channels.getForumTopicsByID', {
      channel: channelOf(annSession),
      topics: [first, 1],
    });
    expect(objectsOf(gone, 'topics').map((topic) => topic._)).toEqual(['forumTopicDeleted', 'forumTopic']);
  });

  it('keep a draft each', async () => {
    const { annSession, bobSession, place, open, topics } = setUp();
    const news = await open(bobSession, 'News');
    await annSession.value('messages.saveDraft', {
      peer: annSession.input(place),
      message: 'begun',
      reply_to: { _: 'inputReplyToMessage', reply_to_msg_id: news, top_msg_id: news },
    });
    expect((await topics(annSession)).rows.map((row) => objectOf(row, 'draft')?.['message'])).toEqual([
      'begun',
      undefined,
    ]);
  });

  it('come and go with the forum', async () => {
    const { world, ann, bob, annSession, bobSession } = setUp();
    const group = world.addSupergroup({ title: 'Group', creator: bob, members: [ann] });
    const toggle = (session: TestSession, enabled: boolean) =>
      session.failure('channels.toggleForum', {
        channel: { ...session.input({ kind: 'channel', id: group.id }), _: 'inputChannel' },
        enabled,
      });
    expect(await toggle(annSession, true)).toBe('403 CHAT_ADMIN_REQUIRED');
    expect(await toggle(bobSession, false)).toBe('400 CHAT_NOT_MODIFIED');
    expect(group.forum).toBe(false);
    expect(await toggle(bobSession, true)).toBe('no error');
    expect(group.forum).toBe(true);
  });
});
