/** Whether the leave under which something was begun still stands, once nobody knows what became of it. */
import type { StateStore } from '@tgmcp/core';
import type { Approvals } from '../approvals/approvals.js';
import { REVOKED_GRANTS } from '../approvals/grant-records.js';
import { isGrant } from '../approvals/proposal.js';
import type { Intent } from '../journal/records.js';
import type { GateParts } from './parts.js';

/** What is asked for it. */
interface Leaves {
  readonly approvals: Pick<Approvals, 'byId' | 'word'>;
  readonly store: Pick<StateStore, 'get'>;
  readonly grantBehind: GateParts['grantBehind'];
}

type Claimed = Pick<Intent, 'proposalId' | 'contentDigest'>;

/** Whether a person refused the very content that an intent was claimed for; undefined where nobody was asked about it. */
export async function isRefused(
  approvals: Leaves['approvals'],
  { proposalId, contentDigest }: Claimed,
): Promise<boolean | undefined> {
  const word = await approvals.word({ id: proposalId, contentDigest });
  if (word !== undefined) return word.said === 'refused';
  // Of a content with very many proposals the oldest words are dropped, and a refusal may have been among them.
  return (await approvals.byId(proposalId)) === undefined ? undefined : true;
}

/**
 * Whether a person refused what an intent was claimed for, or ended the grant under which it was. Such an intent may be
 * looked up and never be repeated, whatever else is approved by now. So is one of which that cannot be told any more.
 */
export async function isTakenBack(
  { approvals, store, grantBehind }: Leaves,
  intent: Claimed,
): Promise<boolean> {
  const refused = await isRefused(approvals, intent);
  if (refused !== undefined) return refused;
  const owner = ownerOf(intent.proposalId);
  const grantId = owner === undefined ? undefined : await grantBehind(owner);
  const grant = grantId === undefined ? undefined : await approvals.byId(grantId);
  if (grant === undefined || !isGrant(grant)) return true;
  if ((await store.get(REVOKED_GRANTS, grant.id)) !== undefined) return true;
  const said = (await approvals.word(grant))?.said;
  return said === undefined || said === 'refused';
}

/** Messages of a lane and items of a batch are named after what they belong to: `LANE-DIGEST`, `BATCH-NUMBER`. */
function ownerOf(proposalId: string): string | undefined {
  const end = proposalId.lastIndexOf('-');
  return end === -1 ? undefined : proposalId.slice(0, end);
}
