import { canonicalJson, type JsonObject } from '../actions/canonical-json.js';
import type { Proposal } from '../approvals/proposal.js';
import type { ActionSpec, Prepared, WriteArguments } from './spec.js';

/** What the arguments of a call say, before anything is looked up for them. */
export function requestOf<Args extends WriteArguments>(
  spec: Pick<ActionSpec<Args>, 'others'>,
  args: Args,
  { content, options }: Prepared,
): JsonObject {
  const others = Object.entries(spec.others?.(args) ?? {}).map(([field, { name }]) => [field, name] as const);
  return { content, options, others: Object.fromEntries(others) };
}

/** Whether a call says what its proposal says, as far as can be told without the network. */
export function asksTheSame<Args extends WriteArguments>(
  proposal: Proposal,
  spec: Pick<ActionSpec<Args>, 'target' | 'others' | 'prepare' | 'verb'>,
  args: Args,
  limits: Parameters<ActionSpec<Args>['prepare']>[1],
): boolean {
  const { action, chat } = proposal;
  const prepared = spec.prepare(args, limits);
  if (!prepared.ok || action.verb !== spec.verb) return false;
  const names = [proposal.asked, chat.id, ...(chat.username === undefined ? [] : [`@${chat.username}`])];
  const asked = proposal.request ?? { content: action.content, options: action.options, others: {} };
  return (
    names.includes(spec.target(args)) &&
    action.forceResend === args.force_resend &&
    canonicalJson(asked) === canonicalJson(requestOf(spec, args, prepared.value))
  );
}
