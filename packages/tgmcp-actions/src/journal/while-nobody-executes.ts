import type { StateStore } from '@tgmcp/core';
import { contentHold } from './content-hold.js';
import type { Intent } from './records.js';

const HOLD_MS = 30_000;

/** Holds the content of an intent as an execution would; false when one does. */
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
