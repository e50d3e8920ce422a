import { neutraliseText } from '@tgmcp/core';
import type { Presented } from '../approvals/approver.js';
import type { Proposal } from '../approvals/proposal.js';
import type { PreviewAnswer } from '../gates/preview.js';

const NEXT: Readonly<Record<Presented, string>> = {
  waiting:
    'Nothing was sent. Ask the person to run "tgmcp approve"; then repeat this call with dry_run=false, confirm=true and the approval_code.',
  approved:
    'Nothing was sent yet. The person approved: repeat this call with dry_run=false, confirm=true and the approval_code.',
  refused: 'Nothing was sent. The person refused; do not try again unless they ask for it.',
  not_needed:
    'Nothing was sent. Show this to the person, then repeat the call with dry_run=false, confirm=true, the approval_code and the confirmation_text that the person tells you.',
};

/** What every preview and every execution says of its proposal. */
export function proposalFields(proposal: Proposal) {
  const { account, chat } = proposal;
  return {
    account: account.username === undefined ? account.id : `@${account.username}`,
    target: {
      id: chat.id,
      type: chat.kind,
      title: neutraliseText(chat.title).value,
      ...(chat.username === undefined ? {} : { username: chat.username }),
    },
    proposal_id: proposal.id,
  };
}

/** What every preview says besides the content. */
export function previewFields({ proposal, code, presented }: PreviewAnswer) {
  const { wall } = proposal.created;
  return {
    dry_run: true,
    ...proposalFields(proposal),
    approval: presented,
    ...(presented === 'refused' ? {} : { approval_code: code }),
    approval_min_age_sec: Math.ceil(proposal.minAgeMs / 1000),
    approval_execute_after: new Date(wall + proposal.minAgeMs).toISOString(),
    approval_expires_in_sec: Math.floor(proposal.ttlMs / 1000),
    approval_expires_at: new Date(wall + proposal.ttlMs).toISOString(),
    note: [...proposal.preview.notes, NEXT[presented]].join(' '),
  };
}
