/**
 * The end of what is remembered about writes, for the operator. Nothing here brings back a used code or a sent message: a
 * code is unknown before the record of its use goes, an intent before its attempts. What nobody knows the outcome of, and
 * what may still count as a duplicate, stays.
 */
import type { Clock, Moment, StateStore } from '@tgmcp/core';
import { GRANTS, REVOKED_GRANTS } from '../approvals/grant-records.js';
import { CONSUMED, isGrant, PROPOSALS, type AnyProposal } from '../approvals/proposal.js';
import { BATCHES, PROGRESS } from '../batch/records.js';
import { contentHold } from '../gates/content-hold.js';
import { LANE_EVENTS } from '../lanes/events.js';
import { LANE_USAGE } from '../lanes/usage.js';
import {
  ATTEMPT_ENDS,
  ATTEMPT_STARTS,
  BEGUN_STEPS,
  CONTENTS,
  ENDED_STEPS,
  FOUND_NOT_DONE,
  INTENTS,
  SETTLED_BY_READING,
  type Intent,
} from './records.js';
import { attemptKey, intentStatus, isUnsettled } from './status.js';

/** How many of each were removed. */
export interface Pruned {
  readonly proposals: number;
  readonly intents: number;
}

type PrunedStore = Pick<StateStore, 'get' | 'keys' | 'update' | 'remove' | 'acquireLease' | 'releaseLease'>;

const HOLD_MS = 30_000;

/** Removes proposals, and intents that are settled, of which the last news is older than `ageMs`. */
export async function pruneHistory(store: PrunedStore, clock: Clock, ageMs: number): Promise<Pruned> {
  // By the wall clock alone: other boots have other monotonic clocks. A clock that was set back only keeps things longer.
  const isOld = ({ wall }: Moment, lifeMs = 0): boolean => clock.now() - wall - lifeMs > ageMs;
  const needed = new Set<string>();
  let intents = 0;
  for (const id of await store.keys(INTENTS)) {
    const intent = (await store.get(INTENTS, id))?.value;
    if (intent === undefined) continue;
    const removed = await whileNobodyExecutes(store, intent, async () => {
      const status = await intentStatus(store, intent);
      const lastNews = status.state === 'sent' ? status.at : intent.claimed;
      if (isUnsettled(status) || !isOld(intent.claimed) || !isOld(lastNews)) return false;
      await removeIntent(store, intent, 'attempts' in status ? status.attempts : 0);
      return true;
    });
    if (removed) intents += 1;
    else needed.add(intent.proposalId);
  }

  let proposals = 0;
  for (const id of await store.keys(PROPOSALS)) {
    const proposal = (await store.get(PROPOSALS, id))?.value;
    if (proposal === undefined || needed.has(id) || !isOld(proposal.created, lifeOf(proposal))) continue;
    await store.remove(PROPOSALS, id);
    proposals += 1;
  }
  // Of codes that are unknown by now, whether this run made them so or one before it that was killed.
  const known = new Set(await store.keys(PROPOSALS));
  for (const id of await store.keys(CONSUMED)) {
    const used = (await store.get(CONSUMED, id))?.value;
    if (used !== undefined && !known.has(id) && isOld(used.at)) await store.remove(CONSUMED, id);
  }
  for (const verb of await store.keys(GRANTS)) {
    await store.update(GRANTS, verb, (list) =>
      list === undefined ? undefined : { grants: list.grants.filter((id) => known.has(id)) },
    );
  }
  for (const id of await store.keys(REVOKED_GRANTS)) {
    const revoked = (await store.get(REVOKED_GRANTS, id))?.value;
    if (revoked !== undefined && !known.has(id) && isOld(revoked.at)) await store.remove(REVOKED_GRANTS, id);
  }
  for (const kind of [LANE_USAGE, LANE_EVENTS]) {
    for (const id of await store.keys(kind)) if (!known.has(id)) await store.remove(kind, id);
  }
  await pruneBatches(store, isOld);
  return { proposals, intents };
}

/** Batches that nobody can approve or run any more. What their items did is remembered as that of every write. */
async function pruneBatches(
  store: PrunedStore,
  isOld: (moment: Moment, lifeMs: number) => boolean,
): Promise<void> {
  for (const id of await store.keys(BATCHES)) {
    const created = (await store.get(BATCHES, id))?.value.created;
    if (created !== undefined && isOld(created, created.ms)) await store.remove(BATCHES, id);
  }
  const left = new Set(await store.keys(BATCHES));
  for (const id of await store.keys(PROGRESS)) if (!left.has(id)) await store.remove(PROGRESS, id);
}

/** The longest time for which a proposal can be of use, in milliseconds. */
function lifeOf(proposal: AnyProposal): number {
  return proposal.ttlMs + (isGrant(proposal) ? proposal.grant.lifeMs : 0);
}

/** Out of the list first: what is listed and not there is read as nothing, what is there and not listed is overlooked. */
async function removeIntent(store: PrunedStore, intent: Intent, attempts: number): Promise<void> {
  await store.update(CONTENTS, intent.contentDigest, (content) =>
    content === undefined ? undefined : { intents: content.intents.filter((id) => id !== intent.id) },
  );
  await store.remove(INTENTS, intent.id);
  for (let attempt = attempts; attempt >= 1; attempt -= 1) {
    await store.remove(ATTEMPT_STARTS, attemptKey(intent, attempt));
    await store.remove(ATTEMPT_ENDS, attemptKey(intent, attempt));
    await store.remove(FOUND_NOT_DONE, attemptKey(intent, attempt));
  }
  for (const kind of [BEGUN_STEPS, ENDED_STEPS]) {
    const keys = await store.keys(kind);
    for (const key of keys.filter((one) => one.startsWith(`${intent.id}-`))) await store.remove(kind, key);
  }
  await store.remove(SETTLED_BY_READING, intent.id);
}

/** Holds the content as an execution would; false when one does. */
export async function whileNobodyExecutes(
  store: Pick<StateStore, 'acquireLease' | 'releaseLease'>,
  intent: Intent,
  work: () => Promise<boolean>,
): Promise<boolean> {
  const lease = await store.acquireLease(contentHold(intent.contentDigest), 'prune', HOLD_MS);
  if (lease === undefined) return false;
  try {
    return await work();
  } finally {
    await store.releaseLease(lease);
  }
}
