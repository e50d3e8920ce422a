/** The write lanes of one account: every tool about them ends here. */
import {
  done,
  refuse,
  type AuditEntry,
  type Outcome,
  type Refusal,
  type StateStore,
  type ToolCall,
} from '@tgmcp/core';
import type { AskedGrant, Grants, StandingGrant } from '../approvals/grants.js';
import type { Holds } from '../gates/hold.js';
import type { GateParts } from '../gates/parts.js';
import type { WriteVerb } from '../gates/spec.js';
import { mayWrite } from '../gates/without-account.js';
import { createLane, type WantedLane } from './create.js';
import { createLaneEvents, type LaneEvent } from './events.js';
import { shownScope, withinCaps, type LaneCaps } from './scope.js';
import { sendInLane, type LaneMessage, type LaneParts, type LaneSent } from './send.js';
import type { LaneView } from './summary.js';
import { createLaneUsage } from './usage.js';

/** What a lane is approved with. */
export interface LaneApproval {
  readonly lane_id: string;
  readonly confirmation_text: string;
  readonly approval_code: string;
}

/** The lanes. Every refusal leaves a record in the audit log. */
export interface Lanes {
  create(wanted: WantedLane, call: ToolCall): Promise<Outcome<AskedGrant & { readonly view: LaneView }>>;
  approve(approval: LaneApproval): Promise<Outcome<LaneView>>;
  get(laneId: string): Promise<Outcome<LaneView>>;
  /** Newest first. */
  list(): Promise<LaneView[]>;
  revoke(laneId: string, reason: string): Promise<Outcome<LaneView>>;
  send(message: LaneMessage): Promise<Outcome<LaneSent>>;
  /** The newest events of a lane, oldest first; never a text. */
  events(laneId: string): Promise<readonly LaneEvent[]>;
}

/** What lanes are made of. */
export interface LanesOptions {
  readonly gates: GateParts;
  readonly grants: Grants;
  readonly holds: Holds;
  readonly store: StateStore;
  /** How a text message is sent. */
  readonly sending: WriteVerb;
  readonly caps: LaneCaps;
  /** How many events a lane keeps. */
  readonly keptEvents: number;
}

const SHOWN_EVENTS = 50;

/** Lanes over an account's state store. */
export function createLanes({ gates, grants, holds, store, sending, caps, keptEvents }: LanesOptions): Lanes {
  const { clock } = gates;
  const usage = createLaneUsage(store, clock);
  const events = createLaneEvents(store, clock, keptEvents);
  const parts: LaneParts = { gates, grants, store, holds, usage, events, sending, caps };

  const view = async (standing: StandingGrant): Promise<LaneView> => ({
    standing,
    scope: withinCaps(shownScope(standing.grant), caps),
    use: await usage.used(standing.grant.id),
  });

  // Only what exists gets a record of its own: ids come from outside.
  const noteEvent = async (laneId: string, event: Omit<LaneEvent, 'at'>): Promise<void> => {
    const found = await grants.find('write_lane', laneId);
    if (found.ok) await events.add(laneId, event);
  };

  const noteRefusal = async (tool: string, laneId: string | undefined, { code }: Refusal): Promise<void> => {
    const found = laneId === undefined ? undefined : await grants.find('write_lane', laneId);
    const grant = found?.ok === true ? found.value.grant : undefined;
    const entry: AuditEntry = {
      event: 'refusal',
      action: 'write_lane',
      ...(grant === undefined ? {} : { account: grant.account.id, proposal_id: grant.id }),
      outcome: 'refused',
      code,
      detail: { tool, channel: gates.approvals.policy.channel },
    };
    const appended = await gates.audit.append(entry);
    if (!appended.ok) gates.warn(`a refusal (${code}) could not be recorded in the audit log`);
  };

  const get = async (laneId: string): Promise<Outcome<LaneView>> => {
    const found = await grants.find('write_lane', laneId);
    return found.ok ? done(await view(found.value)) : found;
  };

  async function mayApprove(laneId: string): Promise<Outcome<void>> {
    const may = await mayWrite(gates.policy);
    if (!may.ok) return may;
    const found = await grants.find('write_lane', laneId);
    if (!found.ok) return found;
    const account = await gates.account();
    if (!account.ok) return account;
    return account.value.id === found.value.grant.account.id ? done(undefined) : refuse('ACCOUNT_MISMATCH');
  }

  return {
    get,
    async create(wanted, call) {
      const asked = await createLane(parts, caps, wanted, call);
      if (!asked.ok) {
        await noteRefusal('tg_create_write_lane', undefined, asked.refusal);
        return asked;
      }
      const made = await get(asked.value.grant.id);
      return made.ok ? done({ ...asked.value, view: made.value }) : made;
    },
    async approve({ lane_id, ...given }) {
      const may = await mayApprove(lane_id);
      if (!may.ok) {
        await noteRefusal('tg_approve_write_lane', lane_id, may.refusal);
        return may;
      }
      const redeemed = await grants.redeem({ verb: 'write_lane', id: lane_id, ...given });
      await noteEvent(
        lane_id,
        redeemed.ok ? { outcome: 'approved' } : { outcome: 'refused', code: redeemed.refusal.code },
      );
      return redeemed.ok ? done(await view(redeemed.value)) : redeemed;
    },
    async list() {
      return Promise.all((await grants.list('write_lane')).map(view));
    },
    async revoke(laneId, reason) {
      const revoked = await grants.revoke('write_lane', laneId, 'agent', reason);
      if (!revoked.ok) return revoked;
      await noteEvent(laneId, { outcome: 'revoked' });
      return done(await view(revoked.value));
    },
    async send(message) {
      const sent = await sendInLane(parts, message);
      if (!sent.ok) {
        const { refusal } = sent;
        await noteRefusal('tg_send_message_with_lane', message.lane_id, refusal);
        await noteEvent(message.lane_id, { outcome: 'refused', code: refusal.code });
        return sent;
      }
      const { executed, target, text } = sent.value;
      if (executed !== undefined) {
        const id = executed.result['message_id'];
        await noteEvent(message.lane_id, {
          outcome: executed.alreadySent ? 'already_sent' : 'sent',
          target: target.id,
          message_len: Array.from(text).length,
          ...(typeof id === 'number' ? { message_id: id } : {}),
        }).catch((error: unknown) => gates.warn(`an event of a lane could not be kept: ${String(error)}`));
      }
      return sent;
    },
    events: (laneId) => events.newest(laneId, SHOWN_EVENTS),
  };
}
