import type { ToolCall } from '@tgmcp/core';
import { askInForm } from './form.js';
import type { Approvals } from './approvals.js';
import type { AnyProposal, Channel } from './proposal.js';
import type { Word } from './words.js';

/** Where a proposal stands when its preview answers. */
export type Presented = 'waiting' | 'approved' | 'refused' | 'not_needed';

/** One way to make a code good. A third one joins by one more row in {@link APPROVERS}. */
export interface Approver {
  /** Whether an execution must carry the confirmation phrase. */
  readonly asksPhrase: boolean;
  /** Whether what people said makes the code good. */
  consents(word: Word | undefined): boolean;
  /** Puts a stored proposal before a person during the preview call, where the channel has a way to. */
  present(proposal: AnyProposal, approvals: Approvals, call: ToolCall): Promise<Presented>;
}

/** The approval channels by the names of TG_ACTIONS_APPROVAL_CHANNEL. */
export const APPROVERS: Readonly<Record<Channel, Approver>> = {
  // The code is a ticket, worthless until a person says yes where the model cannot.
  operator: {
    asksPhrase: false,
    consents: (word) => word?.said === 'approved',
    present: askInForm,
  },
  // The code is good once it is old enough, together with the phrase: whoever was told the phrase can go through alone.
  preview: {
    asksPhrase: true,
    consents: () => true,
    present: async () => 'not_needed',
  },
};
