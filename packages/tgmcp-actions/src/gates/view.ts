import { done, type Outcome } from '@tgmcp/core';
import { targetOf, type Action } from '../actions/action.js';
import type { JsonObject } from '../actions/canonical-json.js';
import type { ApprovalsView } from '../approvals/approvals.js';
import type { ProposalAccount } from '../approvals/proposal.js';
import type { JournalView } from '../journal/journal.js';
import type { GateParts, Target, WritePolicy } from './parts.js';
import { requestOf } from './request.js';
import type { ActionSpec, Prepared, PreviewParts, Surroundings, WriteArguments } from './spec.js';

/** The action as this call's arguments make it, with the peer and the account it was resolved to. */
export interface ResolvedAction {
  readonly action: Action;
  readonly target: Target;
  readonly account: ProposalAccount;
  readonly preview: PreviewParts;
  /** What the arguments alone said, where more was looked up. */
  readonly request?: JsonObject;
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
  /** The action of these arguments, if the allowlist admits everybody it concerns for this verb. */
  resolved(): Promise<Outcome<ResolvedAction>>;
}

/** Looks at one call. What costs network is done once and remembered for the call. */
export function viewCall<Args extends WriteArguments>(
  parts: GateParts,
  spec: ActionSpec<Args>,
  args: Args,
): CheckView {
  const prepared = once(() => spec.prepare(args, parts.policy.limits));
  const resolved = once(async (): Promise<Outcome<ResolvedAction>> => {
    const content = prepared();
    if (!content.ok) return content;
    const admitted = await admitAll(parts, spec, args);
    if (!admitted.ok) return admitted;
    const { target, others } = admitted.value;
    const account = await parts.account();
    if (!account.ok) return account;
    const named = await parts.approvals.byCode(args.approval_code);
    const proposed = named?.action.verb === spec.verb ? named : undefined;
    const surroundings = {
      target,
      others,
      account: account.value,
      proposed: proposed?.action.content,
      requested: proposed?.request,
      limits: parts.policy.limits,
    };
    const whole = await (spec.complete?.(content.value, surroundings, args) ?? content);
    if (!whole.ok) return whole;
    const action: Action = {
      accountId: account.value.id,
      verb: spec.verb,
      target: targetOf(target.id),
      content: whole.value.content,
      options: whole.value.options,
      ...(whole.value.shown === undefined ? {} : { shown: whole.value.shown }),
      forceResend: args.force_resend,
    };
    const { preview } = whole.value;
    const request = spec.complete === undefined ? {} : { request: requestOf(spec, args, content.value) };
    return done({ action, target, account: account.value, preview, ...request });
  });
  return {
    args,
    policy: parts.policy,
    approvals: parts.approvals,
    journal: parts.journal,
    prepared,
    resolved,
  };
}

/** Looks up everybody whom a call names. Refused when the allowlist does not admit one of them for this verb. */
export async function admitAll<Args extends WriteArguments>(
  parts: Pick<GateParts, 'resolve' | 'allowlist'>,
  spec: Pick<ActionSpec<Args>, 'verb' | 'target' | 'others' | 'leadsTo'>,
  args: Args,
): Promise<Outcome<Pick<Surroundings, 'target' | 'others'>>> {
  const others = await admitOthers(parts, spec, args);
  if (!others.ok) return others;
  const target = await admit(parts, spec, spec.target(args), true, spec.leadsTo?.bind(spec));
  return target.ok ? done({ target: target.value, others: others.value }) : target;
}

/** The same for everybody besides the target. */
export async function admitOthers<Args extends WriteArguments>(
  parts: Pick<GateParts, 'resolve' | 'allowlist'>,
  spec: Pick<ActionSpec<Args>, 'verb' | 'others'>,
  args: Args,
): Promise<Outcome<Readonly<Record<string, Target>>>> {
  const found: Record<string, Target> = {};
  for (const [field, { name, listed }] of Object.entries(spec.others?.(args) ?? {})) {
    const other = await admit(parts, spec, name, listed);
    if (!other.ok) return other;
    found[field] = other.value;
  }
  return done(found);
}

async function admit(
  parts: Pick<GateParts, 'resolve' | 'allowlist'>,
  { verb }: Pick<ActionSpec<never>, 'verb'>,
  name: string,
  listed: boolean,
  leadsTo: (named: Target) => Promise<Outcome<Target>> = async (named) => done(named),
): Promise<Outcome<Target>> {
  const named = await parts.resolve(name);
  const found = named.ok ? await leadsTo(named.value) : named;
  if (!named.ok || !found.ok || !listed) return found;
  // Whoever is refused must be told whom to ask for.
  const asked = found.value.id === named.value.id ? name : found.value.id;
  const answer = await parts.allowlist.admit(found.value, verb, asked);
  return answer.ok ? found : answer;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
