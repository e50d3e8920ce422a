import { describe, expect, it } from 'vitest';
import type { TlObject, TlValue } from '../../tl/value.js';
import { peerOf } from '../../world/data.js';
import { numberOf, objectsOf, textOf, longOf } from '../common/fields.js';
import { crowdedTown, NOW, plain, sessionOf } from './crowded-town.js';

type Town = ReturnType<typeof setUp>;
type Fields = Readonly<Record<string, TlValue>>;

function setUp() {
  const town = crowdedTown();
  const session = sessionOf(town.world, town.people.ann);
  session.time = NOW + 5;
  return {
    ...town,
    session,
    peer: session.input(peerOf(town.named.talk)),
    bob: session.input({ kind: 'user', id: town.people.bob }),
  };
}

function picture({ world }: Town): TlObject {
  const file = [...world.files.values()].find(({ kind }) => kind === 'photo');
  if (file === undefined) throw new Error('no photo');
  const id = {
    _: 'inputPhoto',
    id: file.id,
    access_hash: file.accessHash,
    file_reference: file.fileReference,
  };
  return { _: 'inputMediaPhoto', id };
}

const answers = [0, 1].map((n) => ({ _: 'pollAnswer', text: plain(`${n}`), option: Uint8Array.of(n) }));
const poll = { _: 'inputMediaPoll', poll: { _: 'poll', id: 0n, question: plain('Which?'), answers } };
const LATER = { schedule_date: NOW + 999 };

/** Each call that makes messages under a random_id, into a supergroup and a private chat where it may. */
const CALLS: readonly (readonly [string, string, (town: Town) => Fields | Promise<Fields>])[] = [
  ['text in a supergroup', 'messages.sendMessage', ({ peer }) => ({ peer, message: 'x', random_id: 9n })],
  ['text in private', 'messages.sendMessage', ({ bob }) => ({ peer: bob, message: 'x', random_id: 9n })],
  [
    'scheduled text',
    'messages.sendMessage',
    ({ bob }) => ({ peer: bob, message: 'x', random_id: 9n, ...LATER }),
  ],
  [
    'file',
    'messages.sendMedia',
    (town) => ({ peer: town.peer, media: picture(town), message: '', random_id: 9n }),
  ],
  ['poll', 'messages.sendMedia', ({ peer }) => ({ peer, media: poll, message: '', random_id: 9n })],
  [
    'album',
    'messages.sendMultiMedia',
    (town) => ({
      peer: town.bob,
      multi_media: [9n, 10n].map((random_id) => ({
        _: 'inputSingleMedia',
        media: picture(town),
        random_id,
        message: '',
      })),
    }),
  ],
  [
    'forward',
    'messages.forwardMessages',
    ({ peer, bob, session, world }) => ({
      from_peer: peer,
      to_peer: bob,
      id: [
        world.history(session.userId ?? 0n, { kind: 'channel', id: longOf(peer, 'channel_id') })?.topId ?? 0,
      ],
      random_id: [9n],
    }),
  ],
  [
    'start of a bot',
    'messages.startBot',
    ({ session, people }) => {
      const input = session.input({ kind: 'user', id: people.robo });
      return { bot: { ...input, _: 'inputUser' }, peer: input, start_param: 'x', random_id: 9n };
    },
  ],
  [
    'inline result',
    'messages.sendInlineBotResult',
    async ({ session, people, bob }) => {
      const bot = { ...session.input({ kind: 'user', id: people.robo }), _: 'inputUser' };
      const found = await session.call('messages.getInlineBotResults', {
        bot,
        peer: bob,
        query: 'x',
        offset: '',
      });
      const [first] = objectsOf(found, 'results');
      return {
        peer: bob,
        random_id: 9n,
        query_id: longOf(found, 'query_id'),
        id: first === undefined ? '' : textOf(first, 'id'),
      };
    },
  ],
  [
    'topic',
    'channels.createForumTopic',
    ({ session, named }) => ({
      channel: { ...session.input(peerOf(named.hall)), _: 'inputChannel' },
      title: 'x',
      random_id: 9n,
    }),
  ],
];

/** How many messages there are, and wait, in all boxes. */
function count({ world }: Town): number {
  const boxes = [...world.accounts.values()].flatMap(({ histories, scheduled }) => [
    ...histories.values(),
    ...scheduled.values(),
  ]);
  return [...boxes, ...[...world.channels.values()].map(({ history }) => history)].reduce(
    (sum, { size }) => sum + size,
    0,
  );
}

function madeIn(answer: TlObject): number[] {
  if (answer._ === 'updateShortSentMessage') return [numberOf(answer, 'id')];
  return objectsOf(answer, 'updates')
    .filter(({ _ }) => _ === 'updateMessageID')
    .map((update) => numberOf(update, 'id'));
}

describe('what is sent again under the same random_id', () => {
  it.each(CALLS)('is the old message and no new one: %s', async (_name, method, fieldsOf) => {
    const town = setUp();
    const { session, world } = town;
    const fields = await fieldsOf(town);
    const before = count(town);
    const first = madeIn(await session.call(method, fields));
    const after = count(town);
    expect(after).toBeGreaterThan(before);
    session.pass(60);
    session.pushed.length = 0;
    const settled = count(town);
    const pts = world.accounts.get(session.userId ?? 0n)?.pts;
    expect(madeIn(await session.call(method, fields))).toEqual(first);
    expect([count(town), world.accounts.get(session.userId ?? 0n)?.pts]).toEqual([settled, pts]);
    expect(session.pushed).toEqual([]);
    // Two at once are one as well.
    const twice = await Promise.all([session.call(method, fields), session.call(method, fields)]);
    expect(twice.map(madeIn)).toEqual([first, first]);
    expect(count(town)).toBe(settled);
  });

  it.each(CALLS.filter(([name]) => name !== 'scheduled text' && name !== 'topic'))(
    'does not come back once it was deleted: %s',
    async (_name, method, fieldsOf) => {
      const town = setUp();
      const { session, world } = town;
      const fields = await fieldsOf(town);
      const ids = madeIn(await session.call(method, fields));
      const isShared = fields['peer'] === town.peer;
      expect(ids.length).toBeGreaterThan(0);
      const channel = { ...town.peer, _: 'inputChannel' };
      if (isShared) await session.call('channels.deleteMessages', { channel, id: ids });
      else await session.call('messages.deleteMessages', { id: ids, revoke: true });
      session.pass();
      const left = count(town);
      const pts = world.accounts.get(session.userId ?? 0n)?.pts;
      await session.failure(method, fields);
      session.pass();
      expect([count(town), world.accounts.get(session.userId ?? 0n)?.pts]).toEqual([left, pts]);
    },
  );
});
