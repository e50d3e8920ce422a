/** A lane as tools show it. */
import { neutraliseText, PEER_TYPES } from '@tgmcp/core';
import * as z from 'zod';
import type { GrantState, StandingGrant } from '../approvals/grants.js';
import type { LaneScope } from './scope.js';
import type { LaneUse } from './usage.js';

/** Where a lane stands; `exhausted`: in use, and no message is left. */
export const LANE_STATUSES = [
  'pending_approval',
  'active',
  'exhausted',
  'expired',
  'refused',
  'revoked',
  'invalid_scope',
] as const;
export type LaneStatus = (typeof LANE_STATUSES)[number];

/** A lane with how far it is used up. */
export interface LaneView {
  readonly standing: StandingGrant;
  /** Its bounds, by what was approved and by the operator's caps of today. */
  readonly scope: LaneScope;
  readonly use: LaneUse;
}

const STATUS: Readonly<Record<GrantState, LaneStatus>> = {
  waiting: 'pending_approval',
  approved: 'pending_approval',
  active: 'active',
  replaced: 'expired',
  expired: 'expired',
  ended: 'expired',
  refused: 'refused',
  revoked: 'revoked',
  invalid_scope: 'invalid_scope',
};

/** Where a lane stands. */
export function laneStatus({ standing, scope, use }: LaneView): LaneStatus {
  const status = STATUS[standing.state];
  if (status !== 'active') return status;
  return use.total < scope.max_messages ? 'active' : 'exhausted';
}

const amount = z.int().min(0).max(1_000_000_000);

/** The result fields of every tool that shows a lane. */
export const laneRecord = {
  lane_id: z.string(),
  status: z.enum(LANE_STATUSES),
  name: z.string(),
  purpose: z.string(),
  account: z.string(),
  targets: z.array(
    z.strictObject({
      id: z.string(),
      type: z.enum(PEER_TYPES),
      title: z.string(),
      username: z.string().optional(),
      messages_used: amount,
    }),
  ),
  messages_used: amount,
  max_messages: amount,
  max_messages_per_target: amount,
  min_interval_sec: amount,
  max_message_len: amount,
  allow_links: z.boolean(),
  ttl_sec: amount,
  /** Absent: any time. */
  active_hours: z.string().optional(),
  created_at: z.string(),
  approved_at: z.string().optional(),
  /** Of its approval while it is pending, of the lane once it is in use. */
  expires_at: z.string(),
  revoked_reason: z.string().optional(),
};

const recordSchema = z.strictObject(laneRecord);

/** A lane in the words of a result. */
export function laneFields(view: LaneView): z.infer<typeof recordSchema> {
  const { grant, taken, lifeMs, revocation } = view.standing;
  const { targets, hours, version: _version, ...bounds } = view.scope;
  const end = taken === undefined ? grant.created.wall + grant.ttlMs : taken.wall + lifeMs;
  const { account } = grant;
  return {
    lane_id: grant.id,
    status: laneStatus(view),
    ...bounds,
    name: plain(bounds.name),
    purpose: plain(bounds.purpose),
    account: account.username === undefined ? account.id : `@${account.username}`,
    targets: targets.map(({ id, kind, title, username }) => ({
      id,
      type: kind,
      title: plain(title),
      ...(username === undefined ? {} : { username }),
      messages_used: view.use.byPeer.get(id) ?? 0,
    })),
    messages_used: view.use.total,
    ...(hours === undefined ? {} : { active_hours: `${hours.start}-${hours.end} ${hours.timezone}` }),
    created_at: new Date(grant.created.wall).toISOString(),
    ...(taken === undefined ? {} : { approved_at: new Date(taken.wall).toISOString() }),
    expires_at: new Date(end).toISOString(),
    ...(revocation === undefined || revocation.reason === ''
      ? {}
      : { revoked_reason: plain(revocation.reason) }),
  };
}

function plain(text: string): string {
  return neutraliseText(text).value;
}
