import type { StateStore } from '../state/store.js';
import { AUDIT_LOG } from './audit-log.js';
import { readLine, type AuditRecord } from './record.js';

/** What is wrong with the first bad record. */
export type AuditFault = 'edited' | 'dropped' | 'reordered' | 'truncated' | 'appended from outside';

/** The whole log is sound, or the first bad record by its line in the file and the number it should have (both from 1). */
export type AuditVerdict =
  | { readonly ok: true; readonly records: number }
  | { readonly ok: false; readonly line: number; readonly seq: number; readonly reason: AuditFault };

/** Checks the chain of an account's audit log, and that it ends where its anchor says. */
export async function verifyAudit(store: StateStore): Promise<AuditVerdict> {
  for (;;) {
    const anchor = await store.logAnchor(AUDIT_LOG);
    const lines = await store.readLog(AUDIT_LOG);
    // A record that was appended between the two looks is no fault.
    if ((await store.logAnchor(AUDIT_LOG)) === anchor) return verifyAuditLines(lines, anchor);
  }
}

/** The same for lines at hand. `anchor` is the newest line as remembered beside the log. */
export function verifyAuditLines(lines: readonly string[], anchor: string | undefined): AuditVerdict {
  let previous: AuditRecord | undefined;
  for (const [index, line] of lines.entries()) {
    const seq = (previous?.seq ?? 0) + 1;
    const record = readLine(line);
    const reason = record === undefined ? 'edited' : faultAfter(previous, record, seq, lines);
    if (reason !== undefined) return { ok: false, line: index + 1, seq, reason };
    previous = record;
  }
  if (lines.at(-1) === anchor) return { ok: true, records: lines.length };
  const last = anchor === undefined ? undefined : readLine(anchor);
  const cut = last !== undefined && last.seq > lines.length;
  const line = cut ? lines.length + 1 : lines.length;
  return { ok: false, line, seq: line, reason: cut ? 'truncated' : 'appended from outside' };
}

function faultAfter(
  previous: AuditRecord | undefined,
  record: AuditRecord,
  seq: number,
  lines: readonly string[],
): AuditFault | undefined {
  if (record.seq === seq) return record.prev === (previous?.hash ?? '') ? undefined : 'edited';
  // The number that is missing here stands somewhere else, or nowhere.
  return record.seq < seq || lines.some((line) => readLine(line)?.seq === seq) ? 'reordered' : 'dropped';
}
