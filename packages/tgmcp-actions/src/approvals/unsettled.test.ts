import { createMemoryStore, manualClock } from '@tgmcp/core';
import { expect, it } from 'vitest';
import type { Action } from '../actions/action.js';
import { createJournal } from '../journal/journal.js';
import { bench } from './test-bench.js';
import { unsettledAttempts } from './unsettled.js';

it('an attempt whose proposal is gone, or that was made under a grant, is told as far as it is known', async () => {
  const made = bench();
  const grant = await made.approvals.proposeGrant({
    account: { id: '1001' },
    verb: 'batch',
    scope: {},
    preview: { hidden_characters: 0, entities: [], notes: [] },
    ttlMs: 1_000,
    lifeMs: 1_000,
  });
  const journal = createJournal(made.store, made.clock, 86_400_000, () => 7n);
  const at = { accountId: '1001', verb: 'send', options: {}, forceResend: false } as const;
  const target = { type: 'user', id: '777' } as const;
  const open = async (proposalId: string, content: Action['content']): Promise<string> => {
    const { intent } = await journal.claim({ action: { ...at, target, content }, proposalId, items: 1 });
    await journal.begin(intent, proposalId, 1);
    return new Date(intent.claimed.wall).toISOString();
  };
  const claimed = await open('gone', { text: 'Hi\u200b' });
  const grantId = grant.ok ? grant.value.proposal.id : '';
  await open(grantId, { message_ids: [1] });
  const facts = { verb: 'send', account: '1001', chat: { id: '777' }, claimed_at: claimed, attempts: 1 };
  const found = await unsettledAttempts(made.store);
  expect(found).toHaveLength(2);
  expect(found.find((one) => one.proposal_id === 'gone')).toStrictEqual({
    ...facts,
    proposal_id: 'gone',
    text: 'Hi\\u{200b}',
  });
  expect(found.find((one) => one.proposal_id === grantId)).toStrictEqual({ ...facts, proposal_id: grantId });
  expect(await unsettledAttempts(createMemoryStore({ clock: manualClock() }))).toEqual([]);
});
