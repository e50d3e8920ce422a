/** Whether what was begun may be repeated, where what was said about it is gone in part. */
import { createMemoryStore, manualClock, momentAfter } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import type { Approvals } from '../approvals/approvals.js';
import { REVOKED_GRANTS } from '../approvals/grant-records.js';
import { grantBehind } from '../batch/grant-behind.js';
import type { AnyProposal } from '../approvals/proposal.js';
import type { Word } from '../approvals/words.js';
import { isRefused, isTakenBack } from './taken-back.js';

type Known = Pick<Approvals, 'byId' | 'word'>;

/** What is still known: proposals and words by the id of the proposal. */
function known(proposals: Record<string, object>, words: Record<string, Word['said']>): Known {
  return {
    byId: async (id) => proposals[id] as AnyProposal | undefined,
    word: async ({ id }) => (id in words ? ({ said: words[id] } as Word) : undefined),
  };
}

const claimed = (proposalId: string) => ({ proposalId, contentDigest: 'digest' });
const GRANT = { id: 'lane', contentDigest: 'of the lane', grant: { verb: 'write_lane' } };

describe('an intent was refused', () => {
  it.each([
    ['refused', true],
    ['approved', false],
    ['nothing', false],
  ] as const)('where a person said %s: %s', async (said, is) => {
    expect(await isRefused(known({ p: {} }, { p: said }), claimed('p'))).toBe(is);
  });

  it('where its word was dropped, for that may have been a no; and nobody was asked about what is no proposal', async () => {
    expect(await isRefused(known({ p: {} }, {}), claimed('p'))).toBe(true);
    expect(await isRefused(known({}, {}), claimed('p'))).toBeUndefined();
  });
});

describe('the leave of an intent under a grant', () => {
  const taken = async (
    approvals: Known,
    proposalId = 'lane-digest',
    store = createMemoryStore({ clock: manualClock() }),
  ): Promise<boolean> =>
    isTakenBack({ approvals, store, grantBehind: (owner) => grantBehind(store, owner) }, claimed(proposalId));

  it('stands while the grant does', async () => {
    expect(await taken(known({ lane: GRANT }, { lane: 'approved' }))).toBe(false);
    expect(await taken(known({ lane: GRANT }, { lane: 'nothing' }))).toBe(false);
  });

  it('is gone with a no to the grant, and where nobody knows any more what was said', async () => {
    expect(await taken(known({ lane: GRANT }, { lane: 'refused' }))).toBe(true);
    expect(await taken(known({ lane: GRANT }, {}))).toBe(true);
  });

  it('is gone where the grant was revoked', async () => {
    const clock = manualClock();
    const store = createMemoryStore({ clock });
    const revocation = { grantId: 'lane', by: 'operator', reason: '', at: momentAfter(clock, 0) } as const;
    await store.create(REVOKED_GRANTS, 'lane', revocation);
    expect(await taken(known({ lane: GRANT }, { lane: 'approved' }), 'lane-digest', store)).toBe(true);
  });

  it('is none where no grant is behind it: neither a name without one, nor one of something else', async () => {
    const approved = { lane: 'approved' } as const;
    expect(await taken(known({ plai: GRANT, undefined: GRANT }, approved), 'plain')).toBe(true);
    expect(await taken(known({}, approved))).toBe(true);
    expect(await taken(known({ lane: { id: 'lane', action: {} } }, approved))).toBe(true);
  });
});
