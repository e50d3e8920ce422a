import { describe, expect, it } from 'vitest';
import type { TlObject, TlValue } from '../../tl/value.js';
import { leastWork } from '../../test-work.js';
import { createWorld } from '../../world/world.js';
import type { PeerRef } from '../../world/model.js';
import { objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp(count: number) {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const eve = world.addUser({ firstName: 'Eve' }).id;
  const group = world.addSupergroup({ title: 'Group', creator: ann, members: [eve] });
  const peer: PeerRef = { kind: 'channel', id: group.id };
  const drafts = Array.from({ length: count }, (_, n) => ({
    peer,
    from: n % 2 === 0 ? ann : eve,
    date: 1000 + n,
    text: `text ${n + 1}`,
  }));
  world.addMessages(drafts);
  const session = new TestSession(world, ann);
  const page = async (fields: Readonly<Record<string, TlValue>>) => {
    const answer = await session.call('messages.getHistory', {
      peer: session.input(peer),
      limit: 5,
      ...fields,
    });
    return { answer, ids: idsOf(answer) };
  };
  return { world, ann, eve, peer, session, page };
}

function idsOf(answer: TlObject) {
  return objectsOf(answer, 'messages').map((message) => message['id']);
}

describe('pages of history', () => {
  it('come newest first with the count of the whole chat and everybody in them', async () => {
    const { page, ann, eve } = setUp(20);
    const { answer, ids } = await page({});
    expect(ids).toEqual([20, 19, 18, 17, 16]);
    expect(answer).toMatchObject({ _: 'messages.channelMessages', count: 20 });
    expect(objectsOf(answer, 'users').map((user) => user['id'])).toEqual(expect.arrayContaining([ann, eve]));
    expect(objectsOf(answer, 'chats')).toHaveLength(1);
  });

  it('go on below offset_id, and around it with add_offset', async () => {
    const { page } = setUp(20);
    expect((await page({ offset_id: 16 })).ids).toEqual([15, 14, 13, 12, 11]);
    expect((await page({ offset_id: 10, add_offset: -5 })).ids).toEqual([14, 13, 12, 11, 10]);
    expect((await page({ offset_id: 10, add_offset: 3 })).ids).toEqual([6, 5, 4, 3, 2]);
    expect((await page({ offset_id: 19, add_offset: -5 })).ids).toEqual([20, 19]);
    expect((await page({ offset_id: 1 })).ids).toEqual([]);
    expect((await page({ offset_id: 16 })).answer['offset_id_offset']).toBe(5);
  });

  it('are bounded by min_id, max_id and offset_date, all exclusive', async () => {
    const { page } = setUp(20);
    expect((await page({ min_id: 17 })).ids).toEqual([20, 19, 18]);
    expect((await page({ max_id: 4 })).ids).toEqual([3, 2, 1]);
    expect((await page({ min_id: 4, max_id: 8 })).ids).toEqual([7, 6, 5]);
    expect((await page({ offset_date: 1010 })).ids).toEqual([10, 9, 8, 7, 6]);
    expect((await page({ offset_date: 1 })).ids).toEqual([]);
  });

  it('hold at most 100 messages, and none for limit 0', async () => {
    const { page } = setUp(150);
    expect((await page({ limit: 1000 })).ids).toHaveLength(100);
    const none = await page({ limit: 0 });
    expect(none.ids).toEqual([]);
    expect(none.answer['count']).toBe(150);
  });

  it('never miss or repeat a message when walked through', async () => {
    const { page } = setUp(37);
    const seen: TlValue[] = [];
    let offset_id = 0;
    for (;;) {
      const { ids } = await page({ offset_id, limit: 7 });
      seen.push(...ids);
      const last = ids.at(-1);
      if (typeof last !== 'number') break;
      offset_id = last;
    }
    expect(seen).toEqual(Array.from({ length: 37 }, (_, n) => 37 - n));
  });

  it('of a chat without messages are empty', async () => {
    const { session, eve } = setUp(1);
    const peer = session.input({ kind: 'user', id: eve });
    expect(await session.call('messages.getHistory', { peer, limit: 5 })).toMatchObject({
      _: 'messages.messages',
      messages: [],
    });
  });

  it('show deleted messages as empty when asked for by id', async () => {
    const { session, world, peer } = setUp(3);
    const message = world.history(0n, peer)?.get(2);
    if (message !== undefined) world.removeMessage(message);
    const answer = await session.call('channels.getMessages', {
      channel: { _: 'inputChannel', channel_id: peer.id, access_hash: session.input(peer)['access_hash'] },
      id: [1, 2].map((id) => ({ _: 'inputMessageID', id })),
    });
    expect(objectsOf(answer, 'messages').map((one) => one._)).toEqual(['message', 'messageEmpty']);
  });

  it('of 100,000 messages take a second of processor time for far more than 170', async () => {
    const { page } = setUp(100_000);
    const read = async () => {
      for (let offset_id = 100_000; offset_id > 60_000; offset_id -= 100)
        await page({ offset_id, limit: 100 });
    };
    const perSecond = 400_000 / (await leastWork(400_000 / 170, read));
    expect(perSecond).toBeGreaterThan(170);
  });
});
