import { describe, expect, it } from 'vitest';
import type { TlValue } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const group = world.addSupergroup({ title: 'Group', creator: bob, members: [ann] });
  const place: PeerRef = { kind: 'channel', id: group.id };
  const direct: PeerRef = { kind: 'user', id: bob };
  for (const text of ['a', 'b']) {
    world.addMessage({ peer: place, from: bob, date: 1, text });
    world.addMessage({ peer: direct, from: ann, date: 1, text });
  }
  const annSession = new TestSession(world, ann);
  const bobSession = new TestSession(world, bob, '00000000000000bb');
  const pin = (
    session: TestSession,
    peer: PeerRef,
    id: number,
    fields: Readonly<Record<string, TlValue>> = {},
  ) => session.failure('messages.updatePinnedMessage', { peer: session.input(peer), id, ...fields });
  const pinned = async (session: TestSession, peer: PeerRef) => {
    const answer = await session.call('messages.search', {
      peer: session.input(peer),
      q: '',
      filter: { _: 'inputMessagesFilterPinned' },
      limit: 10,
    });
    return objectsOf(answer, 'messages').map((message) => message['id']);
  };
  return { world, ann, bob, group, place, direct, annSession, bobSession, pin, pinned };
}

describe('pinning', () => {
  it('in a group tells everybody and leaves a service message; several stay pinned', async () => {
    const { ann, bob, group, place, annSession, bobSession, pin, pinned } = setUp();
    expect(await pin(annSession, place, 1)).toBe('no error');
    expect(await pin(annSession, place, 2, { silent: true })).toBe('no error');
    expect(await pinned(bobSession, place)).toEqual([2, 1]);
    expect(group.history.top).toMatchObject({
      action: { _: 'messageActionPinMessage' },
      replyTo: { id: 2 },
      silent: true,
    });
    const told = annSession.pushed.map(({ userId, updates }) => [
      userId,
      objectsOf(updates, 'updates')[0]?._,
    ]);
    expect(told.slice(0, 4)).toEqual([
      [ann, 'updatePinnedChannelMessages'],
      [bob, 'updatePinnedChannelMessages'],
      [ann, 'updateNewChannelMessage'],
      [bob, 'updateNewChannelMessage'],
    ]);
    const affected = await bobSession.call('messages.unpinAllMessages', { peer: bobSession.input(place) });
    expect(affected).toMatchObject({ pts_count: 2, offset: 0 });
    expect(await pinned(annSession, place)).toEqual([]);
  });

  it('needs the right, an ordinary message, and a change', async () => {
    const { group, place, annSession, pin, pinned } = setUp();
    expect(await pin(annSession, place, 9)).toBe('400 MESSAGE_ID_INVALID');
    expect(await pin(annSession, place, 1, { unpin: true })).toBe('400 CHAT_NOT_MODIFIED');
    group.defaultBanned = { pin_messages: true };
    expect(await pin(annSession, place, 1)).toBe('400 CHAT_ADMIN_REQUIRED');
    expect(await annSession.failure('messages.unpinAllMessages', { peer: annSession.input(place) })).toBe(
      '400 CHAT_ADMIN_REQUIRED',
    );
    expect(await pinned(annSession, place)).toEqual([]);
    expect(group.history.size).toBe(2);
  });

  it('in a private chat is for both, or for oneself alone and then silent', async () => {
    const { world, ann, bob, direct, annSession, bobSession, pin, pinned } = setUp();
    const other: PeerRef = { kind: 'user', id: ann };
    expect(await pin(annSession, direct, 1)).toBe('no error');
    expect(await pinned(bobSession, other)).toEqual([1]);
    expect(world.history(bob, other)?.size).toBe(3);
    expect(await pin(annSession, direct, 2, { pm_oneside: true })).toBe('no error');
    expect(await pinned(annSession, direct)).toEqual([2, 1]);
    expect(await pinned(bobSession, other)).toEqual([1]);
    expect(world.history(bob, other)?.size).toBe(3);
    expect(await pin(bobSession, other, 1, { unpin: true })).toBe('no error');
    expect(await pinned(annSession, direct)).toEqual([2]);
  });
});
