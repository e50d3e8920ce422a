import type { StateStore } from '@tgmcp/core';
import { LANE_EVENTS } from './events.js';
import { LANE_USAGE } from './usage.js';

/** Removes what is remembered about lanes whose grants are no longer known. */
export async function pruneLanes(
  store: Pick<StateStore, 'keys' | 'remove'>,
  known: ReadonlySet<string>,
): Promise<void> {
  for (const kind of [LANE_USAGE, LANE_EVENTS]) {
    for (const id of await store.keys(kind)) if (!known.has(id)) await store.remove(kind, id);
  }
}
