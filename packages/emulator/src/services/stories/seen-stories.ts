import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldStory } from '../../world/model.js';
import { flag, flagOf, numberOf, numbersOf, objectOf, textOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';
import { activeStories, ownsStories, renderStoryViews, visibleStories } from '../render/story.js';
import { wrapUpdates } from '../updates/deliver.js';

/** Notes that the viewer saw a story, once. One's own count nothing. */
function noteSeen(viewer: Viewer, owner: PeerRef, story: WorldStory): void {
  if (ownsStories(viewer, owner) || story.viewers.has(viewer.id)) return;
  story.viewers.set(viewer.id, { userId: viewer.id, date: viewer.now });
}

function readStories(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  const owner = inputPeer(viewer, objectOf(request, 'peer'));
  const maxId = numberOf(request, 'max_id');
  if (maxId < 1) throw badRequest('MAX_ID_INVALID');
  const { storiesRead } = viewer.account.relations;
  const before = storiesRead.get(peerKey(owner)) ?? 0;
  const fresh = activeStories(viewer, owner).filter((story) => story.id > before && story.id <= maxId);
  const newest = fresh.at(-1);
  if (newest === undefined) return [];
  for (const story of fresh) noteSeen(viewer, owner, story);
  storiesRead.set(peerKey(owner), newest.id);
  const update = { _: 'updateReadStories', peer: toPeer(owner), max_id: newest.id };
  call.push(viewer.id, wrapUpdates(viewer, [update]));
  return fresh.map(({ id }) => id);
}

function incrementStoryViews(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const owner = inputPeer(viewer, objectOf(request, 'peer'));
  const ids = numbersOf(request, 'id');
  if (ids.length === 0) throw badRequest('STORY_ID_EMPTY');
  for (const story of visibleStories(viewer, owner)) {
    if (ids.includes(story.id)) noteSeen(viewer, owner, story);
  }
  return true;
}

function ownStories(viewer: Viewer, request: TlObject): { owner: PeerRef; stories: WorldStory[] } {
  const owner = inputPeer(viewer, objectOf(request, 'peer'));
  if (!ownsStories(viewer, owner)) throw badRequest('PEER_ID_INVALID');
  return { owner, stories: visibleStories(viewer, owner) };
}

function getStoriesViews(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { stories } = ownStories(viewer, request);
  const views = numbersOf(request, 'id').map((id) => {
    const story = stories.find((one) => one.id === id);
    if (story === undefined) throw badRequest('STORY_ID_INVALID');
    return renderStoryViews(story);
  });
  const people = new People(viewer);
  for (const story of stories) for (const id of story.viewers.keys()) people.add({ kind: 'user', id });
  return { _: 'stories.storyViews', views, users: people.render().users };
}

function getStoryViewsList(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const story = ownStories(viewer, request).stories.find((one) => one.id === numberOf(request, 'id'));
  if (story === undefined) throw badRequest('STORY_ID_INVALID');
  const all = [...story.viewers.values()].toReversed();
  const start = Number(textOf(request, 'offset') || 0);
  const page = all.slice(start, start + Math.min(Math.max(numberOf(request, 'limit'), 1), 100));
  const end = start + page.length;
  const views = page.map(({ userId, date, reaction }) => ({
    _: 'storyView',
    blocked: flag(viewer.account.relations.blocked.has(`user:${userId}`)),
    user_id: userId,
    date,
    reaction: reaction === undefined ? undefined : { _: 'reactionEmoji', emoticon: reaction },
  }));
  return {
    _: 'stories.storyViewsList',
    count: all.length,
    views_count: all.length,
    forwards_count: 0,
    reactions_count: all.filter(({ reaction }) => reaction !== undefined).length,
    views,
    next_offset: end < all.length ? String(end) : undefined,
    ...new People(viewer).addFrom(views).render(),
  };
}

function sendReaction(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const owner = inputPeer(viewer, objectOf(request, 'peer'));
  const id = numberOf(request, 'story_id');
  const story = activeStories(viewer, owner).find((one) => one.id === id);
  if (story === undefined) throw badRequest('STORY_ID_INVALID');
  noteSeen(viewer, owner, story);
  const reaction = objectOf(request, 'reaction');
  const seen = story.viewers.get(viewer.id);
  if (reaction?._ === 'reactionCustomEmoji') throw badRequest('REACTION_INVALID');
  if (seen !== undefined && reaction?._ === 'reactionEmoji') seen.reaction = textOf(reaction, 'emoticon');
  else delete seen?.reaction;
  const sent = reaction ?? { _: 'reactionEmpty' };
  const update = { _: 'updateSentStoryReaction', peer: toPeer(owner), story_id: id, reaction: sent };
  call.push(viewer.id, wrapUpdates(viewer, [update]));
  return wrapUpdates(viewer, [update]);
}

function toggleHidden(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const key = peerKey(inputPeer(viewer, objectOf(request, 'peer')));
  if (flagOf(request, 'hidden')) viewer.account.relations.storiesHidden.add(key);
  else viewer.account.relations.storiesHidden.delete(key);
  return true;
}

/** What makes stories seen, and what their owner learns of it. */
export const seenStoriesHandlers: Handlers = {
  'stories.readStories': readStories,
  'stories.incrementStoryViews': incrementStoryViews,
  'stories.getStoriesViews': getStoriesViews,
  'stories.getStoryViewsList': getStoryViewsList,
  'stories.sendReaction': sendReaction,
  'stories.togglePeerStoriesHidden': toggleHidden,
};
