import { done, type Outcome } from '@tgmcp/core';
import { targetOf, type Action } from '../actions/action.js';
import type { ApprovalsView } from '../approvals/approvals.js';
import type { ProposalAccount } from '../approvals/proposal.js';
import type { JournalView } from '../journal/journal.js';
import type { GateParts, Target, WritePolicy } from './parts.js';
import type { ActionSpec, Prepared, WriteArguments } from './spec.js';

/** The action as this call's arguments make it, with the peer and the account it was resolved to. */
export interface ResolvedAction {
  readonly action: Action;
  readonly target: Target;
  readonly account: ProposalAccount;
}

/** What can be seen of a call without an account. */
export interface CallView {
  readonly args: WriteArguments;
  readonly policy: WritePolicy;
  /** The arguments in canonical form. */
  prepared(): Outcome<Prepared>;
}

/**
 * All that a check can see: the call, the policy, and reading sides. It has nothing to spend with. The one thing that a
 * check writes is the count of wrong phrases, which must be on disk before the comparison.
 */
export interface CheckView extends CallView {
  readonly approvals: ApprovalsView;
  readonly journal: JournalView;
  /** The resolved target, if the allowlist admits it for this verb. */
  admitted(): Promise<Outcome<Target>>;
  /** The action of these arguments; only asked after the target was admitted. */
  resolved(): Promise<Outcome<ResolvedAction>>;
}

/** Looks at one call. What costs network is done once and remembered for the call. */
export function viewCall<Args extends WriteArguments>(
  parts: GateParts,
  spec: ActionSpec<Args>,
  args: Args,
): CheckView {
  const prepared = once(() => spec.prepare(args, parts.policy.limits));
  const target = once(() => parts.resolve(args.group));
  const account = once(parts.account);
  const admitted = once(async (): Promise<Outcome<Target>> => {
    const found = await target();
    if (!found.ok) return found;
    const answer = await parts.allowlist.admit(found.value, spec.verb, args.group);
    return answer.ok ? found : answer;
  });
  return {
    args,
    policy: parts.policy,
    approvals: parts.approvals,
    journal: parts.journal,
    prepared,
    admitted,
    async resolved() {
      const content = prepared();
      if (!content.ok) return content;
      const peer = await admitted();
      if (!peer.ok) return peer;
      const actor = await account();
      if (!actor.ok) return actor;
      const action: Action = {
        accountId: actor.value.id,
        verb: spec.verb,
        target: targetOf(peer.value.id),
        content: content.value.content,
        options: content.value.options,
        forceResend: args.force_resend,
      };
      return done({ action, target: peer.value, account: actor.value });
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
