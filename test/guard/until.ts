import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds; gives up after 20 s. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error('waited 20 s in vain');
    await sleep(5);
  }
}
