/* Sends what has waited for its time: when that comes, or when its author says so. */
import { RpcError } from '../../rpc/handler.js';
import type { Stage } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor } from '../../world/data.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { toPeer } from '../common/peers.js';
import { checkMayWrite } from '../common/rights.js';
import type { Viewer } from '../common/viewer.js';
import { tell } from '../updates/deliver.js';
import { dueMessages, unschedule } from './schedule.js';
import { write } from './write.js';

/** Sends waiting messages and returns what their author is told. What may no longer be written is dropped. */
export function sendWaiting(
  call: Stage,
  viewer: Viewer,
  peer: PeerRef,
  messages: readonly WorldMessage[],
): TlObject[] {
  const ids = messages.map((message) => idFor(message, viewer.id) ?? 0);
  unschedule(viewer, peer, ids);
  const updates: TlObject[] = [];
  const sent: number[] = [];
  for (const message of messages) {
    if (!mayStill(viewer, peer, message)) continue;
    const { copies: _copies, scheduled: _scheduled, ...content } = message;
    const made = write(call, viewer, {
      ...content,
      owner: viewer.id,
      date: viewer.now,
      fromScheduled: true,
    });
    message.sentAs = made.message;
    sent.push(idFor(made.message, viewer.id) ?? 0);
    updates.push(made.update, ...(made.also ?? []));
  }
  const gone = {
    _: 'updateDeleteScheduledMessages',
    peer: toPeer(peer),
    messages: ids,
    sent_messages: sent.length === ids.length ? sent : undefined,
  };
  tell(call, viewer.account, gone);
  return [gone, ...updates];
}

/** Sends all messages whose time has come by the world's clock; `call.push` has to reach every session. */
export function deliverDue(call: Stage): void {
  for (const { viewer, peer, messages } of dueMessages(call)) sendWaiting(call, viewer, peer, messages);
}

function mayStill(viewer: Viewer, peer: PeerRef, message: WorldMessage): boolean {
  try {
    checkMayWrite(viewer, peer, message.media);
    return true;
  } catch (error) {
    if (error instanceof RpcError) return false;
    throw error;
  }
}
