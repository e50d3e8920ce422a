import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldMessage } from '../../world/model.js';
import { flagOf, numbersOf, objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';
import { renderReplies } from '../render/replies.js';
import { audience, tell } from '../updates/deliver.js';
import { messageSeen } from '../common/seen-message.js';

/** Counts an account's view of a post, once, and tells its readers. */
function count(call: CallContext, viewer: Viewer, message: WorldMessage, id: number): void {
  if (message.views === undefined || message.peer.kind !== 'channel') return;
  message.viewedBy ??= new Set();
  if (message.viewedBy.has(viewer.id)) return;
  message.viewedBy.add(viewer.id);
  message.views += 1;
  const update = {
    _: 'updateChannelMessageViews',
    channel_id: message.peer.id,
    id,
    views: message.views,
  };
  for (const account of audience(call, message)) tell(call, account, update);
}

function getViews(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const views = numbersOf(request, 'id')
    .slice(0, 100)
    .map((id) => {
      const message = messageSeen(viewer, peer, id);
      if (message === undefined) return { _: 'messageViews' };
      if (flagOf(request, 'increment')) count(call, viewer, message, id);
      return {
        _: 'messageViews',
        views: message.views,
        forwards: message.views === undefined ? undefined : (message.forwards ?? 0),
        replies: renderReplies(viewer, message, id),
      };
    });
  return {
    _: 'messages.messageViews',
    views,
    ...new People(viewer).add(peer).addFrom(views).render(),
  };
}

/** How often posts were seen; with `increment` the asking account has seen them now. */
export const viewsHandlers: Handlers = { 'messages.getMessagesViews': getViews };
