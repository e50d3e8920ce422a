import * as z from 'zod';
import type { AskedGrant } from '../../approvals/grants.js';

const seconds = z.int().min(0).max(100_000_000);

/** What a tool that asks for leave answers of the asking. */
export const approvalResult = {
  proposal_id: z.string().optional(),
  approval: z.enum(['waiting', 'approved', 'refused', 'not_needed']).optional(),
  approval_code: z.string().optional(),
  approval_min_age_sec: seconds.optional(),
  approval_expires_in_sec: seconds.optional(),
};

const NEXT = {
  waiting:
    'Nothing was done. Ask the person to run "tgmcp approve", which shows every item; then call tg_approve_batch with the approval_code, and the run tool.',
  approved: 'Nothing was done yet. The person approved: call tg_approve_batch with the approval_code.',
  refused: 'Nothing was done. The person refused; do not try again unless they ask for it.',
  not_needed:
    'Nothing was done. Show this to the person; then call tg_approve_batch with the approval_code and the confirmation_text that the person tells you.',
} as const;

/** The fields of a grant that was just asked for. */
export function approvalFields({ grant, code, presented }: AskedGrant) {
  return {
    proposal_id: grant.id,
    approval: presented,
    ...(presented === 'refused' ? {} : { approval_code: code }),
    approval_min_age_sec: Math.ceil(grant.minAgeMs / 1000),
    approval_expires_in_sec: Math.floor(grant.ttlMs / 1000),
    next_step: NEXT[presented],
  };
}
