import { describe, expect, it } from 'vitest';
import { makePhoto } from '../../world/files.js';
import type { StoryDraft } from '../../world/model.js';
import { threePeople } from '../people/test-people.js';
import { objectsOf } from '../common/fields.js';
import type { TlObject } from '../../tl/value.js';

const NOW = 1_760_000_000;
const photo = (id: bigint) =>
  makePhoto({ id, date: 1, width: 10, height: 10, content: { seed: 1, size: 10 } });

/** Eve has told two stories, and one that is over; Ann has Eve in the contacts. */
function setUp(more: Partial<StoryDraft> = {}) {
  const scene = threePeople();
  const { world, ann, eve } = scene;
  world.addContact(ann, eve);
  const owner = { kind: 'user', id: eve } as const;
  world.addStory(owner, { media: photo(1n), date: NOW - 100_000, pinned: true });
  world.addStory(owner, { media: photo(2n), date: NOW - 50, caption: 'sun' });
  const last = world.addStory(owner, { media: photo(3n), date: NOW - 10, ...more });
  return { ...scene, owner, last, peer: scene.annSession.input(owner) };
}

const idsOf = (answer: TlObject) => objectsOf(answer, 'stories').map((story) => story['id']);

describe('stories', () => {
  it('are read without being seen; only saying so counts, once, and other sessions learn it', async () => {
    const { annSession, eveSession, peer, ann, eve, last } = setUp();
    const read = await annSession.call('stories.getPeerStories', { peer });
    expect(read).toMatchObject({
      stories: { max_read_id: undefined, stories: [{ id: 2, caption: 'sun' }, { id: 3 }] },
    });
    await annSession.call('stories.getStoriesByID', { peer, id: [2, 3] });
    expect(last.viewers.size).toBe(0);
    expect(await annSession.value('stories.readStories', { peer, max_id: 3 })).toEqual([2, 3]);
    expect(await annSession.value('stories.readStories', { peer, max_id: 3 })).toEqual([]);
    expect(await annSession.failure('stories.readStories', { peer, max_id: 0 })).toBe('400 MAX_ID_INVALID');
    expect(annSession.pushed).toMatchObject([
      { userId: ann, updates: { updates: [{ _: 'updateReadStories', peer: { user_id: eve }, max_id: 3 }] } },
    ]);
    await annSession.value('stories.incrementStoryViews', { peer, id: [1, 2] });
    const views = await eveSession.call('stories.getStoriesViews', {
      peer: { _: 'inputPeerSelf' },
      id: [1, 2, 3],
    });
    expect(objectsOf(views, 'views')).toMatchObject([
      { views_count: 1 },
      { views_count: 1 },
      { views_count: 1 },
    ]);
    expect(await annSession.failure('stories.getStoriesViews', { peer, id: [1] })).toBe(
      '400 PEER_ID_INVALID',
    );
  });

  it('leave the profile when they expire, unless pinned; their owner keeps them', async () => {
    const { annSession, eveSession, peer } = setUp();
    expect(idsOf(await annSession.call('stories.getStoriesByID', { peer, id: [1, 2] }))).toEqual([1, 2]);
    annSession.time += 86_400;
    expect(idsOf(await annSession.call('stories.getStoriesByID', { peer, id: [1, 2] }))).toEqual([1]);
    expect(await annSession.call('stories.getPinnedStories', { peer, offset_id: 0, limit: 5 })).toMatchObject(
      { count: 1 },
    );
    expect(await annSession.failure('stories.getStoriesArchive', { peer, offset_id: 0, limit: 5 })).toBe(
      '400 PEER_ID_INVALID',
    );
    eveSession.time += 86_400;
    const archive = (offset_id: number) =>
      eveSession.call('stories.getStoriesArchive', { peer: { _: 'inputPeerSelf' }, offset_id, limit: 2 });
    expect(idsOf(await archive(0))).toEqual([3, 2]);
    expect(idsOf(await archive(2))).toEqual([1]);
  });

  it('are shown to whom they are meant for', async () => {
    const { annSession, bobSession, eveSession, peer, world, eve, bob, ann } = setUp({
      rule: { base: 'contacts' },
    });
    const shown = async (session: typeof annSession) => {
      const input = session.input({ kind: 'user', id: eve });
      const answer = await session.call('stories.getPeerStories', { peer: input });
      return idsOf(answer['stories'] as TlObject);
    };
    expect(await shown(annSession)).toEqual([2]);
    world.addContact(eve, bob);
    expect(await shown(bobSession)).toEqual([2, 3]);
    await eveSession.value('contacts.block', {
      id: eveSession.input({ kind: 'user', id: ann }),
      my_stories_from: true,
    });
    expect(await shown(annSession)).toEqual([]);
    expect(await annSession.value('stories.readStories', { peer, max_id: 3 })).toEqual([]);
  });

  it('of all whom one follows come at once, with a state that saves the next time', async () => {
    const { annSession, peer, eve } = setUp();
    const all = await annSession.call('stories.getAllStories');
    expect(all).toMatchObject({ count: 1, peer_stories: [{ peer: { user_id: eve } }] });
    const state = all['state'] as string;
    expect(await annSession.call('stories.getAllStories', { state })).toMatchObject({
      _: 'stories.allStoriesNotModified',
    });
    await annSession.value('stories.togglePeerStoriesHidden', { peer, hidden: true });
    expect(await annSession.call('stories.getAllStories')).toMatchObject({ count: 0 });
    expect(await annSession.call('stories.getAllStories', { hidden: true })).toMatchObject({ count: 1 });
    expect(await annSession.value('stories.getPeerMaxIDs', { id: [peer, { _: 'inputPeerSelf' }] })).toEqual([
      3, 0,
    ]);
  });

  it.each([227, 228])('and all that is known of people can be said in layer %d', async (layer) => {
    const { annSession, peer, eve } = setUp();
    annSession.layer = layer;
    const user = { ...peer, _: 'inputUser' };
    expect(await annSession.value('stories.getPeerMaxIDs', { id: [peer] })).toEqual([
      { _: 'recentStory', max_id: 3 },
    ]);
    const answers = [
      await annSession.call('stories.getPeerStories', { peer }),
      await annSession.call('stories.getAllStories'),
      await annSession.call('users.getFullUser', { id: user }),
      await annSession.call('contacts.getContacts', { hash: 0n }),
      await annSession.call('account.getPrivacy', { key: { _: 'inputPrivacyKeyStatusTimestamp' } }),
      await annSession.call('account.getGlobalPrivacySettings'),
      await annSession.call('photos.getUserPhotos', { user_id: user, offset: 0, max_id: 0n, limit: 5 }),
      await annSession.call('contacts.getTopPeers', { correspondents: true, limit: 5 }),
      await annSession.call('contacts.getBlocked', { offset: 0, limit: 5 }),
      await annSession.call('contacts.search', { q: 'bobby', limit: 5 }),
    ];
    // Each was encoded by the schema of that layer, which throws on a field that is missing.
    expect(answers.map(({ _ }) => _)).toEqual([
      'stories.peerStories',
      'stories.allStories',
      'users.userFull',
      'contacts.contacts',
      'account.privacyRules',
      'globalPrivacySettings',
      'photos.photos',
      'contacts.topPeers',
      'contacts.blocked',
      'contacts.found',
    ]);
    expect(answers[2]).toMatchObject({ full_user: { id: eve, stories_pinned_available: true } });
  });

  it('are published once per random_id, told to followers, reacted to, and taken back', async () => {
    const { annSession, eveSession, world, eve, bob } = setUp();
    world.addContact(bob, eve);
    const kept = photo(9n);
    world.files.set(9n, kept);
    const media = {
      _: 'inputMediaPhoto',
      id: { _: 'inputPhoto', id: 9n, access_hash: kept.accessHash, file_reference: kept.fileReference },
    };
    const privacy_rules = [{ _: 'inputPrivacyValueAllowAll' }];
    const send = (fields: object = {}) =>
      eveSession.failure('stories.sendStory', {
        peer: { _: 'inputPeerSelf' },
        media,
        privacy_rules,
        random_id: 1n,
        ...fields,
      });
    expect(await send({ period: 5 })).toBe('400 STORY_PERIOD_INVALID');
    expect(await send({ peer: eveSession.input({ kind: 'user', id: bob }) })).toBe('400 PEER_ID_INVALID');
    expect([await send({ caption: 'x' }), await send()]).toEqual(['no error', 'no error']);
    expect(world.stories.get(`user:${eve}`)?.stories.size).toBe(4);
    expect(eveSession.pushed.filter(({ userId }) => userId === bob)).toMatchObject([
      { updates: { updates: [{ _: 'updateStory', story: { id: 4, caption: 'x' } }] } },
    ]);
    const peer = annSession.input({ kind: 'user', id: eve });
    const reaction = { _: 'reactionEmoji', emoticon: '🔥' };
    await annSession.call('stories.sendReaction', { peer, story_id: 4, reaction });
    const list = { peer: { _: 'inputPeerSelf' }, id: 4, offset: '', limit: 10 };
    expect(await eveSession.call('stories.getStoryViewsList', list)).toMatchObject({
      reactions_count: 1,
      views: [{ reaction }],
    });
    expect(
      await eveSession.value('stories.deleteStories', { peer: { _: 'inputPeerSelf' }, id: [4, 77] }),
    ).toEqual([4]);
    expect(await annSession.failure('stories.sendReaction', { peer, story_id: 4, reaction })).toBe(
      '400 STORY_ID_INVALID',
    );
    expect(await annSession.failure('stories.deleteStories', { peer, id: [2] })).toBe('400 PEER_ID_INVALID');
    const full = await annSession.call('users.getFullUser', { id: { ...peer, _: 'inputUser' } });
    expect(full).toMatchObject({
      full_user: { stories_pinned_available: true, stories: { stories: [{ id: 2 }, { id: 3 }] } },
    });
  });
});
