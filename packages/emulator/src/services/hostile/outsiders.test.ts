import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RpcError } from '../../rpc/handler.js';
import { loadSchema } from '../../tl/load.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import { peerOf } from '../../world/data.js';
import type { TestSession } from '../common/test-call.js';
import { services } from '../index.js';
import { poolOf } from './hostile-pool.js';
import { HostileSampler } from './hostile-values.js';
import { BEFORE, PHONE, secretiveTown } from './secretive-town.js';

const SEED = 20_260_727;
const EACH = 16;
const METHODS = [...loadSchema().functions.values()].filter(
  ({ name }) => name in services && !/^auth\.(?!export)/.test(name),
);

/** The number by itself: eight digits are also found in an id of nineteen, by chance. */
const PHONE_ALONE = new RegExp(`(?<!\\d)${PHONE}(?!\\d)`, 'u');

function shown(value: unknown): string {
  return inspect(value, { depth: 20, maxArrayLength: null, maxStringLength: null });
}

/** All that can be changed in the places where outsiders may change nothing. */
function inside({ world, people, named }: Awaited<ReturnType<typeof secretiveTown>>): string {
  const { club, closed } = named;
  const histories = [peerOf(club), peerOf(closed), { kind: 'user', id: people.bob } as const].map((peer) =>
    world
      .history(people.ann, peer)
      ?.slice(0)
      .map(({ text, media, pinned, reactions }) => ({ text, media, pinned, reactions })),
  );
  return (
    shown(
      [club, closed].map(({ title, about, members, invites, joinRequests }) => [
        title,
        about,
        members,
        invites,
        joinRequests,
      ]),
    ) + shown(histories)
  );
}

describe('outsiders', () => {
  it('are told nothing and change nothing, whatever they ask', async () => {
    const town = await secretiveTown();
    const { outsiders, secretsFrom } = town;
    const pool = poolOf(town);
    // Without the links and the number that would rightly open a door.
    const fields = {
      ...pool.fields,
      hash: ['none'],
      link: ['none'],
      phone: ['15550001'],
      q: ['secret', 'a'],
    };
    const sampler = new HostileSampler(loadSchema(), { ...pool, fields }, SEED);
    const before = inside(town);
    const leaks: string[] = [];
    const look = (to: bigint, request: TlObject, told: unknown): void => {
      const text = shown(told);
      const words = secretsFrom(to).filter((word) => text.includes(word));
      if (PHONE_ALONE.test(text) && !PHONE_ALONE.test(shown(request))) words.push(PHONE);
      if (words.length > 0) leaks.push(`${request._} tells ${to} ${words.join(', ')}`);
    };
    let answers = 0;
    for (const method of Array.from({ length: EACH }, () => METHODS).flat()) {
      const session = outsiders[sampler.below(outsiders.length)];
      const me = session?.userId;
      if (session === undefined || me === undefined) throw new Error('nobody asks');
      const request = sampler.request(method, me);
      try {
        look(me, request, await session.value(method.name, { ...request }));
        answers += 1;
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
      }
      for (const { userId, updates } of session.pushed.splice(0)) {
        if (outsiders.some((one) => one.userId === userId)) look(userId, request, updates);
      }
    }
    expect(leaks).toEqual([]);
    expect(inside(town)).toBe(before);
    expect(answers).toBeGreaterThan(METHODS.length);
  }, 60_000);
});

type Fields = Readonly<Record<string, TlValue>>;

/** Each way to a message of a supergroup by its id, and what is answered where it is hidden. */
const WAYS: readonly (readonly [string, (id: number, session: TestSession) => Fields, string])[] = [
  [
    'messages.forwardMessages',
    (id, session) => ({
      from_peer: 'room',
      to_peer: session.input({ kind: 'user', id: session.userId ?? 0n }),
      id: [id],
      random_id: [9n],
    }),
    '400 MESSAGE_ID_INVALID',
  ],
  [
    'messages.sendMessage',
    (id) => ({
      peer: 'room',
      message: 'x',
      random_id: 8n,
      reply_to: { _: 'inputReplyToMessage', reply_to_msg_id: id },
    }),
    '400 REPLY_MESSAGE_ID_INVALID',
  ],
  ['messages.getPollResults', (id) => ({ peer: 'room', msg_id: id }), '400 MESSAGE_ID_INVALID'],
  [
    'messages.sendVote',
    (id) => ({ peer: 'room', msg_id: id, options: [Uint8Array.of(0)] }),
    '400 MESSAGE_ID_INVALID',
  ],
  [
    'messages.sendReaction',
    (id) => ({ peer: 'room', msg_id: id, reaction: [{ _: 'reactionEmoji', emoticon: '👍' }] }),
    '400 MESSAGE_ID_INVALID',
  ],
  ['messages.getMessageReactionsList', (id) => ({ peer: 'room', id, limit: 9 }), '400 MESSAGE_ID_INVALID'],
  ['messages.getMessageReadParticipants', (id) => ({ peer: 'room', msg_id: id }), '400 MESSAGE_ID_INVALID'],
  ['messages.getReplies', (id) => ({ peer: 'room', msg_id: id, limit: 9 }), '400 MSG_ID_INVALID'],
  ['messages.getDiscussionMessage', (id) => ({ peer: 'room', msg_id: id }), '400 MSG_ID_INVALID'],
  ['channels.exportMessageLink', (id) => ({ channel: 'room', id }), '400 MESSAGE_ID_INVALID'],
];

describe('what was written before somebody came', () => {
  it.each(WAYS)('is not there for %s', async (method, fields, error) => {
    const { outsiders, hal, named, pollId } = await secretiveTown();
    const session = outsiders.find(({ userId }) => userId === hal);
    if (session === undefined) throw new Error('Hal is not there');
    const peer = session.input(peerOf(named.room));
    const place = { from_peer: peer, peer, channel: { ...peer, _: 'inputChannel' } };
    const given = Object.entries(fields(pollId, session)).map(([name, value]) => [
      name,
      value === 'room' ? place[name as keyof typeof place] : value,
    ]);
    expect(await session.failure(method, Object.fromEntries(given))).toBe(error);
  });

  it('is not shown as what a message answers, as pinned, as missed, or on top of the chat', async () => {
    const { outsiders, hal, named, pollId } = await secretiveTown();
    const session = outsiders.find(({ userId }) => userId === hal);
    if (session === undefined) throw new Error('Hal is not there');
    const peer = session.input(peerOf(named.room));
    const channel = { ...peer, _: 'inputChannel' };
    const ids = [
      { _: 'inputMessageReplyTo', id: pollId + 1 },
      { _: 'inputMessagePinned' },
      { _: 'inputMessageID', id: pollId },
    ];
    const answers = [
      await session.call('channels.getMessages', { channel, id: ids }),
      await session.call('updates.getChannelDifference', {
        channel,
        pts: 1,
        limit: 100,
        filter: { _: 'channelMessagesFilterEmpty' },
      }),
      await session.call('messages.getMessagesReactions', { peer, id: [pollId] }),
      await session.call('messages.getPeerDialogs', { peers: [{ _: 'inputDialogPeer', peer }] }),
    ];
    expect(shown(answers)).not.toContain(BEFORE);
    expect(shown(answers[1])).toContain('after');
  });
});
