import type { Outcome } from '@tgmcp/core';
import { CHECKS } from './gates.js';
import type { WritePolicy } from './parts.js';
import type { ActionSpec, WriteArguments } from './spec.js';

/**
 * Walks the checks that need no account, for a call that has none: a weak policy is told before a missing session.
 * Undefined when all of them pass.
 */
export async function refuseWithoutAccount<Args extends WriteArguments>(
  policy: WritePolicy,
  spec: Pick<ActionSpec<Args>, 'prepare'>,
  args: Args,
): Promise<Outcome<never> | undefined> {
  const view = { args, policy, prepared: () => spec.prepare(args, policy.limits) };
  for (const gate of CHECKS) {
    if (gate.needs !== 'call') break;
    const passed = await gate.check(view);
    if (!passed.ok) return passed;
  }
  return undefined;
}
