import { StateError, type AuditEntry, type Outcome, type Refusal, type ToolCall } from '@tgmcp/core';
import type { Proposal } from '../approvals/proposal.js';
import { execute, refusedByState, type ExecutionAnswer } from './execute.js';
import { createHolds, type Holds } from './hold.js';
import type { GateParts } from './parts.js';
import { preview, type PreviewAnswer } from './preview.js';
import type { ActionSpec, WriteArguments, WriteVerb } from './spec.js';

/** What a write tool calls. Every refusal leaves a record in the audit log. */
export interface WritePipeline {
  preview<Args extends WriteArguments>(
    spec: ActionSpec<Args>,
    args: Args,
    call: ToolCall,
  ): Promise<Outcome<PreviewAnswer>>;
  execute<Args extends WriteArguments>(spec: ActionSpec<Args>, args: Args): Promise<Outcome<ExecutionAnswer>>;
}

/** What the log keeps of a call besides its outcome. */
interface Audited extends Pick<WriteVerb, 'tool' | 'verb'> {
  /** The target as the caller named it. */
  readonly asked: string;
}

function audited<Args extends WriteArguments>(spec: ActionSpec<Args>, args: Args): Audited {
  return { tool: spec.tool, verb: spec.verb, asked: spec.target(args) };
}

/** The pipeline over its parts. `holds`: shared with whatever else carries out actions in this process. */
export function createWritePipeline(
  parts: GateParts,
  holds: Holds = createHolds(parts.store, parts.clock),
): WritePipeline {
  const recorded = async <T>(
    spec: Audited,
    args: WriteArguments,
    work: () => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => {
    let outcome: Outcome<T>;
    try {
      outcome = await work();
    } catch (error) {
      // State that cannot be trusted refuses the call too.
      if (error instanceof StateError) await record(spec, args, error.code);
      throw error;
    }
    if (!outcome.ok) await record(spec, args, outcome.refusal.code);
    return outcome;
  };

  const record = async (spec: Audited, args: WriteArguments, code: Refusal['code']): Promise<void> => {
    const proposal = await parts.approvals.byCode(args.approval_code).catch(() => undefined);
    const appended = await parts.audit.append({
      event: 'refusal',
      action: spec.verb,
      ...(proposal === undefined ? {} : factsOf(proposal)),
      outcome: 'refused',
      code,
      detail: { tool: spec.tool, channel: parts.approvals.policy.channel, ...auditable(spec.asked) },
    });
    // The refusal stands; there is nothing left that could be withheld.
    if (!appended.ok) parts.warn(`a refusal (${code}) could not be recorded in the audit log`);
  };

  return {
    preview: (spec, args, call) =>
      recorded(audited(spec, args), args, () => preview(parts, spec, args, call)),
    execute: (spec, args) =>
      recorded(audited(spec, args), args, () =>
        execute(parts, holds, spec, args).catch((error: unknown) => refusedByState(parts, args, error)),
      ),
  };
}

// The log is for ever, and an argument can hold anything: what is surely an id or a username is kept, and nothing of the rest.
// A digest would tell short arguments after all: there are few enough phone numbers to try each.
function auditable(asked: string): { readonly asked?: string } {
  return /^(-[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31}|me)$/.test(asked) ? { asked } : {};
}

function factsOf(proposal: Proposal): Partial<AuditEntry> {
  return {
    account: proposal.account.id,
    peer: proposal.chat.id,
    content_sha256: proposal.contentDigest,
    proposal_id: proposal.id,
  };
}
