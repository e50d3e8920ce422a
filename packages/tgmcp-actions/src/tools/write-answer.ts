import { neutraliseText } from '@tgmcp/core';
import { codePoints } from '../actions/text.js';
import type { Presented } from '../approvals/approver.js';
import type { Proposal } from '../approvals/proposal.js';
import type { PreviewAnswer } from '../gates/preview.js';

const NEXT: Readonly<Record<Presented, string>> = {
  waiting:
    'Nothing was done. Ask the person to run "tgmcp approve"; then repeat this call with dry_run=false, confirm=true and the approval_code.',
  approved:
    'Nothing was done yet. The person approved: repeat this call with dry_run=false, confirm=true and the approval_code.',
  refused: 'Nothing was done. The person refused; do not try again unless they ask for it.',
  not_needed:
    'Nothing was done. Show this to the person, then repeat the call with dry_run=false, confirm=true, the approval_code and the confirmation_text that the person tells you.',
};

/** What every preview and every execution says of its proposal. */
export function proposalFields(proposal: Proposal) {
  const { account, action, chat, preview } = proposal;
  return {
    action: preview.summary ?? action.verb.replaceAll('_', ' '),
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

/** What every preview says. */
export function previewFields({ proposal, code, presented }: PreviewAnswer) {
  const { wall } = proposal.created;
  const { text, text_shown = text, entities, details, hidden_characters, notes } = proposal.preview;
  return {
    dry_run: true,
    ...proposalFields(proposal),
    ...(text === undefined ? {} : { text: text_shown, message_len: codePoints(text) }),
    ...(entities.length === 0 ? {} : { entities }),
    ...(details === undefined || details.length === 0 ? {} : { details }),
    ...(hidden_characters === 0 ? {} : { hidden_characters }),
    approval: presented,
    ...(presented === 'refused' ? {} : { approval_code: code }),
    approval_min_age_sec: Math.ceil(proposal.minAgeMs / 1000),
    approval_execute_after: new Date(wall + proposal.minAgeMs).toISOString(),
    approval_expires_in_sec: Math.floor(proposal.ttlMs / 1000),
    approval_expires_at: new Date(wall + proposal.ttlMs).toISOString(),
    note: [...notes, NEXT[presented]].join(' '),
  };
}
