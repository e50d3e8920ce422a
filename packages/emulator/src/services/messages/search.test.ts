import { describe, expect, it } from 'vitest';
import type { TlObject, TlValue } from '../../tl/value.js';
import { makeDocument, makePhoto } from '../../world/files.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { numberOf, objectOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const eve = world.addUser({ firstName: 'Eve' }).id;
  const group = world.addSupergroup({ title: 'Group', creator: ann, members: [eve] });
  const peer: PeerRef = { kind: 'channel', id: group.id };
  const direct: PeerRef = { kind: 'user', id: ann };
  const photo = makePhoto({ id: 1n, date: 1, content: { seed: 1, size: 9 }, width: 10, height: 10 });
  const report = makeDocument({
    id: 2n,
    date: 1,
    content: { seed: 1, size: 9 },
    mimeType: 'application/pdf',
    fileName: 'Budget.pdf',
  });
  world.addMessages([
    { peer, from: ann, date: 100, text: 'Привет, бюджет готов' },
    { peer, from: eve, date: 200, text: 'The BUDGET is due', pinned: true },
    { peer, from: ann, date: 300, text: '', media: report },
    { peer, from: eve, date: 400, text: 'a view', media: photo },
    { peer: direct, from: eve, date: 250, text: 'budget, privately' },
  ]);
  const session = new TestSession(world, ann);
  const search = async (fields: Readonly<Record<string, TlValue>>, place = peer) => {
    const answer = await session.call('messages.search', {
      peer: session.input(place),
      q: '',
      filter: { _: 'inputMessagesFilterEmpty' },
      limit: 10,
      ...fields,
    });
    return idsOf(answer);
  };
  return { world, eve, session, search };
}

function idsOf(answer: TlObject) {
  return objectsOf(answer, 'messages').map((message) => numberOf(message, 'id'));
}

describe('search', () => {
  it('finds text in any case and script, and file names', async () => {
    const { search } = setUp();
    expect(await search({ q: 'budget' })).toEqual([3, 2]);
    expect(await search({ q: 'БЮДЖЕТ' })).toEqual([1]);
    expect(await search({ q: 'nothing' })).toEqual([]);
  });

  it('narrows by sender, date, kind and page', async () => {
    const { search, session, eve } = setUp();
    expect(await search({ from_id: session.input({ kind: 'user', id: eve }) })).toEqual([4, 2]);
    expect(await search({ min_date: 200, max_date: 300 })).toEqual([3, 2]);
    expect(await search({ filter: { _: 'inputMessagesFilterPhotos' } })).toEqual([4]);
    expect(await search({ filter: { _: 'inputMessagesFilterDocument' } })).toEqual([3]);
    expect(await search({ filter: { _: 'inputMessagesFilterPinned' } })).toEqual([2]);
    expect(await search({ offset_id: 4, limit: 2 })).toEqual([3, 2]);
    expect(await search({ min_id: 1, max_id: 4 })).toEqual([3, 2]);
  });

  it('over all chats goes by date and goes on after the last hit', async () => {
    const { session } = setUp();
    const first = await session.call('messages.searchGlobal', {
      q: 'budget',
      filter: { _: 'inputMessagesFilterEmpty' },
      offset_peer: { _: 'inputPeerEmpty' },
      limit: 2,
    });
    expect(objectsOf(first, 'messages').map((one) => one['date'])).toEqual([300, 250]);
    expect(first).toMatchObject({ _: 'messages.messagesSlice', count: 3, next_rate: 250 });
    const last = objectsOf(first, 'messages').at(-1);
    const peer = objectOf(last ?? { _: '' }, 'peer_id')?.['user_id'];
    const second = await session.call('messages.searchGlobal', {
      q: 'budget',
      filter: { _: 'inputMessagesFilterEmpty' },
      offset_rate: 250,
      offset_peer: session.input({ kind: 'user', id: typeof peer === 'bigint' ? peer : 0n }),
      offset_id: last?.['id'],
      limit: 2,
    });
    expect(objectsOf(second, 'messages').map((one) => one['date'])).toEqual([200]);
    expect(await session.failure('messages.searchGlobal', { q: '', limit: 2 })).toBe(
      '400 SEARCH_QUERY_EMPTY',
    );
  });
});
