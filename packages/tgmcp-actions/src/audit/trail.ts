/** What the audit log keeps of a write or a refusal. Content stands in it as its digest only. */
export interface AuditEvent {
  readonly event: 'proposed' | 'refused' | 'sending' | 'sent' | 'not_sent' | 'unknown' | 'already_sent';
  readonly tool: string;
  readonly account?: string | undefined;
  readonly peer?: string | undefined;
  readonly contentDigest?: string | undefined;
  readonly proposalId?: string | undefined;
  readonly channel?: string | undefined;
  /** The refusal's code. */
  readonly code?: string | undefined;
  readonly messageId?: string | undefined;
}

/** The audit log as the gates use it. */
export interface AuditTrail {
  /** Appends one record, on disk when it resolves; throws StateError when it cannot. */
  append(event: AuditEvent): Promise<void>;
}
