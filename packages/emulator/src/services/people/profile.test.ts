import { describe, expect, it } from 'vitest';
import { createWorld } from '../../world/world.js';
import { TestSession } from '../common/test-call.js';
import { seenBy, threePeople } from './test-people.js';

describe('the own profile', () => {
  it('changes for all who know one, and for nobody else', async () => {
    const { annSession, ann, bob } = threePeople();
    await annSession.call('account.updateProfile', { first_name: 'Anna', about: 'reads' });
    expect(annSession.pushed.map(({ userId }) => userId)).toEqual([ann, bob]);
    expect(annSession.pushed[1]).toMatchObject({
      updates: { updates: [{ _: 'updateUserName', first_name: 'Anna' }] },
    });
    const fail = (fields: object) => annSession.failure('account.updateProfile', fields as never);
    expect(await fail({ first_name: ' ' })).toBe('400 FIRSTNAME_INVALID');
    expect(await fail({ about: 'x'.repeat(71) })).toBe('400 ABOUT_TOO_LONG');
  });

  it('shows when one is online, and goes offline by itself', async () => {
    const { annSession, bobSession, ann, bob } = threePeople();
    await annSession.value('account.updateStatus', { offline: false });
    expect(annSession.pushed).toMatchObject([
      { userId: bob, updates: { updates: [{ _: 'updateUserStatus', status: { _: 'userStatusOnline' } }] } },
    ]);
    expect(await seenBy(bobSession, ann)).toMatchObject({ status: { _: 'userStatusOnline' } });
    bobSession.time += 301;
    expect(await seenBy(bobSession, ann)).toMatchObject({
      status: { _: 'userStatusOffline', was_online: annSession.time + 300 },
    });
    expect(await bobSession.value('contacts.getStatuses')).toMatchObject([{ user_id: ann }]);
  });
});

describe('usernames', () => {
  it('move from one to another: who follows the name meets somebody else', async () => {
    const { annSession, bobSession, eveSession, ann, bob } = threePeople();
    const resolve = () => eveSession.call('contacts.resolveUsername', { username: 'bobby' });
    const take = (session: TestSession, username: string) =>
      session.failure('account.updateUsername', { username });
    expect(await resolve()).toMatchObject({ peer: { user_id: bob } });
    expect(await take(annSession, 'BOBBY')).toBe('400 USERNAME_OCCUPIED');
    expect(await annSession.value('account.checkUsername', { username: 'bobby' })).toBe(false);
    expect(await take(bobSession, '')).toBe('no error');
    expect(await eveSession.failure('contacts.resolveUsername', { username: 'bobby' })).toBe(
      '400 USERNAME_NOT_OCCUPIED',
    );
    expect(await annSession.value('account.checkUsername', { username: 'bobby' })).toBe(true);
    expect(await take(annSession, 'bobby')).toBe('no error');
    expect(await resolve()).toMatchObject({ peer: { user_id: ann } });
    expect(await take(annSession, 'bobby')).toBe('400 USERNAME_NOT_MODIFIED');
    for (const bad of ['abc', '1name', 'two__parts', 'ends_', 'has space']) {
      expect(await take(annSession, bad)).toBe('400 USERNAME_INVALID');
    }
  });

  it('may be several, all of which lead to one while they are active', async () => {
    const world = createWorld();
    const ann = world.addAccount({
      phone: '15550001',
      username: 'ann_own',
      collectibles: ['golden', 'silver'],
    });
    const session = new TestSession(world, ann.userId);
    const goldens = () => session.failure('contacts.resolveUsername', { username: 'Golden' });
    expect(await goldens()).toBe('no error');
    expect(await seenBy(session, ann.userId)).toMatchObject({
      usernames: [
        { username: 'ann_own', editable: true, active: true },
        { username: 'golden' },
        { username: 'silver' },
      ],
    });
    await session.value('account.toggleUsername', { username: 'golden', active: false });
    expect(await goldens()).toBe('400 USERNAME_NOT_OCCUPIED');
    const order = (names: string[]) => session.failure('account.reorderUsernames', { order: names });
    expect(await order(['golden'])).toBe('no error');
    expect(await order(['silver', 'golden'])).toBe('400 ORDER_INVALID');
    expect(await session.failure('account.toggleUsername', { username: 'tin', active: true })).toBe(
      '400 USERNAME_INVALID',
    );
  });
});
