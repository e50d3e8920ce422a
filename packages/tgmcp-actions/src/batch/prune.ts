import type { Moment, StateStore } from '@tgmcp/core';
import { BATCHES, PROGRESS } from './records.js';

/** Removes batches that nobody can approve or run any more. What their items did is remembered as that of every write. */
export async function pruneBatches(
  store: Pick<StateStore, 'get' | 'keys' | 'remove'>,
  isOld: (moment: Moment, lifeMs: number) => boolean,
): Promise<void> {
  for (const id of await store.keys(BATCHES)) {
    const created = (await store.get(BATCHES, id))?.value.created;
    if (created !== undefined && isOld(created, created.ms)) await store.remove(BATCHES, id);
  }
  const left = new Set(await store.keys(BATCHES));
  for (const id of await store.keys(PROGRESS)) if (!left.has(id)) await store.remove(PROGRESS, id);
}
