import type { CallContext, Handlers } from '../../rpc/handler.js';
import { loadSchema } from '../../tl/load.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldStory } from '../../world/model.js';
import { flagOf, numberOf, numbersOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';
import {
  activeStories,
  ownsStories,
  renderPeerStories,
  renderStory,
  visibleStories,
} from '../render/story.js';

function storiesAnswer(viewer: Viewer, owner: PeerRef, page: readonly WorldStory[], count: number): TlObject {
  const stories = page.map((story) => renderStory(viewer, owner, story));
  const people = new People(viewer).add(owner).addFrom(stories).render();
  return { _: 'stories.stories', count, stories, ...people };
}

/** One page of stories, newest first, below an id. */
function pageAnswer(viewer: Viewer, owner: PeerRef, all: readonly WorldStory[], request: TlObject): TlObject {
  const offset = numberOf(request, 'offset_id');
  const limit = Math.min(Math.max(numberOf(request, 'limit'), 1), 100);
  const below = all.toReversed().filter((story) => offset === 0 || story.id < offset);
  return storiesAnswer(viewer, owner, below.slice(0, limit), all.length);
}

function getPeerStories(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const owner = inputPeer(viewer, objectOf(request, 'peer'));
  const stories = renderPeerStories(viewer, owner);
  return { _: 'stories.peerStories', stories, ...new People(viewer).add(owner).addFrom(stories).render() };
}

/** Whose stories an account is shown: the own, those of contacts and of channels it belongs to. */
function* followed(viewer: Viewer): Generator<PeerRef> {
  yield { kind: 'user', id: viewer.id };
  for (const id of viewer.account.contacts) yield { kind: 'user', id };
  for (const channel of viewer.world.channels.values()) {
    if (isMember(channel, viewer.id)) yield { kind: 'channel', id: channel.id };
  }
}

function getAllStories(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const wantsHidden = flagOf(request, 'hidden');
  const hidden = viewer.account.relations.storiesHidden;
  const peers = [...followed(viewer)].filter(
    (peer) => hidden.has(peerKey(peer)) === wantsHidden && activeStories(viewer, peer).length > 0,
  );
  const stories = peers.map((peer) => renderPeerStories(viewer, peer));
  const parts = peers.map((peer) => {
    const ids = activeStories(viewer, peer).map(({ id }) => id);
    return `${peerKey(peer)}=${ids.join('.')}:${viewer.account.relations.storiesRead.get(peerKey(peer)) ?? 0}`;
  });
  const state = parts.join(',') || 'none';
  const stealth_mode = { _: 'storiesStealthMode' };
  if (textOf(request, 'state') === state && !flagOf(request, 'next')) {
    return { _: 'stories.allStoriesNotModified', state, stealth_mode };
  }
  // Everything fits into one answer, so a next page is always empty.
  const page = flagOf(request, 'next') ? [] : stories;
  const people = new People(viewer).addFrom(page).render();
  return { _: 'stories.allStories', count: peers.length, state, peer_stories: page, stealth_mode, ...people };
}

function getStoriesById(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const owner = inputPeer(viewer, objectOf(request, 'peer'));
  const ids = numbersOf(request, 'id');
  if (ids.length === 0) throw badRequest('STORY_ID_EMPTY');
  const isOwn = ownsStories(viewer, owner);
  const found = visibleStories(viewer, owner).filter(
    (story) => ids.includes(story.id) && (isOwn || story.pinned || story.expires > viewer.now),
  );
  return storiesAnswer(viewer, owner, found, found.length);
}

function getPinnedStories(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const owner = inputPeer(viewer, objectOf(request, 'peer'));
  const pinned = visibleStories(viewer, owner).filter((story) => story.pinned);
  return pageAnswer(viewer, owner, pinned, request);
}

function getStoriesArchive(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const owner = inputPeer(viewer, objectOf(request, 'peer'));
  if (!ownsStories(viewer, owner)) {
    throw badRequest(owner.kind === 'user' ? 'PEER_ID_INVALID' : 'CHAT_ADMIN_REQUIRED');
  }
  const over = visibleStories(viewer, owner).filter((story) => story.expires <= viewer.now);
  return pageAnswer(viewer, owner, over, request);
}

/** The newest active story of each peer: a number, or an object in layers that know recentStory. */
function getPeerMaxIds(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  const isObject = loadSchema(call.layer).constructors.has('recentStory');
  return objectsOf(request, 'id').map((input) => {
    const newest = activeStories(viewer, inputPeer(viewer, input)).at(-1)?.id ?? 0;
    return isObject ? { _: 'recentStory', max_id: newest === 0 ? undefined : newest } : newest;
  });
}

/** Reading stories; none of this marks them as seen. */
export const readStoriesHandlers: Handlers = {
  'stories.getPeerStories': getPeerStories,
  'stories.getAllStories': getAllStories,
  'stories.getStoriesByID': getStoriesById,
  'stories.getPinnedStories': getPinnedStories,
  'stories.getStoriesArchive': getStoriesArchive,
  'stories.getPeerMaxIDs': getPeerMaxIds,
};
