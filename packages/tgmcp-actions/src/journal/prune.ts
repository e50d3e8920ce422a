/**
 * The end of what is remembered about intents. What nobody knows the outcome of stays, however old it is, and so does what
 * was made beside it from then on: whoever looks for the one must not take the other for it.
 */
import type { Moment, StateStore } from '@tgmcp/core';
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
import { attemptKey, intentStatus, isUnsettled, unsettledIntents } from './status.js';
import { whileNobodyExecutes } from './while-nobody-executes.js';

// What is looked for may be dated some seconds before it was claimed: both clocks are known to a few seconds only.
const SLACK_MS = 10_000;

type PrunedStore = Pick<StateStore, 'get' | 'keys' | 'update' | 'remove' | 'acquireLease' | 'releaseLease'>;

/** Removes the intents that are settled and old; how many, and the proposals that those which stay were claimed for. */
export async function pruneIntents(
  store: PrunedStore,
  isOld: (moment: Moment) => boolean,
): Promise<{ readonly removed: number; readonly needed: ReadonlySet<string> }> {
  const openSince = await openByPeer(store);
  const needed = new Set<string>();
  let removed = 0;
  for (const id of await store.keys(INTENTS)) {
    const intent = (await store.get(INTENTS, id))?.value;
    if (intent === undefined) continue;
    const isGone = await whileNobodyExecutes(store, intent, async () => {
      const status = await intentStatus(store, intent);
      const lastNews = status.state === 'sent' ? status.at : intent.claimed;
      if (isUnsettled(status) || !isOld(intent.claimed) || !isOld(lastNews)) return false;
      const openHere = openSince.get(intent.action.target.id) ?? Number.POSITIVE_INFINITY;
      if (status.state === 'sent' && lastNews.wall >= openHere - SLACK_MS) return false;
      await removeIntent(store, intent, 'attempts' in status ? status.attempts : 0);
      return true;
    });
    if (isGone) removed += 1;
    else needed.add(intent.proposalId);
  }
  return { removed, needed };
}

/** By peer: when the oldest of what has an unknown outcome there was claimed, by the wall clock. */
async function openByPeer(store: PrunedStore): Promise<ReadonlyMap<string, number>> {
  const since = new Map<string, number>();
  for (const { intent } of await unsettledIntents(store)) {
    const peer = intent.action.target.id;
    since.set(peer, Math.min(since.get(peer) ?? Number.POSITIVE_INFINITY, intent.claimed.wall));
  }
  return since;
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
