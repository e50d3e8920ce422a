import { historyOf, peerAs } from './data.js';
import type { WorldData } from './data.js';
import type { WorldMessage } from './model.js';

/** Pins a message for everybody, or for one account alone; or unpins it for everybody. */
export function setPinned(data: WorldData, message: WorldMessage, pinned: boolean, onlyFor?: bigint): void {
  if (!pinned) {
    delete message.pinned;
    delete message.pinnedFor;
  } else if (onlyFor === undefined) message.pinned = true;
  else message.pinnedFor = [...(message.pinnedFor ?? []), onlyFor];
  for (const { owner, id } of message.copies) {
    if (pinned && onlyFor !== undefined && owner !== onlyFor) continue;
    const history = historyOf(data, owner, peerAs(message, owner));
    if (pinned && history?.get(id) === message) history.pinned.add(id);
    else if (!pinned) history?.pinned.delete(id);
  }
}

/** Whether a message is pinned as an account sees it. */
export function isPinned(message: WorldMessage, viewer: bigint): boolean {
  return message.pinned === true || message.pinnedFor?.includes(viewer) === true;
}
