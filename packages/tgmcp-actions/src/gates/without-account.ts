import { done, type Outcome } from '@tgmcp/core';
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

// The gates that need no account look at no arguments but the text, of which there is none here.
const NO_CALL = {
  dry_run: true,
  confirm: false,
  confirmation_text: '',
  approval_code: '',
  force_resend: false,
} as const;
const NOTHING = { content: {}, options: {}, preview: { summary: '' } };

/** Whether anything may be written at all now: POLICY_UNSAFE, ACTIONS_DISABLED, WRITES_STOPPED. */
export async function mayWrite(policy: WritePolicy): Promise<Outcome<void>> {
  const refused = await refuseWithoutAccount(policy, { prepare: () => done(NOTHING) }, NO_CALL);
  return refused ?? done(undefined);
}
