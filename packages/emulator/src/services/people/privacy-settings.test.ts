import { describe, expect, it } from 'vitest';
import { makePhoto } from '../../world/files.js';
import { inputUserOf, seenBy, threePeople } from './test-people.js';

const NOW = 1_760_000_000;
const DAY = 86_400;
const seen = (days: number) => ({ _: 'userStatusOffline', was_online: NOW - days * DAY });
const photo = (id: bigint) =>
  makePhoto({ id, date: 1, width: 100, height: 100, content: { seed: 1, size: 100 } });

describe('privacy', () => {
  it.each([
    [1, 'userStatusRecently'],
    [5, 'userStatusLastWeek'],
    [20, 'userStatusLastMonth'],
    [60, 'userStatusEmpty'],
  ])('blurs having been seen %d days ago to %s for who may not know it', async (days, name) => {
    const { annSession, bobSession, eve, world } = threePeople({
      eve: { status: seen(days), privacy: { status: { base: 'contacts' } } },
    });
    world.addContact(eve, bobSession.userId ?? 0n);
    expect(await seenBy(annSession, eve)).toMatchObject({ status: { _: name } });
    expect(await seenBy(annSession, eve)).not.toMatchObject({ status: { by_me: true } });
    expect(await seenBy(bobSession, eve)).toMatchObject({ status: seen(days) });
  });

  it('lets who hides the own status see no exact one either, unless Premium', async () => {
    const { annSession, eve, ann, world } = threePeople({
      ann: { privacy: { status: { base: 'nobody' } } },
      eve: { status: seen(1) },
    });
    expect(await seenBy(annSession, eve)).toMatchObject({ status: { _: 'userStatusRecently', by_me: true } });
    const user = world.users.get(ann);
    if (user !== undefined) user.premium = true;
    expect(await seenBy(annSession, eve)).toMatchObject({ status: seen(1) });
  });

  it('is set by key, told to the other sessions, and read again', async () => {
    const { annSession, bobSession, ann, bob, eve } = threePeople();
    const key = { _: 'inputPrivacyKeyPhoneNumber' };
    const rules = [
      { _: 'inputPrivacyValueAllowUsers', users: [inputUserOf(annSession, bob)] },
      { _: 'inputPrivacyValueDisallowAll' },
    ];
    expect(await annSession.call('account.setPrivacy', { key, rules })).toMatchObject({
      rules: [{ _: 'privacyValueAllowUsers', users: [bob] }, { _: 'privacyValueDisallowAll' }],
      users: [{ id: bob }],
    });
    expect(annSession.pushed).toMatchObject([
      { userId: ann, updates: { updates: [{ _: 'updatePrivacy', key: { _: 'privacyKeyPhoneNumber' } }] } },
    ]);
    expect(await seenBy(bobSession, ann)).toMatchObject({ phone: '15550001' });
    expect(await annSession.call('account.getPrivacy', { key })).toMatchObject({ users: [{ id: bob }] });
    expect(
      await annSession.call('account.getPrivacy', { key: { _: 'inputPrivacyKeyForwards' } }),
    ).toMatchObject({
      rules: [{ _: 'privacyValueAllowAll' }],
    });
    expect(await annSession.failure('account.setPrivacy', { key, rules: [] })).toBe(
      '400 PRIVACY_VALUE_INVALID',
    );
    const foreign = { ...inputUserOf(annSession, eve), access_hash: 1n };
    const wrong = [{ _: 'inputPrivacyValueAllowUsers', users: [foreign] }];
    expect(await annSession.failure('account.setPrivacy', { key, rules: wrong })).toBe('400 USER_ID_INVALID');
    expect(await seenBy(bobSession, ann)).toMatchObject({ phone: '15550001' });
  });

  it('shows another photo, or none, where the profile photo is kept from one', async () => {
    const hidden = { privacy: { profile_photo: { base: 'contacts' } } } as const;
    const { annSession, eveSession, eve, world, ann } = threePeople({
      eve: { ...hidden, photo: photo(1n), earlierPhotos: [photo(2n), photo(3n)], fallbackPhoto: photo(9n) },
    });
    const list = (limit: number, max_id = 0n) =>
      annSession.call('photos.getUserPhotos', {
        user_id: inputUserOf(annSession, eve),
        offset: 0,
        max_id,
        limit,
      });
    expect(await seenBy(annSession, eve)).toMatchObject({ photo: { photo_id: 9n } });
    expect(await list(10)).toMatchObject({ _: 'photos.photos', photos: [{ id: 9n }] });
    world.addContact(eve, ann);
    expect(await seenBy(annSession, eve)).toMatchObject({ photo: { photo_id: 1n } });
    expect(await list(2)).toMatchObject({
      _: 'photos.photosSlice',
      count: 3,
      photos: [{ id: 1n }, { id: 2n }],
    });
    expect(await list(2, 2n)).toMatchObject({ photos: [{ id: 3n }] });
    const full = await eveSession.call('users.getFullUser', { id: { _: 'inputUserSelf' } });
    expect(full).toMatchObject({ full_user: { profile_photo: { id: 1n }, fallback_photo: { id: 9n } } });
  });

  it('keeps a forwarded message from leading to its author', async () => {
    const { annSession, eve, ann, bob, world } = threePeople({
      eve: { privacy: { forwards: { base: 'nobody' } } },
    });
    world.addMessage({ peer: { kind: 'user', id: ann }, from: eve, date: 5, text: 'mine' });
    await annSession.call('messages.forwardMessages', {
      from_peer: annSession.input({ kind: 'user', id: eve }),
      to_peer: annSession.input({ kind: 'user', id: bob }),
      id: [1],
      random_id: [1n],
    });
    const forwarded = world.history(bob, { kind: 'user', id: ann })?.top;
    expect(forwarded?.forward).toEqual({ fromName: 'Eve', date: 5 });
    const full = await annSession.call('users.getFullUser', { id: inputUserOf(annSession, eve) });
    expect(full).toMatchObject({ full_user: { private_forward_name: 'Eve' } });
  });
});
