import type { WorldData } from './data.js';
import { isMember } from './data.js';
import { peerKey } from './model.js';
import type { PeerRef, StoryDraft, StoryShelf, WorldStory } from './model.js';
import { fits, hasBlocked } from './privacy.js';

const DAY = 86_400;

/** Puts a story on its owner's shelf. */
export function shelve(shelves: Map<string, StoryShelf>, owner: PeerRef, draft: StoryDraft): WorldStory {
  const shelf = shelves.get(peerKey(owner)) ?? { nextId: 1, stories: new Map<number, WorldStory>() };
  shelves.set(peerKey(owner), shelf);
  const story: WorldStory = {
    id: shelf.nextId,
    date: draft.date,
    expires: draft.date + (draft.seconds ?? DAY),
    media: draft.media,
    caption: draft.caption ?? '',
    ...(draft.entities !== undefined && { entities: draft.entities }),
    ...(draft.rule !== undefined && { rule: draft.rule }),
    pinned: draft.pinned ?? false,
    noforwards: draft.noforwards ?? false,
    viewers: new Map(),
  };
  shelf.nextId += 1;
  shelf.stories.set(story.id, story);
  return story;
}

/** True when somebody may see a story at all, active or not. */
export function maySee(data: WorldData, owner: PeerRef, story: WorldStory, viewer: bigint): boolean {
  if (owner.kind !== 'user') {
    const channel = data.channels.get(owner.id);
    return channel !== undefined && (channel.username !== undefined || isMember(channel, viewer));
  }
  if (owner.id === viewer) return true;
  const key = peerKey({ kind: 'user', id: viewer });
  const relations = data.accounts.get(owner.id)?.relations;
  if (relations?.storiesBlocked.has(key) === true || hasBlocked(data, owner.id, viewer)) return false;
  return story.rule === undefined || fits(data, owner.id, story.rule, viewer);
}
