/** What reached the wire, as tests speak of it. */
import { setTimeout as sleep } from 'node:timers/promises';

/** What a connection says to stand, and the look at the account behind it; see the list of transport methods. */
export const SET_UP: ReadonlySet<string> = new Set([
  'invokeWithLayer > initConnection > help.getConfig',
  'users.getUsers',
]);

/** Waits until something holds; gives up after 20 s. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error('waited 20 s in vain');
    await sleep(5);
  }
}
