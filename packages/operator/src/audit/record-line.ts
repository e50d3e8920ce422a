import type { AuditRecord } from '@tgmcp/core';
import { oneLine } from '../approve/one-line.js';

/** One record on one line, for a person's eyes; content stands in it as the beginning of its hash. */
export function recordLine(record: AuditRecord): string {
  const { seq, at, event, action, outcome, code, peer, message_id, proposal_id, content_sha256, detail } =
    record;
  const facts = Object.entries({
    code,
    chat: peer,
    message: message_id,
    proposal: proposal_id,
    content: content_sha256?.slice(0, 12),
    ...detail,
  });
  const told = facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${String(value)}`]));
  const what = action === undefined ? event : `${event} ${action}`;
  return oneLine([`#${seq}`, at, what, outcome, ...told].join(' '));
}
