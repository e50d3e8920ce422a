import { createHash } from 'node:crypto';
import * as z from 'zod';

/** What happened, as its writer tells it. Content is named by its hash; no text of a message ever stands here. */
export const auditEntrySchema = z.strictObject({
  /** `write`, `refusal`, `approval` …: what kind of event this is. */
  event: z.string().min(1),
  /** The verb, such as `send`. */
  action: z.string().optional(),
  /** Ids as strings. */
  account: z.string().optional(),
  peer: z.string().optional(),
  content_sha256: z.string().optional(),
  proposal_id: z.string().optional(),
  outcome: z.string(),
  /** The refusal's code. */
  code: z.string().optional(),
  message_id: z.number().int().optional(),
  /** Anything else worth keeping: the approval channel, the attempt, who approved. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** What is recorded of one event; content stands in it as a digest only. */
export type AuditEntry = z.infer<typeof auditEntrySchema>;

const auditRecordSchema = auditEntrySchema.extend({
  seq: z.number().int().positive(),
  at: z.iso.datetime(),
  /** The hash of the record before; empty in the first. */
  prev: z.string(),
  /** SHA-256 of this record as JSON without `hash`. */
  hash: z.string(),
});

/** An entry with its place in the chain: number, time, and the digests that tie it to its neighbours. */
export type AuditRecord = z.infer<typeof auditRecordSchema>;

/** Seals an entry into the chain after `previous`. Field order is part of what is hashed. */
export function sealRecord(entry: AuditEntry, at: string, previous: AuditRecord | undefined): AuditRecord {
  const facts = auditEntrySchema.parse(entry);
  const unsealed = { seq: (previous?.seq ?? 0) + 1, at, ...facts, prev: previous?.hash ?? '' };
  return { ...unsealed, hash: hashOf(unsealed) };
}

/** The line of a record. */
export function lineOf(record: AuditRecord): string {
  return JSON.stringify(record);
}

/** Reads a line; undefined when it is not exactly what was once written. */
export function readLine(line: string): AuditRecord | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  const record = auditRecordSchema.safeParse(parsed);
  // The bytes themselves are checked, in their own order, so that no second spelling of a record passes.
  if (!record.success || typeof parsed !== 'object' || JSON.stringify(parsed) !== line) return undefined;
  const { hash, ...unsealed } = parsed as AuditRecord;
  return hashOf(unsealed) === hash ? record.data : undefined;
}

function hashOf(unsealed: object): string {
  return createHash('sha256').update(JSON.stringify(unsealed)).digest('hex');
}
