import { describe, expect, it } from 'vitest';
import { mayInvite } from '../../world/privacy.js';
import { inputUserOf, seenBy, threePeople, write } from './test-people.js';

describe('blocking', () => {
  it('keeps messages away from who blocked, without telling who wrote', async () => {
    const { annSession, eveSession, world, ann, eve } = threePeople();
    expect(
      await annSession.value('contacts.block', { id: annSession.input({ kind: 'user', id: eve }) }),
    ).toBe(true);
    expect(annSession.pushed).toMatchObject([
      {
        userId: ann,
        updates: { updates: [{ _: 'updatePeerBlocked', blocked: true, peer_id: { user_id: eve } }] },
      },
    ]);
    expect(await write(eveSession, ann)).toBe('no error');
    expect(world.history(eve, { kind: 'user', id: ann })?.size).toBe(1);
    expect(world.history(ann, { kind: 'user', id: eve })).toBeUndefined();
    expect(eveSession.pushed.some(({ userId }) => userId === ann)).toBe(false);
  });

  it('forbids writing to whom one blocked, until unblocked', async () => {
    const { annSession, eveSession, world, ann, eve } = threePeople();
    const id = annSession.input({ kind: 'user', id: eve });
    await annSession.value('contacts.block', { id });
    expect(await write(annSession, eve)).toBe('400 YOU_BLOCKED_USER');
    expect(world.history(ann, { kind: 'user', id: eve })).toBeUndefined();
    await annSession.value('contacts.unblock', { id });
    expect(await write(annSession, eve)).toBe('no error');
    expect(await write(eveSession, ann)).toBe('no error');
  });

  it('hides when one was seen, the photo, and refuses invitations', async () => {
    const { annSession, eveSession, world, ann, eve } = threePeople({
      ann: { status: { _: 'userStatusOffline', was_online: 1_759_999_000 } },
    });
    expect(await seenBy(eveSession, ann)).toMatchObject({ status: { _: 'userStatusOffline' } });
    await annSession.value('contacts.block', { id: annSession.input({ kind: 'user', id: eve }) });
    expect(await seenBy(eveSession, ann)).toMatchObject({ status: { _: 'userStatusEmpty' } });
    expect(mayInvite(world, ann, eve)).toBe(false);
    expect(await annSession.call('users.getFullUser', { id: inputUserOf(annSession, eve) })).toMatchObject({
      full_user: { blocked: true },
    });
  });

  it('lists pages, newest first, and replaces the list', async () => {
    const { annSession, bob, eve } = threePeople();
    const input = (id: bigint) => annSession.input({ kind: 'user', id });
    for (const id of [bob, eve]) {
      annSession.time += 1;
      await annSession.value('contacts.block', { id: input(id) });
    }
    expect(await annSession.call('contacts.getBlocked', { offset: 0, limit: 1 })).toMatchObject({
      _: 'contacts.blockedSlice',
      count: 2,
      blocked: [{ peer_id: { user_id: eve } }],
    });
    await annSession.value('contacts.setBlocked', { id: [input(bob)], limit: 10 });
    expect(await annSession.call('contacts.getBlocked', { offset: 0, limit: 10 })).toMatchObject({
      _: 'contacts.blocked',
      blocked: [{ peer_id: { user_id: bob } }],
    });
    expect(
      await annSession.call('contacts.getBlocked', { my_stories_from: true, offset: 0, limit: 10 }),
    ).toMatchObject({ blocked: [] });
  });

  it('refuses oneself and groups', async () => {
    const { annSession, world, ann } = threePeople();
    const group = world.addBasicGroup({ title: 'G', creator: ann });
    const block = (id: object) => annSession.failure('contacts.block', { id: id as never });
    expect(await block({ _: 'inputPeerSelf' })).toBe('400 CONTACT_ID_INVALID');
    expect(await block({ _: 'inputPeerChat', chat_id: group.id })).toBe('400 PEER_ID_INVALID');
    expect(world.accounts.get(ann)?.relations.blocked.size).toBe(0);
  });
});
