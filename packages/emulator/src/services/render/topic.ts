import type { TlObject } from '../../tl/value.js';
import { incoming, threadIn, threadState } from '../../world/thread-state.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldChannel, WorldTopic } from '../../world/model.js';
import { flag } from '../common/fields.js';
import { toPeer } from '../common/peers.js';
import type { Viewer } from '../common/viewer.js';
import { notifySettings } from './dialog.js';
import { renderDraft } from './draft.js';

/** The newest message of a topic; one without messages shows that which opened it. */
export function topicTop(forum: WorldChannel, topic: WorldTopic): number {
  return threadIn(forum, topic.id)?.topId ?? topic.id;
}

/** A TL ForumTopic. */
export function renderTopic(viewer: Viewer, forum: WorldChannel, topic: WorldTopic): TlObject {
  const peer: PeerRef = { kind: 'channel', id: forum.id };
  const thread = threadIn(forum, topic.id);
  const state = threadState(viewer.account, forum, topic.id);
  const dialog = viewer.account.dialogs.get(peerKey(peer));
  const within = (ids: ReadonlySet<number> | undefined): number =>
    [...(ids ?? [])].filter((id) => thread?.ids.has(id) === true).length;
  return {
    _: 'forumTopic',
    my: flag(topic.from === viewer.id),
    closed: flag(topic.closed),
    pinned: flag(forum.pinnedTopics.includes(topic.id)),
    hidden: flag(topic.hidden),
    id: topic.id,
    date: topic.date,
    peer: toPeer(peer),
    title: topic.title,
    icon_color: topic.iconColor,
    icon_emoji_id: topic.iconEmojiId,
    top_message: topicTop(forum, topic),
    read_inbox_max_id: state.readInboxMaxId,
    read_outbox_max_id: state.readOutboxMaxId,
    unread_count: incoming(thread, viewer.account, state.readInboxMaxId),
    unread_mentions_count: within(dialog?.unreadMentions),
    unread_reactions_count: within(dialog?.unreadReactions),
    from_id: toPeer({ kind: 'user', id: topic.from }),
    notify_settings: notifySettings(undefined),
    draft: state.draft === undefined ? undefined : renderDraft(state.draft),
  };
}
