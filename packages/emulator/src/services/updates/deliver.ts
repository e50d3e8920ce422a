/* Updates: what each account that has a message is told, and what the caller gets back. */
import type { Stage } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { hasCopy, isMember } from '../../world/data.js';
import type { WorldAccount, WorldMessage } from '../../world/model.js';
import { renderMessage } from '../render/message.js';
import { People } from '../render/people.js';
import { longOf, objectOf } from '../common/fields.js';
import { viewAs } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** How many live updates an account can miss and still fetch one by one. */
const LOG_LENGTH = 10_000;
/** The same for each channel. */
const CHANNEL_LOG_LENGTH = 500;

/** The accounts that have a message before them: holders of a copy that is not deleted, or members of its channel. */
export function audience(call: Stage, message: WorldMessage): WorldAccount[] {
  const accounts = [...call.world.accounts.values()];
  if (message.peer.kind !== 'channel') return accounts.filter((one) => hasCopy(one, message));
  const channel = call.world.channels.get(message.peer.id);
  return channel === undefined ? [] : accounts.filter((one) => isMember(channel, one.userId));
}

/** Wraps updates with the users and chats that they name. */
export function wrapUpdates(viewer: Viewer, updates: readonly TlObject[]): TlObject {
  const people = new People(viewer, { min: true }).addFrom(updates);
  return { _: 'updates', updates, ...people.render(), date: viewer.now, seq: 0 };
}

/** Tells one account: pushed to its other sessions, and kept for updates.getDifference where it counts in its pts. */
export function tell(call: Stage, account: WorldAccount, update: TlObject): void {
  const { pts } = update;
  if (typeof pts === 'number' && !update._.includes('Channel')) {
    account.updateLog.push({ pts, update });
    if (account.updateLog.length > LOG_LENGTH) account.updateLog.shift();
  } else if (typeof pts === 'number' && typeof update['pts_count'] === 'number') {
    const channelId = channelOf(update);
    const log = account.channelLogs.get(channelId) ?? [];
    account.channelLogs.set(channelId, log);
    log.push({ pts, update });
    if (log.length > CHANNEL_LOG_LENGTH) log.shift();
  }
  call.push(account.userId, wrapUpdates(viewAs(call, account), [update]));
}

function channelOf(update: TlObject): bigint {
  const message = objectOf(update, 'message');
  const peer = message === undefined ? undefined : objectOf(message, 'peer_id');
  return longOf(peer ?? update, 'channel_id');
}

/** The update that a message is there or was edited; `ptsCount` is 0 in the repeat of an old answer. */
export function messageUpdate(
  viewer: Viewer,
  message: WorldMessage,
  kind: 'New' | 'Edit',
  ptsCount = 1,
): TlObject {
  const channel = message.peer.kind === 'channel' ? viewer.world.channels.get(message.peer.id) : undefined;
  return {
    _: `update${kind}${channel === undefined ? '' : 'Channel'}Message`,
    message: renderMessage(viewer, message),
    pts: channel?.pts ?? viewer.account.pts,
    pts_count: ptsCount,
  };
}

/** Tells everybody concerned of a new or edited message. */
export function tellAll(call: Stage, message: WorldMessage, kind: 'New' | 'Edit'): void {
  for (const account of audience(call, message)) {
    tell(call, account, messageUpdate(viewAs(call, account), message, kind));
  }
}

/** Tells everybody concerned of a new or edited message, and returns the caller's own update. */
export function announce(call: Stage, viewer: Viewer, message: WorldMessage, kind: 'New' | 'Edit'): TlObject {
  tellAll(call, message, kind);
  return messageUpdate(viewer, message, kind);
}

/** Counts a change other than a new message in the pts of everybody concerned. */
export function countChange(call: Stage, message: WorldMessage): void {
  if (message.peer.kind === 'channel') {
    const channel = call.world.channels.get(message.peer.id);
    if (channel !== undefined) channel.pts += 1;
    return;
  }
  for (const account of audience(call, message)) account.pts += 1;
}
