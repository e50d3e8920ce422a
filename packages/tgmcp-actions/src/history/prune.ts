/**
 * The end of what is remembered about writes, for the operator: each part forgets its own. Nothing here brings back a used
 * code or a sent message: a code is unknown before the record of its use goes, an intent before its attempts. What nobody
 * knows the outcome of, and what may still count as a duplicate, stays.
 */
import type { Clock, Moment, StateStore } from '@tgmcp/core';
import { pruneProposals } from '../approvals/prune.js';
import { pruneBatches } from '../batch/prune.js';
import { pruneIntents } from '../journal/prune.js';
import { pruneLanes } from '../lanes/prune.js';

/** How many of each were removed. */
export interface Pruned {
  readonly proposals: number;
  readonly intents: number;
}

/** Removes proposals, and intents that are settled, of which the last news is older than `ageMs`. */
export async function pruneHistory(
  store: Pick<StateStore, 'get' | 'keys' | 'update' | 'remove' | 'acquireLease' | 'releaseLease'>,
  clock: Clock,
  ageMs: number,
): Promise<Pruned> {
  // By the wall clock alone: other boots have other monotonic clocks. A clock that was set back only keeps things longer.
  const isOld = ({ wall }: Moment, lifeMs = 0): boolean => clock.now() - wall - lifeMs > ageMs;
  const intents = await pruneIntents(store, isOld);
  const proposals = await pruneProposals(store, isOld, intents.needed);
  await pruneLanes(store, proposals.known);
  await pruneBatches(store, isOld);
  return { proposals: proposals.removed, intents: intents.removed };
}
