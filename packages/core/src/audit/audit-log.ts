import type { Clock } from '../clock/clock.js';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { StateError, type StateStore } from '../state/store.js';
import { lineOf, readLine, sealRecord, type AuditEntry, type AuditRecord } from './record.js';

/** The name of the log in the store of an account. */
export const AUDIT_LOG = 'audit';

/** The account's audit log: one record for every write and every refusal, chained by hashes and durable. */
export interface AuditLog {
  /** Appends a record. Refused with AUDIT_UNWRITABLE: then whatever was to be recorded must not be done. */
  append(entry: AuditEntry): Promise<Outcome<AuditRecord>>;
}

/** The audit log of an account's state store. */
export function createAuditLog({
  store,
  clock,
}: {
  readonly store: StateStore;
  readonly clock: Clock;
}): AuditLog {
  return {
    async append(entry) {
      let sealed: AuditRecord | undefined;
      try {
        await store.append(AUDIT_LOG, (previousLine) => {
          const previous = previousLine === undefined ? undefined : readLine(previousLine);
          if (previousLine !== undefined && previous === undefined) {
            throw new StateError(
              'STATE_CORRUPT',
              AUDIT_LOG,
              'The newest record of the audit log is damaged.',
            );
          }
          sealed = sealRecord(entry, new Date(clock.now()).toISOString(), previous);
          return lineOf(sealed);
        });
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        return refuse('AUDIT_UNWRITABLE', {
          message: error.message,
          data: { file: error.file, ...error.data },
        });
      }
      if (sealed === undefined) throw new Error('the store appended nothing');
      return done(sealed);
    },
  };
}
