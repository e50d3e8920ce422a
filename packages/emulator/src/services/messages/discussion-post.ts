/* A post of a channel with a discussion group is forwarded there at once, pinned, and opens its comments. */
import type { Stage } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { announce, countChange } from '../updates/deliver.js';
import type { Viewer } from '../common/viewer.js';

/** Forwards a new post into the discussion group, if there is one; returns the update of the caller who is in it. */
export function forwardToDiscussion(call: Stage, viewer: Viewer, post: WorldMessage): TlObject[] {
  const channel = post.peer.kind === 'channel' ? viewer.world.channels.get(post.peer.id) : undefined;
  const id = post.copies[0]?.id;
  if (channel?.kind !== 'channel' || channel.linkedChatId === undefined || id === undefined) return [];
  const group = viewer.world.channels.get(channel.linkedChatId);
  if (group === undefined || post.action !== undefined) return [];
  const from: PeerRef = { kind: 'channel', id: channel.id };
  const message = viewer.world.writeMessage({
    peer: { kind: 'channel', id: group.id },
    from,
    date: post.date,
    text: post.text,
    ...(post.entities !== undefined && { entities: post.entities }),
    ...(post.media !== undefined && { media: post.media }),
    ...(post.groupedId !== undefined && { groupedId: post.groupedId }),
    forward: {
      from,
      channelPost: id,
      ...(post.postAuthor !== undefined && { postAuthor: post.postAuthor }),
      date: post.date,
      ...post.forward,
      savedFrom: { peer: from, id },
    },
    pinned: true,
  });
  const update = announce(call, viewer, message, 'New');
  return group.members.has(viewer.id) ? [update] : [];
}

/** An edited post is edited in the discussion group too. */
export function editDiscussed(call: Stage, viewer: Viewer, post: WorldMessage): void {
  const channel = post.peer.kind === 'channel' ? viewer.world.channels.get(post.peer.id) : undefined;
  const id = channel?.kind === 'channel' ? channel.discussions.get(post.copies[0]?.id ?? 0) : undefined;
  const group = id === undefined ? undefined : viewer.world.channels.get(channel?.linkedChatId ?? 0n);
  const copy = id === undefined ? undefined : group?.history.get(id);
  if (copy === undefined) return;
  const { text, entities, media, editDate } = post;
  Object.assign(copy, { text, entities, media, editDate });
  countChange(call, copy);
  announce(call, viewer, copy, 'Edit');
}
