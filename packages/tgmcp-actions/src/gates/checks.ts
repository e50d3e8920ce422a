import { done, refuse, type Outcome } from '@tgmcp/core';
import { canonicalJson } from '../actions/canonical-json.js';
import { approvalDigest } from '../actions/digest.js';
import { phraseGiven } from '../approvals/phrase.js';
import type { Proposal } from '../approvals/proposal.js';
import type { CallView, CheckView, ResolvedAction } from './view.js';

interface AnyCheck<Needs, View> {
  readonly kind: 'check';
  readonly name: string;
  /** A preview walks the checks of `every` call, so it cannot pass where an execution would fail on policy. */
  readonly on: 'every' | 'execute';
  /** Whether it looks at the call alone, or needs an account to look things up with. */
  readonly needs: Needs;
  readonly check: (view: View) => Promise<Outcome<unknown>>;
}

/** A gate that only looks. Its type cannot hold a gate that takes something. */
export type Check = AnyCheck<'call', CallView> | AnyCheck<'account', CheckView>;

function onCall(name: string, check: AnyCheck<'call', CallView>['check']): Check {
  return { kind: 'check', name, on: 'every', needs: 'call', check };
}

function onAccount(name: string, on: Check['on'], check: AnyCheck<'account', CheckView>['check']): Check {
  return { kind: 'check', name, on, needs: 'account', check };
}

/** Refused with POLICY_UNSAFE while settings are weak or missing. */
export const policySafe = onCall('policySafe', async ({ policy }) =>
  policy.issues.length === 0 || policy.overridden
    ? done(undefined)
    : refuse('POLICY_UNSAFE', { data: { issues: policy.issues } }),
);

/** Refused with ACTIONS_DISABLED, or WRITES_STOPPED while the operator's stop is on. */
export const actionsEnabled = onCall('actionsEnabled', async ({ policy }) => {
  if (!policy.enabled) return refuse('ACTIONS_DISABLED');
  return (await policy.stopped()) ? refuse('WRITES_STOPPED') : done(undefined);
});

/** Refused as the tool refuses its arguments: TEXT_INVALID, INPUT_INVALID. */
export const inputValid = onCall('inputValid', async (view) => view.prepared());

/** Refused with TARGET_NOT_ALLOWED, ALLOWLIST_MOVED, or as the look-up of the peer or the account was. */
export const targetAllowed = onAccount('targetAllowed', 'every', async (view) => view.resolved());

/** Refused with CONFIRM_MISSING. */
export const confirmed = onAccount('confirmed', 'execute', async ({ args }) =>
  args.confirm ? done(undefined) : refuse('CONFIRM_MISSING'),
);

/** Where the channel of the process or of the proposal asks for the phrase: PHRASE_WRONG, PHRASE_LOCKED. */
export const phraseMatches = onAccount('phraseMatches', 'execute', async ({ args, approvals }) =>
  phraseGiven(approvals, await approvals.byCode(args.approval_code), args.confirmation_text),
);

/** APPROVAL_CODE_MISSING, APPROVAL_UNKNOWN, APPROVAL_MISMATCH, or why the code is not good now. */
export const codeMatches = onAccount('codeMatches', 'execute', async (view) => {
  const { args, approvals, journal } = view;
  if (args.approval_code === '') return refuse('APPROVAL_CODE_MISSING');
  const proposal = await approvals.byCode(args.approval_code);
  if (proposal === undefined) return refuse('APPROVAL_UNKNOWN');
  const resolved = await view.resolved();
  if (!resolved.ok) return resolved;
  const fields = differences(proposal, resolved.value);
  if (fields.length > 0) return refuse('APPROVAL_MISMATCH', { data: { fields } });
  const consumed = await approvals.consumedFor(proposal.id);
  const own = consumed && (await journal.find(consumed.intentId));
  // What the code has sent already is answered from the journal, however old the code is; nothing is sent for it.
  if (own?.status.state === 'sent') return done(undefined);
  return approvals.verdict(proposal);
});

function contentAsShown({ content, shown = {} }: Proposal['action']): string {
  return canonicalJson({ content, shown });
}

// The digests decide; the names only tell the caller where to look.
function differences(proposal: Proposal, { action, target }: ResolvedAction): string[] {
  if (approvalDigest(action) === proposal.approvalDigest) return [];
  const stored = proposal.action;
  const fields = [
    ['account', action.accountId === stored.accountId],
    ['tool', action.verb === stored.verb],
    ['group', target.id === stored.target.id],
    ['content', contentAsShown(action) === contentAsShown(stored)],
    ['options', canonicalJson(action.options) === canonicalJson(stored.options)],
    ['force_resend', action.forceResend === stored.forceResend],
  ] as const;
  return fields.filter(([, same]) => !same).map(([name]) => name);
}
