/* Erasing many messages at once: a person's, or a whole history. */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { readUpTo } from '../../world/dialogs.js';
import type { PeerRef, WorldChannel, WorldMessage } from '../../world/model.js';
import { flagOf, numberOf, objectOf } from '../common/fields.js';
import { inputChannel, inputPeer } from '../common/peers.js';
import { requireRight } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { tell, wrapUpdates } from '../updates/deliver.js';
import { tellMembers } from './notices.js';

/** Removes messages of private chats and basic groups from all boxes, or one owner's, and tells the owners. */
export function eraseForAll(
  call: CallContext,
  messages: readonly WorldMessage[],
  owners?: readonly bigint[],
): Map<bigint, number[]> {
  const gone = new Map<bigint, number[]>();
  for (const message of messages) {
    for (const copy of call.world.removeMessage(message, owners)) {
      gone.set(copy.owner, [...(gone.get(copy.owner) ?? []), copy.id]);
    }
  }
  for (const [owner, ids] of gone) {
    const account = call.world.accounts.get(owner);
    if (account === undefined) continue;
    account.pts += ids.length;
    tell(call, account, {
      _: 'updateDeleteMessages',
      messages: ids,
      pts: account.pts,
      pts_count: ids.length,
    });
  }
  return gone;
}

/** Removes messages from a channel and tells its members; returns the update. */
export function eraseFromChannel(
  call: CallContext,
  channel: WorldChannel,
  messages: readonly WorldMessage[],
): TlObject {
  const ids = messages.flatMap((message) => call.world.removeMessage(message).map((copy) => copy.id));
  channel.pts += ids.length;
  const update = {
    _: 'updateDeleteChannelMessages',
    channel_id: channel.id,
    messages: ids,
    pts: channel.pts,
    pts_count: ids.length,
  };
  if (ids.length > 0) tellMembers(call, channel, () => update);
  return update;
}

function deleteParticipantHistory(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const peer = inputPeer(viewer, objectOf(request, 'participant'));
  if (channel.kind !== 'supergroup') throw badRequest('CHANNEL_INVALID');
  requireRight(viewer, channel, 'delete_messages');
  const theirs = channel.history.messages.filter(
    (message) => message.from?.kind === peer.kind && message.from.id === peer.id,
  );
  eraseFromChannel(call, channel, theirs);
  return { _: 'messages.affectedHistory', pts: channel.pts, pts_count: theirs.length, offset: 0 };
}

function deleteChannelHistory(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const maxId = numberOf(request, 'max_id') || channel.history.topId;
  if (flagOf(request, 'for_everyone')) {
    requireRight(viewer, channel, 'delete_messages');
    const old = channel.history.slice(0, channel.history.countBelow(maxId + 1));
    return wrapUpdates(viewer, [eraseFromChannel(call, channel, old)]);
  }
  if (!isMember(channel, viewer.id)) throw badRequest('CHANNEL_PARICIPANT_MISSING');
  const peer: PeerRef = { kind: 'channel', id: channel.id };
  readUpTo(viewer.world, viewer.account, peer, maxId, viewer.now);
  viewer.world.dialog(viewer.id, peer).availableMinId = maxId;
  const update = {
    _: 'updateChannelAvailableMessages',
    channel_id: channel.id,
    available_min_id: maxId,
  };
  tell(call, viewer.account, update);
  return wrapUpdates(viewer, [update]);
}

/** Erasing a member's messages, and a channel's history for oneself or for all. */
export const eraseHandlers: Handlers = {
  'channels.deleteParticipantHistory': deleteParticipantHistory,
  'channels.deleteHistory': deleteChannelHistory,
};
