import { describe, expect, it } from 'vitest';
import type { TlValue } from '../../tl/value.js';
import { loadSchema } from '../../tl/load.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { services } from '../index.js';
import { topicsServices } from '../topics/index.js';
import { messagesServices } from './index.js';
import { TestSession } from '../common/test-call.js';

type Fields = Readonly<Record<string, TlValue>>;

const PAGE = { offset_id: 0, offset_date: 0, add_offset: 0, limit: 50, max_id: 0, min_id: 0, hash: 0n };

async function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann', username: 'annie' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const forum = world.addSupergroup({ title: 'Forum', creator: bob, members: [ann], forum: true });
  const talk = world.addSupergroup({ title: 'Talk', creator: bob, members: [ann] });
  const news = world.addChannel({ title: 'News', creator: bob, members: [ann], linkedChatId: talk.id });
  const club = world.addBasicGroup({ title: 'Club', creator: bob, members: [ann] });
  const peers = {
    bob: { kind: 'user', id: bob },
    club: { kind: 'chat', id: club.id },
    talk: { kind: 'channel', id: talk.id },
    news: { kind: 'channel', id: news.id },
    forum: { kind: 'channel', id: forum.id },
  } satisfies Record<string, PeerRef>;
  const bobSession = new TestSession(world, bob, '00000000000000bb');
  let random = 0n;
  const write = async (peer: PeerRef, message: string, replyTo?: number) => {
    random += 1n;
    await bobSession.value('messages.sendMessage', {
      peer: bobSession.input(peer),
      message,
      random_id: random,
      ...(replyTo !== undefined && { reply_to: { _: 'inputReplyToMessage', reply_to_msg_id: replyTo } }),
    });
  };
  await bobSession.value('channels.createForumTopic', {
    channel: { ...bobSession.input(peers.forum), _: 'inputChannel' },
    title: 'Topic',
    random_id: 99n,
  });
  await write({ kind: 'user', id: ann }, 'hello');
  for (const peer of [peers.club, peers.talk, peers.news, peers.forum]) await write(peer, 'for @annie');
  await write(peers.talk, 'a comment, @annie', 2);
  await write(peers.forum, 'in the topic, @annie', 2);
  const annSession = new TestSession(world, ann);
  await annSession.value('messages.sendMessage', {
    peer: annSession.input(peers.talk),
    message: 'mine',
    random_id: 1n,
  });
  await bobSession.value('messages.sendReaction', {
    peer: bobSession.input(peers.talk),
    msg_id: 4,
    reaction: [{ _: 'reactionEmoji', emoticon: '👍' }],
  });
  const text = (value: string) => ({ _: 'textWithEntities', text: value, entities: [] });
  await bobSession.value('messages.sendMedia', {
    peer: bobSession.input(peers.talk),
    media: {
      _: 'inputMediaPoll',
      poll: {
        _: 'poll',
        id: 0n,
        public_voters: true,
        question: text('Which?'),
        answers: [0, 1].map((n) => ({ _: 'pollAnswer', text: text(`${n}`), option: Uint8Array.of(n) })),
      },
    },
    message: '',
    random_id: 98n,
  });
  const poll = { peer: annSession.input(peers.talk), msg_id: 5 };
  await annSession.value('messages.sendVote', { ...poll, options: [Uint8Array.of(0)] });
  await annSession.value('messages.sendMessage', {
    peer: annSession.input(peers.bob),
    message: 'an answer',
    random_id: 2n,
  });
  const read = { peer: bobSession.input({ kind: 'user', id: ann }), max_id: 0 };
  await bobSession.value('messages.readHistory', read);
  return { world, peers, annSession };
}

/** All that any account has read, counted as unread, or been shown as unread. */
function marksOf({ accounts, channels }: Awaited<ReturnType<typeof setUp>>['world']) {
  return JSON.stringify(
    {
      accounts: [...accounts.values()].map(({ dialogs, threads, pts }) => ({
        pts,
        dialogs: [...dialogs].map(([key, dialog]) => ({
          key,
          ...dialog,
          unreadMentions: [...dialog.unreadMentions],
          unreadReactions: [...dialog.unreadReactions],
        })),
        threads: [...threads],
      })),
      views: [...channels.values()].map(({ pts, history }) => [
        pts,
        ...history.messages.map(({ views }) => views),
      ]),
    },
    (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );
}

/** Every reading method, with what makes it read most. */
function readings(session: TestSession, peer: PeerRef): [string, Fields][] {
  const input = session.input(peer);
  const channel = { ...input, _: 'inputChannel' };
  const filter = { _: 'inputMessagesFilterEmpty' };
  const ids = [1, 2, 3, 4, 5];
  const all: [string, Fields][] = [
    ['messages.getHistory', { ...PAGE, peer: input }],
    ['messages.search', { ...PAGE, peer: input, q: '', filter, min_date: 0, max_date: 0 }],
    ['messages.getSearchCounters', { peer: input, filters: [filter] }],
    ['messages.getSearchResultsCalendar', { ...PAGE, peer: input, filter: { _: 'inputMessagesFilterUrl' } }],
    ['messages.getSearchResultsPositions', { ...PAGE, peer: input, filter: { _: 'inputMessagesFilterUrl' } }],
    ['messages.getUnreadMentions', { ...PAGE, peer: input }],
    ['messages.getUnreadReactions', { ...PAGE, peer: input }],
    ['messages.getMessages', { id: ids.map((id) => ({ _: 'inputMessageID', id })) }],
    ['messages.getMessagesViews', { peer: input, id: ids, increment: false }],
    ['messages.getMessagesReactions', { peer: input, id: ids }],
    ['messages.getPeerDialogs', { peers: [{ _: 'inputDialogPeer', peer: input }] }],
    ['messages.getScheduledHistory', { peer: input, hash: 0n }],
    ['messages.getScheduledMessages', { peer: input, id: ids }],
  ];
  if (peer.kind === 'user') {
    all.push([
      'messages.getOutboxReadDate',
      { peer: input, msg_id: session.world.history(session.userId ?? 0n, peer)?.topId },
    ]);
  }
  if (peer.kind !== 'channel') return all;
  return [
    ...all,
    ['messages.getReplies', { ...PAGE, peer: input, msg_id: 2 }],
    ['messages.getDiscussionMessage', { peer: input, msg_id: 2 }],
    ['messages.getMessageReadParticipants', { peer: input, msg_id: 2 }],
    ['messages.getMessageReactionsList', { peer: input, id: 4, limit: 10 }],
    ['channels.getMessages', { channel, id: ids.map((id) => ({ _: 'inputMessageID', id })) }],
    ['messages.getMessageEditData', { peer: input, id: 4 }],
    ['messages.getPollResults', { peer: input, msg_id: 5 }],
    ['messages.getPollVotes', { peer: input, id: 5, limit: 10 }],
    ['channels.getSendAs', { peer: input }],
    ['channels.getFullChannel', { channel }],
    ['channels.getForumTopics', { channel, offset_date: 0, offset_id: 0, offset_topic: 0, limit: 20 }],
    ['channels.getForumTopicsByID', { channel, topics: [1, 2] }],
  ];
}

const EVERYWHERE: [string, Fields][] = [
  ['messages.getDialogs', { limit: 50, offset_date: 0, offset_id: 0, offset_peer: { _: 'inputPeerEmpty' } }],
  ['messages.getAllDrafts', {}],
  [
    'messages.searchGlobal',
    {
      q: 'a',
      filter: { _: 'inputMessagesFilterEmpty' },
      limit: 50,
      min_date: 0,
      max_date: 0,
      offset_rate: 0,
      offset_id: 0,
      offset_peer: { _: 'inputPeerEmpty' },
    },
  ],
  ['messages.getAvailableReactions', { hash: 0 }],
  ['messages.getTopReactions', { limit: 50, hash: 0n }],
  ['messages.getRecentReactions', { limit: 50, hash: 0n }],
  ['messages.getWebPagePreview', { message: 'https://example.org' }],
  ['updates.getState', {}],
];

describe('reading', () => {
  it('marks nothing as read, whatever method it uses, and tells nobody', async () => {
    const { world, peers, annSession } = await setUp();
    const before = marksOf(world);
    annSession.pushed.length = 0;
    const calls = [...EVERYWHERE, ...Object.values(peers).flatMap((peer) => readings(annSession, peer))];
    const failed = new Set<string>();
    const answered = new Set<string>();
    for (const [method, fields] of calls) {
      const outcome = await annSession.failure(method, fields);
      (outcome === 'no error' ? answered : failed).add(method);
    }
    expect([...failed].filter((method) => !answered.has(method))).toEqual([]);
    const own = Object.keys({ ...messagesServices, ...topicsServices });
    const unasked = own.filter((method) => /\.(get|search)[A-Z]/u.test(method) && !answered.has(method));
    expect(unasked).toEqual([]);
    expect(marksOf(world)).toBe(before);
    expect(annSession.pushed).toEqual([]);
  });

  it('is told apart from marking as read by the methods’ names', () => {
    const marking = Object.keys(services).filter((method) => /\.(read|mark)[A-Z]/u.test(method));
    expect(marking).toEqual(
      expect.arrayContaining([
        'messages.readHistory',
        'channels.readHistory',
        'messages.readDiscussion',
        'messages.readMentions',
        'messages.readReactions',
        'messages.readMessageContents',
        'channels.readMessageContents',
      ]),
    );
    for (const method of marking) expect(loadSchema().functions.has(method)).toBe(true);
  });
});
