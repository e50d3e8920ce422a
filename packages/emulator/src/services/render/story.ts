import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldStory } from '../../world/model.js';
import { maySee } from '../../world/stories.js';
import { flag } from '../common/fields.js';
import { toPeer } from '../common/peers.js';
import { isAdmin } from '../common/rights.js';
import type { Viewer } from '../common/viewer.js';
import { renderRule } from './privacy-rule.js';
import { renderMedia } from './media.js';

/** True for one's own stories, and those of channels that one runs. */
export function ownsStories(viewer: Viewer, owner: PeerRef): boolean {
  if (owner.kind === 'user') return owner.id === viewer.id;
  const chat = viewer.world.chat(owner);
  return chat !== undefined && isAdmin(viewer, chat);
}

/** The stories of a peer that the viewer may see, oldest first. */
export function visibleStories(viewer: Viewer, owner: PeerRef): WorldStory[] {
  const shelf = viewer.world.stories.get(peerKey(owner));
  return [...(shelf?.stories.values() ?? [])].filter((story) =>
    maySee(viewer.world, owner, story, viewer.id),
  );
}

/** Those of them that have not expired. */
export function activeStories(viewer: Viewer, owner: PeerRef): WorldStory[] {
  return visibleStories(viewer, owner).filter((story) => story.expires > viewer.now);
}

/** TL StoryViews of a story. */
export function renderStoryViews(story: WorldStory): TlObject {
  const viewers = [...story.viewers.values()];
  const reactions = viewers.filter(({ reaction }) => reaction !== undefined).length;
  return {
    _: 'storyViews',
    has_viewers: flag(viewers.length > 0),
    views_count: viewers.length,
    reactions_count: reactions > 0 ? reactions : undefined,
    recent_viewers: viewers.length === 0 ? undefined : viewers.slice(-3).map(({ userId }) => userId),
  };
}

/** A TL StoryItem; how often it was seen and who may see it only its owner is told. */
export function renderStory(viewer: Viewer, owner: PeerRef, story: WorldStory): TlObject {
  const isOwn = ownsStories(viewer, owner);
  const base = story.rule?.base ?? 'everybody';
  const reaction = story.viewers.get(viewer.id)?.reaction;
  return {
    _: 'storyItem',
    pinned: flag(story.pinned),
    public: flag(base === 'everybody'),
    close_friends: flag(story.rule?.allowCloseFriends),
    contacts: flag(base === 'contacts'),
    selected_contacts: flag(base === 'nobody' && story.rule?.allow !== undefined),
    noforwards: flag(story.noforwards),
    out: flag(owner.kind === 'user' && owner.id === viewer.id),
    id: story.id,
    date: story.date,
    expire_date: story.expires,
    caption: story.caption === '' ? undefined : story.caption,
    entities: story.entities,
    media: renderMedia(viewer, story.media),
    privacy: isOwn ? renderRule(story.rule ?? { base: 'everybody' }) : undefined,
    views: isOwn || owner.kind !== 'user' ? renderStoryViews(story) : undefined,
    sent_reaction: reaction === undefined ? undefined : { _: 'reactionEmoji', emoticon: reaction },
  };
}

/** TL PeerStories: the active stories of a peer, and up to which the viewer has seen them. */
export function renderPeerStories(viewer: Viewer, owner: PeerRef): TlObject {
  const read = viewer.account.relations.storiesRead.get(peerKey(owner));
  return {
    _: 'peerStories',
    peer: toPeer(owner),
    max_read_id: read,
    stories: activeStories(viewer, owner).map((story) => renderStory(viewer, owner, story)),
  };
}
