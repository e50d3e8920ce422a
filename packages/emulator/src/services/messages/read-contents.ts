import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { WorldMessage } from '../../world/model.js';
import { numbersOf, objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { tell } from '../updates/deliver.js';
import { lookAt } from './unread-marks.js';
import { messageSeen } from '../common/seen-message.js';

/** Takes the marks off a message that the account looked at; false when there were none. */
function look(viewer: Viewer, message: WorldMessage, id: number): boolean {
  const dialog = viewer.account.dialogs.get(peerKey(peerAs(message, viewer.id)));
  const wasMention = dialog?.unreadMentions.delete(id) === true;
  const wasReaction = dialog?.unreadReactions.delete(id) === true;
  const wasNote = message.mediaUnread === true && message.author !== viewer.id;
  if (wasNote) delete message.mediaUnread;
  return wasMention || wasReaction || wasNote;
}

/** Whoever sent a voice or video note sees that it was played. */
function tellSender(call: CallContext, viewer: Viewer, message: WorldMessage, played: boolean): void {
  const author = played && message.author !== viewer.id ? message.author : undefined;
  const account = author === undefined ? undefined : viewer.world.accounts.get(author);
  const id = account === undefined ? undefined : idFor(message, account.userId);
  if (account === undefined || id === undefined) return;
  account.pts += 1;
  tell(call, account, {
    _: 'updateReadMessagesContents',
    messages: [id],
    pts: account.pts,
    pts_count: 1,
  });
}

function readContents(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const read: number[] = [];
  for (const id of numbersOf(request, 'id')) {
    const message = viewer.account.boxIndex.get(id)?.get(id);
    const played = message?.mediaUnread === true;
    if (message === undefined || !look(viewer, message, id)) continue;
    read.push(id);
    tellSender(call, viewer, message, played);
  }
  if (read.length > 0) lookAt(call, viewer, { kind: 'user', id: viewer.id }, read);
  return { _: 'messages.affectedMessages', pts: viewer.account.pts, pts_count: read.length };
}

function readChannelContents(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const read = numbersOf(request, 'id').filter((id) => {
    const message = messageSeen(viewer, { kind: 'channel', id: channel.id }, id);
    return message !== undefined && look(viewer, message, id);
  });
  if (read.length > 0) lookAt(call, viewer, { kind: 'channel', id: channel.id }, read);
  return true;
}

/** Marking single messages as looked at: mentions, reactions, voice and video notes. */
export const readContentsHandlers: Handlers = {
  'messages.readMessageContents': readContents,
  'channels.readMessageContents': readChannelContents,
};
