/** Proposals for tests: one account, one chat, over a memory store and a manual clock. */
import { createMemoryStore, manualClock, type ManualClock, type StateStore } from '@tgmcp/core';
import type { Action } from '../actions/action.js';
import { createApprovals, type Approvals, type ProposalDraft } from './approvals.js';
import type { Proposal } from './proposal.js';
import { approvalPolicy, type ApprovalSettings } from './policy.js';

export const PHRASE = 'green apples on tuesday';

export const SETTINGS: ApprovalSettings = {
  TG_ACTIONS_APPROVAL_CHANNEL: 'operator',
  TG_ACTIONS_APPROVAL_MIN_AGE_SEC: 30,
  TG_ACTIONS_APPROVAL_TTL_SEC: 1800,
  TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE,
  TG_ACTIONS_LANE_APPROVAL_TTL_SEC: 7200,
  TG_ACTIONS_LANE_MAX_TTL_SEC: 86_400,
  TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: 86_400,
};

export function draft(text = 'Hello', change: Partial<Action> = {}): ProposalDraft {
  return {
    account: { id: '1001', username: 'ann', name: 'Ann' },
    action: {
      accountId: '1001',
      verb: 'send',
      target: { type: 'channel', id: '-1000000000042' },
      content: { text, entities: [] },
      options: {},
      forceResend: false,
      ...change,
    },
    chat: { id: '-1000000000042', kind: 'supergroup', title: 'Kites & Code', username: 'kites' },
    asked: '@kites',
    preview: { text, text_shown: text, hidden_characters: 0, entities: [], notes: [] },
  };
}

export interface Bench {
  readonly clock: ManualClock;
  readonly store: StateStore;
  readonly approvals: Approvals;
}

export function bench(settings: Partial<ApprovalSettings> = {}): Bench {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const policy = approvalPolicy({ ...SETTINGS, ...settings });
  return { clock, store, approvals: createApprovals(store, clock, policy) };
}

/** Makes a proposal that has a place on the list. */
export async function propose(
  approvals: Approvals,
  proposal: ProposalDraft,
): Promise<{ proposal: Proposal; code: string }> {
  const proposed = await approvals.propose(proposal);
  if (!proposed.ok) throw new Error(`no proposal was made: ${proposed.refusal.code}`);
  return proposed.value;
}
