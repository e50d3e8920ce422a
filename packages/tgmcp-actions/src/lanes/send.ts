/**
 * One message in a lane. The lane stands in the place of a proposal's approval and its counts in that of a code; journal,
 * attempts, quotas and audit are those of every write, and so is what happens after a kill.
 */
import { done, refuse, refuseState, type Outcome, type StateStore } from '@tgmcp/core';
import { targetOf, type Action } from '../actions/action.js';
import { approvalDigest, contentDigest } from '../actions/digest.js';
import { visibleText } from '../actions/visible.js';
import type { Grants } from '../approvals/grants.js';
import type { GrantProposal, Proposal, ProposalAccount } from '../approvals/proposal.js';
import { carryOut } from '../gates/carry-out.js';
import { tellingWhatWasSent } from '../gates/execute.js';
import type { Holds } from '../gates/hold.js';
import type { GateParts, Target } from '../gates/parts.js';
import type { WriteVerb } from '../gates/spec.js';
import type { Executed } from '../gates/spends.js';
import { mayWrite } from '../gates/without-account.js';
import { isUnsettled } from '../journal/status.js';
import { plainMessage } from '../tools/send-message.js';
import type { LaneEvents } from './events.js';
import { minutesUntilOpen } from './hours.js';
import { linksIn } from './links.js';
import { scopeOf, shownScope, withinCaps, type LaneCaps, type LaneScope } from './scope.js';
import type { LaneUsage } from './usage.js';

/** What lanes work with. */
export interface LaneParts {
  readonly gates: GateParts;
  readonly grants: Grants;
  readonly store: StateStore;
  readonly holds: Holds;
  readonly usage: LaneUsage;
  readonly events: LaneEvents;
  /** How a text message is sent. */
  readonly sending: WriteVerb;
  /** What the operator allows today, whatever was approved. */
  readonly caps: LaneCaps;
}

/** A message as the caller wants it sent. */
export interface LaneMessage {
  readonly lane_id: string;
  readonly group: string;
  readonly message_text: string;
  readonly dry_run: boolean;
}

/** A message that passed everything that can be looked at. */
export interface CheckedMessage {
  readonly grant: GrantProposal;
  readonly account: ProposalAccount;
  readonly target: Target;
  readonly text: string;
  readonly action: Action;
}

/** What became of it; `executed` only where it was not a dry run. */
export interface LaneSent extends CheckedMessage {
  readonly executed?: Executed;
}

/**
 * Checks a message against everything that bounds it, and sends it unless it is a dry run. Besides what any send is refused
 * with: GRANT_NOT_FOUND, GRANT_NOT_ACTIVE, OUTSIDE_LANE, LANE_WAIT, LANE_EXHAUSTED, DUPLICATE, ACCOUNT_MISMATCH.
 */
export async function sendInLane(parts: LaneParts, message: LaneMessage): Promise<Outcome<LaneSent>> {
  const checked = await checkMessage(parts, message);
  if (message.dry_run) return checked;
  if (!checked.ok) return tellingWhatWasSent(parts.gates, await earlierMessage(parts, message), checked);
  const { grant, target } = checked.value;
  const proposal = asProposal(checked.value);
  const gates = boundByLane(parts, grant);
  const spec = { ...parts.sending, tool: 'tg_send_message_with_lane' };
  try {
    const executed = await parts.holds.hold(proposal.contentDigest, (hold) =>
      carryOut(gates, spec, { proposal, target, hold }),
    );
    if (!executed.ok) return await tellingWhatWasSent(gates, proposal, executed);
    return done({ ...checked.value, executed: executed.value });
  } catch (error) {
    // What cannot be read may have been sent; a fault of the program is thrown on.
    const { refusal } = refuseState(error);
    return { ok: false, refusal: { ...refusal, data: { ...refusal.data, sent: 'unknown' } } };
  }
}

async function checkMessage(parts: LaneParts, message: LaneMessage): Promise<Outcome<CheckedMessage>> {
  const { gates, grants, usage, caps } = parts;
  const may = await mayWrite(gates.policy);
  if (!may.ok) return may;
  const lane = await grants.active('write_lane', message.lane_id);
  if (!lane.ok) return lane;
  const { grant } = lane.value;
  const scope = withinCaps(scopeOf(grant), caps);

  const longest = Math.min(scope.max_message_len, gates.policy.limits.maxMessageLength);
  const made = plainMessage(message.message_text, longest);
  if (!made.ok) return made;
  const { text } = made.value;
  const fair = await textAllowed(scope, text);
  if (!fair.ok) return fair;

  const target = await gates.resolve(message.group);
  if (!target.ok) return target;
  const listed = await gates.allowlist.admit(target.value, 'send', message.group);
  if (!listed.ok) return listed;
  const { id } = target.value;
  if (!scope.targets.some((one) => one.id === id)) return outside('targets', 'This chat is not of the lane.');
  const account = await gates.account();
  if (!account.ok) return account;
  if (account.value.id !== grant.account.id) return refuse('ACCOUNT_MISMATCH');
  const open = isOpen(scope, gates.clock.now());
  if (!open.ok) return open;

  const action = actionOf(account.value.id, id, made.value);
  const intents = await gates.journal.ofContent(contentDigest(action));
  const checked = { grant, account: account.value, target: target.value, text, action };
  // What an open attempt of this very message took is taken, and settling it takes nothing more.
  if (intents.some(({ status }) => isUnsettled(status))) return done(checked);
  const sent = intents.findLast((one) => one.status.state === 'sent' && gates.journal.withinWindow(one));
  if (sent?.status.state === 'sent') return duplicate(sent.status.ending.result, sent.status.at.wall);
  const room = await usage.fits(grant.id, scope, id);
  return room.ok ? done(checked) : room;
}

/** The message as an earlier call may have sent it, as far as can be told without the network. */
async function earlierMessage(
  { grants }: LaneParts,
  { lane_id, group, message_text }: LaneMessage,
): Promise<Pick<Proposal, 'contentDigest'> | undefined> {
  const lane = await grants.find('write_lane', lane_id);
  if (!lane.ok) return undefined;
  const { grant } = lane.value;
  const target = shownScope(grant).targets.find(({ id, title, username }) =>
    [id, title, ...(username === undefined ? [] : [username, `@${username}`])].includes(group),
  );
  const made = plainMessage(message_text, Number.MAX_SAFE_INTEGER);
  if (target === undefined || !made.ok) return undefined;
  const action = actionOf(grant.account.id, target.id, made.value);
  return { contentDigest: contentDigest(action) };
}

function actionOf(
  accountId: string,
  targetId: string,
  { content, options }: Pick<Action, 'content' | 'options'>,
): Action {
  const target = targetOf(targetId);
  return { accountId, verb: 'send', target, content, options, forceResend: false };
}

/** What nobody sees before it is sent must be what it seems to be, and lead nowhere unless the lane says so. */
async function textAllowed(scope: LaneScope, text: string): Promise<Outcome<void>> {
  if (visibleText(text).hidden > 0) return outside('hidden_characters', 'The text has invisible characters.');
  if (scope.allow_links) return done(undefined);
  const [link] = await linksIn(text);
  if (link === undefined) return done(undefined);
  return outside('allow_links', `The text has a link: ${Array.from(link).slice(0, 60).join('')}`);
}

function isOpen({ hours }: LaneScope, nowMs: number): Outcome<void> {
  const minutes = hours === undefined ? 0 : minutesUntilOpen(hours, nowMs);
  if (minutes === 0) return done(undefined);
  return refuse('LANE_WAIT', { retryAfter: minutes * 60, data: { bound: 'active_hours' } });
}

function outside(bound: string, reason: string): Outcome<never> {
  return refuse('OUTSIDE_LANE', { message: reason, data: { bound, reason } });
}

function duplicate(result: Executed['result'], sentAt: number): Outcome<never> {
  const id = result['message_id'];
  const refused = refuse('DUPLICATE', {
    data: { ...(id === undefined ? {} : { message_id: id }), sent_at: new Date(sentAt).toISOString() },
  });
  const next_step =
    'A lane sends nothing twice; if the person wants it again, use tg_send_message with force_resend.';
  return { ok: false, refusal: { ...refused.refusal, next_step } };
}

/** The gates of every write, with the lane in the place of a proposal's approval, and its counts before the quotas. */
function boundByLane({ gates, grants, usage, caps }: LaneParts, grant: GrantProposal): GateParts {
  const scope = withinCaps(scopeOf(grant), caps);
  // Asked once more before each thing that is taken: a lane can be revoked, and its hours end, at any moment.
  const stillOpen = async (): Promise<Outcome<void>> => {
    const lane = await grants.active('write_lane', grant.id);
    return lane.ok ? isOpen(scope, gates.clock.now()) : lane;
  };
  return {
    ...gates,
    approvals: {
      ...gates.approvals,
      verdict: stillOpen,
      consumedFor: async () => undefined,
      consume: stillOpen,
      stands: stillOpen,
    },
    quotas: {
      async reserve(id, claim) {
        const taken = await usage.reserve(grant.id, scope, claim.peer ?? '', id);
        if (!taken.ok) return taken;
        const reserved = await gates.quotas.reserve(id, claim);
        if (!reserved.ok && taken.value) await usage.release(grant.id, id);
        return reserved;
      },
      settle: (kind, id) => gates.quotas.settle(kind, id),
      async refund(kind, id) {
        await gates.quotas.refund(kind, id);
        await usage.release(grant.id, id);
      },
    },
    audit: {
      append: (entry) => gates.audit.append({ ...entry, detail: { ...entry.detail, lane: grant.id } }),
    },
  };
}

/** A message as the gates want an action: the lane is what a person approved, so nothing is stored or asked for it alone. */
function asProposal({ grant, account, target, action, text }: CheckedMessage): Proposal {
  const digest = contentDigest(action);
  const { id, kind, title, username } = target;
  return {
    id: `${grant.id}-${digest.slice(0, 12)}`,
    account,
    action,
    chat: { id, kind, title, ...(username === undefined ? {} : { username }) },
    asked: id,
    preview: { text, hidden_characters: 0, entities: [], notes: [] },
    channel: grant.channel,
    approvalDigest: approvalDigest(action),
    contentDigest: digest,
    codeHash: '',
    created: grant.created,
    minAgeMs: 0,
    ttlMs: grant.grant.lifeMs,
  };
}
