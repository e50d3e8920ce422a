/** The end of what is remembered about proposals. A code is unknown before the record of its use goes. */
import type { Moment, StateStore } from '@tgmcp/core';
import { GRANTS, REVOKED_GRANTS } from './grant-records.js';
import { CONSUMED, isGrant, PROPOSALS, type AnyProposal } from './proposal.js';

type PrunedStore = Pick<StateStore, 'get' | 'keys' | 'update' | 'remove'>;

/** Removes the proposals that are old and that nothing needs; how many, and the ids of those that stay. */
export async function pruneProposals(
  store: PrunedStore,
  isOld: (moment: Moment, lifeMs?: number) => boolean,
  needed: ReadonlySet<string>,
): Promise<{ readonly removed: number; readonly known: ReadonlySet<string> }> {
  let removed = 0;
  for (const id of await store.keys(PROPOSALS)) {
    const proposal = (await store.get(PROPOSALS, id))?.value;
    if (proposal === undefined || needed.has(id) || !isOld(proposal.created, lifeOf(proposal))) continue;
    await store.remove(PROPOSALS, id);
    removed += 1;
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
  return { removed, known };
}

/** The longest time for which a proposal can be of use, in milliseconds. */
function lifeOf(proposal: AnyProposal): number {
  return proposal.ttlMs + (isGrant(proposal) ? proposal.grant.lifeMs : 0);
}
