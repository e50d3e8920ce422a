import type { ThreadState, WorldAccount, WorldChannel } from './model.js';
import { GENERAL_TOPIC } from './threads.js';
import type { Thread } from './threads.js';
import { peerKey } from './model.js';

/** What an account has read of a thread; a thread that it never read counts as read as far as its group. */
export function threadState(account: WorldAccount, group: WorldChannel, topId: number): ThreadState {
  const own = account.threads.get(`${group.id} ${topId}`);
  const dialog = account.dialogs.get(peerKey({ kind: 'channel', id: group.id }));
  return {
    readInboxMaxId: Math.max(own?.readInboxMaxId ?? 0, dialog?.readInboxMaxId ?? 0),
    readOutboxMaxId: Math.max(own?.readOutboxMaxId ?? 0, dialog?.readOutboxMaxId ?? 0),
    ...(own?.draft !== undefined && { draft: own.draft }),
  };
}

/** The same to be changed; made when there is none. */
export function ensureThreadState(account: WorldAccount, group: WorldChannel, topId: number): ThreadState {
  const key = `${group.id} ${topId}`;
  const known = account.threads.get(key);
  if (known !== undefined) return known;
  const made: ThreadState = { readInboxMaxId: 0, readOutboxMaxId: 0 };
  account.threads.set(key, made);
  return made;
}

/** The messages of a thread of a group, or of a forum's topic; undefined for an empty one. */
export function threadIn(group: WorldChannel, topId: number): Thread | undefined {
  return group.forum && topId === GENERAL_TOPIC ? group.threads.general() : group.threads.get(topId);
}

/** How many messages of a thread after `readMaxId`, and up to `maxId`, others than the account wrote. */
export function incoming(
  thread: Thread | undefined,
  account: WorldAccount,
  readMaxId: number,
  maxId: number = thread?.topId ?? 0,
): number {
  if (thread === undefined) return 0;
  let count = 0;
  const end = thread.countBelow(maxId + 1);
  for (let index = thread.countBelow(readMaxId + 1); index < end; index++) {
    if (thread.at(index)?.author !== account.userId) count += 1;
  }
  return count;
}
