/** What the gates work with. Everything that touches the world comes in here, so that each gate can be tried alone. */
import type { AuditLog, Clock, Outcome, PeerKind, Quotas, StateStore, TelegramCaller } from '@tgmcp/core';
import type { Allowlist } from '../allowlist/allowlist.js';
import type { Approvals } from '../approvals/approvals.js';
import type { ProposalAccount } from '../approvals/proposal.js';
import type { Journal } from '../journal/journal.js';
import type { ContentLimits } from './spec.js';

/** A resolved peer. */
export interface Target {
  /** Canonical marked id. */
  readonly id: string;
  readonly kind: PeerKind;
  readonly title: string;
  readonly username?: string | undefined;
}

/** What the settings say about writing at all. */
export interface WritePolicy {
  /** Weak or missing settings; any one stops writing unless `overridden`. */
  readonly issues: readonly string[];
  readonly overridden: boolean;
  readonly enabled: boolean;
  /** Whether the operator has stopped all writing; asked anew each time. */
  readonly stopped: () => Promise<boolean>;
  readonly limits: ContentLimits;
}

/** Opens the guard for some of the write methods during one approved action, and for nothing else. */
export type WriteDoor = <T>(
  approved: { readonly tool: string; readonly proposalId: string; readonly methods: readonly string[] },
  run: (caller: TelegramCaller) => Promise<T>,
) => Promise<T>;

/** The parts. */
export interface GateParts {
  readonly policy: WritePolicy;
  readonly account: () => Promise<Outcome<ProposalAccount>>;
  readonly resolve: (group: string) => Promise<Outcome<Target>>;
  readonly allowlist: Pick<Allowlist, 'admit'>;
  readonly approvals: Approvals;
  /** The id of the grant under which something is done that is named after a lane or a batch. */
  readonly grantBehind: (owner: string) => Promise<string | undefined>;
  readonly journal: Journal;
  readonly quotas: Pick<Quotas, 'reserve' | 'settle' | 'refund'>;
  /** Whether this account has talked to a person before; asked before a message to one. */
  readonly acquainted: (person: Target) => Promise<Outcome<boolean>>;
  readonly audit: AuditLog;
  readonly store: Pick<StateStore, 'get' | 'acquireLease' | 'renewLease' | 'releaseLease'>;
  readonly clock: Clock;
  /** Server time in milliseconds, as the connection knows it. */
  readonly serverNow: () => number;
  readonly openWrites: WriteDoor;
  /** One line for the operator's log; never content, codes or the phrase. */
  readonly warn: (line: string) => void;
}
