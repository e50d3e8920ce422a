import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldAccount } from '../../world/model.js';
import { flag, numberOf, objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { renderDialog } from '../render/dialog.js';
import { renderMessage } from '../render/message.js';
import { People } from '../render/people.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { hiddenUpTo } from '../common/seen-message.js';

/** Updates of a channel in one answer, when the client names no limit. */
const MAX_PART = 100;

/** TL updates.State of an account. */
export function stateOf(viewer: Viewer): TlObject {
  let unread = 0;
  for (const dialog of viewer.account.dialogs.values()) unread += dialog.unreadCount;
  return {
    _: 'updates.state',
    pts: viewer.account.pts,
    qts: 0,
    date: viewer.now,
    seq: 1,
    unread_count: unread,
  };
}

function getDifference(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const pts = numberOf(request, 'pts');
  if (pts < 1) throw badRequest('PERSISTENT_TIMESTAMP_EMPTY');
  if (pts > viewer.account.pts) throw badRequest('PERSISTENT_TIMESTAMP_INVALID');
  if (pts === viewer.account.pts) return { _: 'updates.differenceEmpty', date: viewer.now, seq: 1 };
  const missed = viewer.account.updateLog.filter((entry) => entry.pts > pts);
  const covered = missed.reduce((sum, entry) => sum + numberOf(entry.update, 'pts_count'), 0);
  // History that was loaded, not written live, is no part of the log: such a gap is closed by reading anew.
  if (covered < viewer.account.pts - pts) return { _: 'updates.differenceTooLong', pts: viewer.account.pts };
  const updates = missed.map((entry) => entry.update);
  return {
    _: 'updates.difference',
    new_messages: updates.filter(isNewMessage).flatMap((update) => objectOf(update, 'message') ?? []),
    new_encrypted_messages: [],
    other_updates: updates.filter((update) => !isNewMessage(update)),
    ...new People(viewer, { min: true }).addFrom(updates).render(),
    state: stateOf(viewer),
  };
}

function isNewMessage(update: TlObject): boolean {
  return update._ === 'updateNewMessage' || update._ === 'updateNewChannelMessage';
}

function getChannelDifference(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const pts = numberOf(request, 'pts');
  if (pts < 1) throw badRequest('PERSISTENT_TIMESTAMP_EMPTY');
  if (pts >= channel.pts)
    return { _: 'updates.channelDifferenceEmpty', final: true, pts: channel.pts, timeout: 30 };
  const missed = (viewer.account.channelLogs.get(channel.id) ?? []).filter((entry) => entry.pts > pts);
  const covered = missed.reduce((sum, entry) => sum + numberOf(entry.update, 'pts_count'), 0);
  if (covered === channel.pts - pts) return partOf(viewer, missed, numberOf(request, 'limit'));
  const peer = { kind: 'channel', id: channel.id } as const;
  const first = channel.history.countBelow(hiddenUpTo(viewer, peer) + 1);
  const newest = channel.history.slice(Math.max(first, channel.history.size - 20)).toReversed();
  const messages = newest.map((message) => renderMessage(viewer, message));
  return {
    _: 'updates.channelDifferenceTooLong',
    final: true,
    timeout: 30,
    dialog: renderDialog(viewer, peer),
    messages,
    ...new People(viewer, { min: true }).add(peer).addFrom(messages).render(),
  };
}

/** As much of what was missed in a channel as the client asked for; it asks again for the rest. */
function partOf(viewer: Viewer, missed: WorldAccount['updateLog'], limit: number): TlObject {
  const part = missed.slice(0, limit > 0 ? limit : MAX_PART);
  const updates = part.map((entry) => entry.update);
  return {
    _: 'updates.channelDifference',
    final: flag(part.length === missed.length),
    pts: part.at(-1)?.pts ?? 0,
    timeout: 30,
    new_messages: updates.filter(isNewMessage).flatMap((update) => objectOf(update, 'message') ?? []),
    other_updates: updates.filter((update) => !isNewMessage(update)),
    ...new People(viewer, { min: true }).addFrom(updates).render(),
  };
}

/** The state of an account's updates and what was missed since. */
export const updatesHandlers: Handlers = {
  'updates.getState': (_request, call) => stateOf(viewerOf(call)),
  'updates.getDifference': getDifference,
  'updates.getChannelDifference': getChannelDifference,
};
