import {
  createAuditLog,
  done,
  type AccountServices,
  type CoreServices,
  type Quotas,
  type Telegram,
} from '@tgmcp/core';
import { createAllowlist, type Allowlist } from './allowlist/allowlist.js';
import { parseAllowlist } from './allowlist/entries.js';
import { createApprovals, type Approvals } from './approvals/approvals.js';
import { createGrants } from './approvals/grants.js';
import { approvalPolicy } from './approvals/policy.js';
import { auditOfOverride } from './approvals/overridden.js';
import { createBatches, type Batches } from './batch/batches.js';
import { grantBehind } from './batch/grant-behind.js';
import { BATCH_KINDS } from './batch/kinds.js';
import { outgoingFiles } from './files/outgoing-files.js';
import { createHolds } from './gates/hold.js';
import { stoppable } from './gates/stoppable.js';
import type { GateParts, WriteDoor, WritePolicy } from './gates/parts.js';
import { createWritePipeline, type WritePipeline } from './gates/pipeline.js';
import { createJournal } from './journal/journal.js';
import { randomIds } from './journal/random-id.js';
import { createLanes, type Lanes } from './lanes/lanes.js';
import { acquaintances } from './quota/acquaintances.js';
import { rawWriteMethods } from './telegram/raw-methods.js';
import { LOOKING_METHODS, WRITE_METHODS } from './telegram/write-methods.js';
import { sendMessage } from './tools/send-message.js';
import type { Writer } from './telegram/writer/writer.js';

/** Everything that writes through one account. */
export interface AccountWrites {
  readonly pipeline: WritePipeline;
  /** Leave to write messages within bounds. */
  readonly lanes: Lanes;
  /** Leave to do many of one thing. */
  readonly batches: Batches;
  readonly allowlist: Allowlist;
  readonly quotas: Quotas;
  /** What waits for a person, and whether there is room for more. */
  readonly approvals: Pick<Approvals, 'room' | 'tries' | 'policy'>;
  /** Whether the account has talked to a person before. */
  readonly acquainted: GateParts['acquainted'];
  /** What tools read and address with; it sends nothing that writes. */
  readonly writer: Writer;
}

/** Lengthens the guard's list for approved actions; handed in by the entry, which alone may import it. */
export type UnlockWrites = (telegram: Telegram, methods: Readonly<Record<string, string>>) => WriteDoor;

/** Puts the gates together for one account. Asks Telegram nothing. */
export function accountWrites(
  core: Pick<CoreServices, 'settings' | 'clock' | 'log'>,
  account: AccountServices,
  policy: WritePolicy,
  unlockWrites: UnlockWrites,
): AccountWrites {
  const { settings, clock, log } = core;
  const { store, telegram, accountId, quotas } = account;
  const resolve = (name: string): ReturnType<Telegram['peers']['resolve']> => telegram.peers.resolve(name);
  const allowlist = createAllowlist({
    entries: parseAllowlist(settings.TG_ACTIONS_ALLOWED_GROUPS),
    required: settings.TG_ACTIONS_REQUIRE_ALLOWLIST,
    store,
    clock,
    resolve: (name) => telegram.peers.resolve(name, { fresh: true }),
  });
  const files = outgoingFiles({ settings, accountId, store, clock, warn: (line) => log.warn(line) });
  // What a killed process left behind is nobody's to wait for.
  void files.prune();
  const unlocked = unlockWrites(telegram, {
    ...rawWriteMethods(settings.TG_ACTIONS_RAW_METHODS),
    ...WRITE_METHODS,
  });
  const looking = unlockWrites(telegram, LOOKING_METHODS);
  const looks = { tool: 'a preview', proposalId: 'looking', methods: Object.keys(LOOKING_METHODS) };
  const writer: Writer = {
    ...telegram,
    files,
    look: (request, options) => looking(looks, (caller) => caller.call(request, options)),
  };
  const audit = auditOfOverride(createAuditLog({ store, clock }), policy, (line) => log.warn(line));
  const approvals = createApprovals(store, clock, approvalPolicy(settings), audit);
  const gates: GateParts = {
    policy,
    account: async () => {
      const known = await telegram.account();
      if (!known.ok) return known;
      const { id, username, first_name } = known.value;
      return done({ id, name: first_name, ...(username === undefined ? {} : { username }) });
    },
    resolve,
    allowlist,
    approvals,
    grantBehind: (owner) => grantBehind(store, owner),
    journal: createJournal(
      store,
      clock,
      // 0 is an unsafe setting, which an override can let pass; a window has a length all the same.
      Math.max(1, settings.TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC) * 1000,
      randomIds(account.settings.TG_API_HASH, accountId),
    ),
    quotas,
    acquainted: acquaintances(store, telegram),
    audit,
    store,
    clock,
    serverNow: () => telegram.serverNow(),
    openWrites: (approved, run) => unlocked(approved, (caller) => run(stoppable(caller, policy))),
    warn: (line) => log.warn(line),
  };
  const grants = createGrants({ store, clock, approvals, audit });
  const holds = createHolds(store, clock);
  const lanes = createLanes({
    gates,
    grants,
    holds,
    store,
    sending: sendMessage.onAccount(writer),
    caps: settings,
    keptEvents: settings.TG_ACTIONS_LANE_AUDIT_MAX_RECORDS,
  });
  const batches = createBatches({
    parts: gates,
    holds,
    store,
    grants,
    clock,
    specOf: (type, ahead) => BATCH_KINDS[type].onAccount(ahead === undefined ? writer : { ...writer, ahead }),
    leaseMs: settings.TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC * 1000,
    runLeaseMs: settings.TG_ACTIONS_BATCH_RUN_LEASE_SEC * 1000,
  });
  const pipeline = createWritePipeline(gates, holds);
  const { acquainted } = gates;
  return { pipeline, lanes, batches, allowlist, quotas, approvals, acquainted, writer };
}
