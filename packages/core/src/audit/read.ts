import type { StateStore } from '../state/store.js';
import { AUDIT_LOG } from './audit-log.js';
import { readLine, type AuditRecord } from './record.js';
import { verifyAuditLines } from './verify.js';

/** The records of an audit log that can be read, oldest first, and whether the chain of all of them holds. */
export async function readAudit(
  store: Pick<StateStore, 'logAnchor' | 'readLog'>,
): Promise<{ readonly records: readonly AuditRecord[]; readonly sound: boolean }> {
  for (;;) {
    const anchor = await store.logAnchor(AUDIT_LOG);
    const lines = await store.readLog(AUDIT_LOG);
    // A record that was appended between the two looks is no fault.
    if ((await store.logAnchor(AUDIT_LOG)) !== anchor) continue;
    const records = lines.map(readLine).filter((record) => record !== undefined);
    return { records, sound: verifyAuditLines(lines, anchor).ok };
  }
}
