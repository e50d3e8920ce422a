import { isFile } from '../../world/files.js';
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldStory } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { flagOf, longOf, numberOf, numbersOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { hasRight } from '../common/rights.js';
import { compose } from '../common/text.js';
import { badRequest, viewAs, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { inputMedia } from '../messages/input-media.js';
import { readRules } from '../people/privacy-settings.js';
import { activeStories, renderStory, visibleStories } from '../render/story.js';
import { wrapUpdates } from '../updates/deliver.js';

/** For how long a story may be shown, in seconds (core.telegram.org/method/stories.sendStory). */
const PERIODS = [21_600, 43_200, 86_400, 172_800];
const DAY = 86_400;
/** How many active stories an account may have. */
const MOST = 100;

const sent = new WeakMap<World, Map<string, WorldStory>>();

/** The peer in whose name the request acts. Throws PEER_ID_INVALID, CHAT_ADMIN_REQUIRED. */
function ownPeer(
  viewer: Viewer,
  request: TlObject,
  right: 'post_stories' | 'edit_stories' | 'delete_stories',
) {
  const owner = inputPeer(viewer, objectOf(request, 'peer'));
  const chat = viewer.world.chat(owner);
  if (chat !== undefined && !hasRight(viewer, chat, right)) throw badRequest('CHAT_ADMIN_REQUIRED');
  if (chat === undefined && owner.id !== viewer.id) throw badRequest('PEER_ID_INVALID');
  return owner;
}

/** Tells who follows a peer that one of its stories changed. */
function tellFollowers(
  call: CallContext,
  owner: PeerRef,
  item: (viewer: Viewer) => TlObject | undefined,
): void {
  for (const account of call.world.accounts.values()) {
    const isFollower = account.userId === owner.id || account.contacts.has(owner.id);
    if (owner.kind === 'user' ? !isFollower : !account.dialogs.has(peerKey(owner))) continue;
    const viewer = viewAs(call, account);
    const story = item(viewer);
    if (story === undefined) continue;
    const update = { _: 'updateStory', peer: toPeer(owner), story };
    call.push(account.userId, wrapUpdates(viewer, [update]));
  }
}

function answer(viewer: Viewer, owner: PeerRef, story: WorldStory, randomId: bigint): TlObject {
  return wrapUpdates(viewer, [
    { _: 'updateStoryID', id: story.id, random_id: randomId },
    { _: 'updateStory', peer: toPeer(owner), story: renderStory(viewer, owner, story) },
  ]);
}

function sendStory(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const owner = ownPeer(viewer, request, 'post_stories');
  const randomId = longOf(request, 'random_id');
  const all = sent.get(viewer.world) ?? new Map<string, WorldStory>();
  sent.set(viewer.world, all);
  const known = all.get(`${viewer.id} ${randomId}`);
  if (known !== undefined) return answer(viewer, owner, known, randomId);
  const media = inputMedia(viewer, objectOf(request, 'media'), call.dc);
  if (!isFile(media)) throw badRequest('MEDIA_TYPE_INVALID');
  const seconds = request['period'] === undefined ? DAY : numberOf(request, 'period');
  if (!PERIODS.includes(seconds)) throw badRequest('STORY_PERIOD_INVALID');
  if (activeStories(viewer, owner).length >= MOST) throw badRequest('STORIES_TOO_MUCH');
  const caption = { _: request._, message: textOf(request, 'caption'), entities: request['entities'] };
  const { text, entities } = compose(viewer, caption, 2048, 'MEDIA_CAPTION_TOO_LONG');
  const rule = readRules(viewer, objectsOf(request, 'privacy_rules'));
  const story = viewer.world.addStory(owner, {
    media,
    date: viewer.now,
    seconds,
    caption: text,
    entities,
    rule,
    pinned: flagOf(request, 'pinned'),
    noforwards: flagOf(request, 'noforwards'),
  });
  all.set(`${viewer.id} ${randomId}`, story);
  tellFollowers(call, owner, (other) =>
    visibleStories(other, owner).includes(story) ? renderStory(other, owner, story) : undefined,
  );
  return answer(viewer, owner, story, randomId);
}

function deleteStories(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  const owner = ownPeer(viewer, request, 'delete_stories');
  const ids = numbersOf(request, 'id');
  if (ids.length === 0) throw badRequest('STORY_ID_EMPTY');
  const shelf = viewer.world.stories.get(peerKey(owner));
  const gone = ids.filter((id) => shelf?.stories.delete(id));
  for (const id of gone) tellFollowers(call, owner, () => ({ _: 'storyItemDeleted', id }));
  return gone;
}

function togglePinned(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  const owner = ownPeer(viewer, request, 'edit_stories');
  const ids = numbersOf(request, 'id');
  if (ids.length === 0) throw badRequest('STORY_ID_EMPTY');
  const pinned = flagOf(request, 'pinned');
  const changed = visibleStories(viewer, owner).filter(
    (story) => ids.includes(story.id) && story.pinned !== pinned,
  );
  for (const story of changed) story.pinned = pinned;
  return changed.map(({ id }) => id);
}

/** Publishing stories, keeping them on the profile, taking them back. */
export const ownStoriesHandlers: Handlers = {
  'stories.sendStory': sendStory,
  'stories.deleteStories': deleteStories,
  'stories.togglePinned': togglePinned,
};
