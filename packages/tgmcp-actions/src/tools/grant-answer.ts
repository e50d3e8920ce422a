/** What the creation of a grant answers besides the grant: its code, and how it is taken into use. */
import * as z from 'zod';
import type { AskedGrant } from '../approvals/grants.js';
import type { Presented } from '../approvals/approver.js';

const seconds = z.int().min(0).max(31_536_000);

/** The result fields. */
export const askedResult = {
  approval: z.enum(['waiting', 'approved', 'refused', 'not_needed']),
  approval_code: z.string().optional(),
  approval_min_age_sec: seconds,
  approval_expires_in_sec: seconds,
  /** What an approver should know besides. */
  note: z.string(),
};

const NEXT: Readonly<Record<Presented, string>> = {
  waiting: 'Show this to the person and ask them to run "tgmcp approve"; then call',
  approved: 'The person approved. Call',
  refused: 'The person refused; do not try again unless they ask for it.',
  not_needed: 'Show this to the person, then call, with the confirmation_text that the person tells you,',
};

/** The values; `tool` takes the grant into use by `idField` and code. */
export function askedFields(
  { grant, code, presented }: AskedGrant,
  tool: string,
  idField: string,
): z.infer<z.ZodObject<typeof askedResult>> {
  const next =
    presented === 'refused' ? NEXT.refused : `${NEXT[presented]} ${tool} with ${idField} and approval_code.`;
  return {
    approval: presented,
    ...(presented === 'refused' ? {} : { approval_code: code }),
    approval_min_age_sec: Math.ceil(grant.minAgeMs / 1000),
    approval_expires_in_sec: Math.floor(grant.ttlMs / 1000),
    note: ['Nothing is allowed yet.', next, ...grant.preview.notes].join(' '),
  };
}
