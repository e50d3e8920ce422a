import type { StateStore } from '@tgmcp/core';
import { PROGRESS } from './records.js';

/**
 * The grant under which something was done that is named after `owner`: of a batch the newest that was asked for it, by its
 * own id; a lane is its grant. Undefined for a batch that nobody was asked about.
 */
export async function grantBehind(
  store: Pick<StateStore, 'get'>,
  owner: string,
): Promise<string | undefined> {
  const progress = await store.get(PROGRESS, owner);
  return progress === undefined ? owner : progress.value.grantId;
}
