import { done, refuse, type Outcome, type ToolCall } from '@tgmcp/core';
import { contentDigest } from '../actions/digest.js';
import { APPROVERS, type Presented } from '../approvals/approver.js';
import { originOf } from '../approvals/origin.js';
import type { Proposal } from '../approvals/proposal.js';
import { isUnsettled, type StandingIntent } from '../journal/status.js';
import { CHECKS } from './gates.js';
import { overrideNotes } from '../approvals/overridden.js';
import type { GateParts } from './parts.js';
import { shownPreview } from './shown.js';
import type { ActionSpec, WriteArguments } from './spec.js';
import { viewCall } from './view.js';

/** A stored proposal with its code. */
export interface PreviewAnswer {
  readonly proposal: Proposal;
  readonly code: string;
  readonly presented: Presented;
}

const OPEN_NOTE =
  'An earlier attempt to do exactly this has an unknown outcome; executing settles that one first.';

/** Walks a call through the checks of every call, stores exactly what would be sent, and gives out a code for it. */
export async function preview<Args extends WriteArguments>(
  parts: GateParts,
  spec: ActionSpec<Args>,
  args: Args,
  call: ToolCall,
): Promise<Outcome<PreviewAnswer>> {
  const view = viewCall(parts, spec, args);
  for (const gate of CHECKS) {
    if (gate.on === 'execute') continue;
    const passed = await gate.check(view);
    if (!passed.ok) return passed;
  }
  const resolved = await view.resolved();
  if (!resolved.ok) return resolved;
  const { action, account, target, preview: shown, request } = resolved.value;

  const intents = await parts.journal.ofContent(contentDigest(action));
  const open = intents.some(({ status }) => isUnsettled(status));
  const sent = intents.findLast((one) => one.status.state === 'sent' && parts.journal.withinWindow(one));
  if (sent !== undefined && !open && !args.force_resend) return duplicate(sent);

  const proposed = await parts.approvals.propose({
    account,
    action,
    chat: {
      id: target.id,
      kind: target.kind,
      title: target.title,
      ...(target.username === undefined ? {} : { username: target.username }),
    },
    asked: spec.target(args),
    ...(request === undefined ? {} : { request }),
    origin: originOf(call),
    preview: shownPreview(shown, [...overrideNotes(parts.policy), ...(open ? [OPEN_NOTE] : [])]),
  });
  if (!proposed.ok) return proposed;
  const { proposal, code } = proposed.value;
  const recorded = await parts.audit.append({
    event: 'proposal',
    action: spec.verb,
    account: account.id,
    peer: target.id,
    content_sha256: proposal.contentDigest,
    proposal_id: proposal.id,
    outcome: 'proposed',
    detail: { tool: spec.tool, channel: proposal.channel },
  });
  if (!recorded.ok) return recorded;
  const presented = await APPROVERS[proposal.channel].present(proposal, parts.approvals, call);
  return done({ proposal, code, presented });
}

function duplicate({ status }: StandingIntent): Outcome<never> {
  if (status.state !== 'sent') throw new Error('Only what was sent can be a duplicate');
  const { result } = status.ending;
  return refuse('DUPLICATE', {
    data: {
      ...(result['message_id'] === undefined ? {} : { message_id: result['message_id'] }),
      sent_at: new Date(status.at.wall).toISOString(),
    },
  });
}
