import { describe, expect, it } from 'vitest';
import { makePhoto } from '../../world/files.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { longOf, objectsOf } from './fields.js';
import { TestSession } from './test-call.js';

function setUp() {
  const world = createWorld();
  world.minUsers = true;
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const photo = makePhoto({ id: 7n, date: 1, width: 10, height: 10, content: { seed: 1, size: 100 } });
  const eve = world.addUser({ firstName: 'Eve', photo, status: { _: 'userStatusRecently' } }).id;
  const bob = world.addUser({ firstName: 'Bob' }).id;
  world.addContact(ann, bob);
  const group = world.addSupergroup({ title: 'Square', creator: eve, members: [ann, bob] });
  const peer: PeerRef = { kind: 'channel', id: group.id };
  for (const from of [eve, bob]) world.addMessage({ peer, from, date: 5, text: 'hi' });
  const session = new TestSession(world, ann);
  const place = session.input(peer);
  return { world, ann, bob, eve, session, place, peer };
}

async function usersOf(session: TestSession, place: ReturnType<TestSession['input']>) {
  const answer = await session.call('messages.getHistory', { peer: place, limit: 10 });
  return objectsOf(answer, 'users');
}

describe('min users', () => {
  it('are those whom one sees in a supergroup and does not know', async () => {
    const { session, place, bob, eve } = setUp();
    const users = await usersOf(session, place);
    const of = (id: bigint) => users.find((user) => user['id'] === id);
    expect(of(eve)).toMatchObject({
      min: true,
      first_name: 'Eve',
      apply_min_photo: true,
      photo: { photo_id: 7n },
    });
    expect(of(eve)?.['status']).toBeUndefined();
    expect(of(bob)?.['min']).toBeUndefined();
  });

  it('have an access hash that opens their photo and nothing else', async () => {
    const { session, place, eve } = setUp();
    const users = await usersOf(session, place);
    const access_hash = longOf(users.find((user) => user['id'] === eve) ?? { _: '' }, 'access_hash');
    const peer = { _: 'inputPeerUser', user_id: eve, access_hash };
    const send = { peer, message: 'hi', random_id: 1n };
    expect(await session.failure('messages.sendMessage', send)).toBe('400 PEER_ID_INVALID');
    const asUser = { _: 'inputUser', user_id: eve, access_hash };
    expect(await session.failure('users.getFullUser', { id: asUser })).toBe('400 USER_ID_INVALID');
    const location = { _: 'inputPeerPhotoFileLocation', peer, photo_id: 7n };
    expect(await session.failure('upload.getFile', { location, offset: 0n, limit: 4096 })).toBe('no error');
    const wrong = { ...location, peer: { ...peer, access_hash: access_hash + 2n } };
    expect(await session.failure('upload.getFile', { location: wrong, offset: 0n, limit: 4096 })).toBe(
      '400 PEER_ID_INVALID',
    );
  });

  it('are reached by the message they were seen in, and are whole from then on', async () => {
    const { session, place, bob, eve } = setUp();
    const from = (msg_id: number, user_id: bigint) => ({ peer: place, msg_id, user_id });
    const full = (msg_id: number, id: bigint) =>
      session.failure('users.getFullUser', { id: { _: 'inputUserFromMessage', ...from(msg_id, id) } });
    expect(await full(2, eve)).toBe('400 USER_ID_INVALID');
    expect(await full(99, eve)).toBe('400 USER_ID_INVALID');
    expect(await full(1, bob)).toBe('400 USER_ID_INVALID');
    expect(
      await session.failure('messages.sendMessage', {
        peer: { _: 'inputPeerUserFromMessage', ...from(1, eve) },
        message: 'hello',
        random_id: 5n,
      }),
    ).toBe('no error');
    expect(await full(1, eve)).toBe('no error');
    const users = await usersOf(session, place);
    expect(users.every((user) => user['min'] !== true)).toBe(true);
  });

  it('do not exist where the world does not say so', async () => {
    const { world, session, place } = setUp();
    world.minUsers = false;
    const users = await usersOf(session, place);
    expect(users.every((user) => user['min'] !== true)).toBe(true);
  });
});
