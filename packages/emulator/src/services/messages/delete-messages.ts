import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldMessage } from '../../world/model.js';
import { tell } from '../updates/deliver.js';
import { flagOf, numbersOf, objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { hasRight } from '../common/rights.js';
import { forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

function mayRevoke(viewer: Viewer, message: WorldMessage): boolean {
  const group = message.peer.kind === 'chat' ? viewer.world.groups.get(message.peer.id) : undefined;
  return group === undefined || message.author === viewer.id || hasRight(viewer, group, 'delete_messages');
}

function deleteMessages(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const isRevoked = flagOf(request, 'revoke');
  const messages = numbersOf(request, 'id').flatMap((id) => viewer.account.boxIndex.get(id)?.get(id) ?? []);
  if (isRevoked && messages.some((message) => !mayRevoke(viewer, message))) {
    throw forbidden('MESSAGE_DELETE_FORBIDDEN');
  }
  const gone = new Map<bigint, number[]>();
  for (const message of messages) {
    for (const copy of viewer.world.removeMessage(message, isRevoked ? undefined : [viewer.id])) {
      gone.set(copy.owner, [...(gone.get(copy.owner) ?? []), copy.id]);
    }
  }
  for (const [owner, ids] of gone) {
    const account = viewer.world.accounts.get(owner);
    if (account === undefined) continue;
    account.pts += ids.length;
    tell(call, account, {
      _: 'updateDeleteMessages',
      messages: ids,
      pts: account.pts,
      pts_count: ids.length,
    });
  }
  const count = gone.get(viewer.id)?.length ?? 0;
  return { _: 'messages.affectedMessages', pts: viewer.account.pts, pts_count: count };
}

function deleteChannelMessages(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const mayAll = hasRight(viewer, channel, 'delete_messages');
  const messages = numbersOf(request, 'id').flatMap((id) => channel.history.get(id) ?? []);
  if (!mayAll && messages.some((message) => message.author !== viewer.id)) {
    throw forbidden('MESSAGE_DELETE_FORBIDDEN');
  }
  const ids = messages.flatMap((message) => viewer.world.removeMessage(message).map((copy) => copy.id));
  channel.pts += ids.length;
  const update = {
    _: 'updateDeleteChannelMessages',
    channel_id: channel.id,
    messages: ids,
    pts: channel.pts,
    pts_count: ids.length,
  };
  if (ids.length > 0) {
    for (const account of viewer.world.accounts.values()) {
      if (account.dialogs.has(`channel:${channel.id}`)) tell(call, account, update);
    }
  }
  return { _: 'messages.affectedMessages', pts: channel.pts, pts_count: ids.length };
}

/** Deleting for oneself, for everybody, and in channels. */
export const deleteMessagesHandlers: Handlers = {
  'messages.deleteMessages': deleteMessages,
  'channels.deleteMessages': deleteChannelMessages,
};
