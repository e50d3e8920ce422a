import { PEER_TYPES, type Settings } from '@tgmcp/core';
import * as z from 'zod';
import type { JsonObject } from '../actions/canonical-json.js';
import type { GrantProposal } from '../approvals/proposal.js';

const hoursSchema = z.strictObject({
  /** HH:MM on the clocks of the zone; from the first up to, but not including, the second. */
  start: z.string(),
  end: z.string(),
  /** IANA name. */
  timezone: z.string(),
});

/** When a lane may be used; an end before its start is on the next day. */
export type LaneHours = z.infer<typeof hoursSchema>;

const targetSchema = z.strictObject({
  /** Canonical marked id; by this alone a message is within a lane. */
  id: z.string(),
  kind: z.enum(PEER_TYPES),
  title: z.string(),
  username: z.string().optional(),
});

const scopeSchema = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  purpose: z.string(),
  targets: z.array(targetSchema),
  ttl_sec: z.int(),
  max_messages: z.int(),
  max_messages_per_target: z.int(),
  min_interval_sec: z.int(),
  max_message_len: z.int(),
  allow_links: z.boolean(),
  hours: hoursSchema.optional(),
});

/** Everything that bounds a write lane. All of it is digested and approved; none of it can be changed afterwards. */
export type LaneScope = z.infer<typeof scopeSchema>;

/** The bounds that the operator sets for all lanes. */
export type LaneCaps = Pick<
  Settings,
  | 'TG_ACTIONS_LANE_MAX_TTL_SEC'
  | 'TG_ACTIONS_LANE_APPROVAL_TTL_SEC'
  | 'TG_ACTIONS_LANE_MAX_TARGETS'
  | 'TG_ACTIONS_LANE_MAX_MESSAGES'
  | 'TG_ACTIONS_LANE_MIN_INTERVAL_SEC'
  | 'TG_ACTIONS_MAX_MESSAGE_LEN'
>;

/**
 * The stricter of what was approved and what the operator allows today. Of more chats than are allowed today none is left
 * out: a lane with too many is of no use until it is made anew.
 */
export function withinCaps(scope: LaneScope, caps: LaneCaps): LaneScope {
  const messages =
    scope.targets.length > caps.TG_ACTIONS_LANE_MAX_TARGETS ? 0 : caps.TG_ACTIONS_LANE_MAX_MESSAGES;
  return {
    ...scope,
    ttl_sec: Math.min(scope.ttl_sec, caps.TG_ACTIONS_LANE_MAX_TTL_SEC),
    max_messages: Math.min(scope.max_messages, messages),
    max_messages_per_target: Math.min(scope.max_messages_per_target, messages),
    min_interval_sec: Math.max(scope.min_interval_sec, caps.TG_ACTIONS_LANE_MIN_INTERVAL_SEC),
    max_message_len: Math.min(scope.max_message_len, caps.TG_ACTIONS_MAX_MESSAGE_LEN),
  };
}

/** The scope as a grant stores it. */
export function storedScope(scope: LaneScope): JsonObject {
  const { targets, hours, ...rest } = scope;
  return {
    ...rest,
    targets: targets.map(({ username, ...target }) => ({
      ...target,
      ...(username === undefined ? {} : { username }),
    })),
    ...(hours === undefined ? {} : { hours }),
  };
}

const UNREADABLE: LaneScope = {
  version: 1,
  name: '',
  purpose: '',
  targets: [],
  ttl_sec: 0,
  max_messages: 0,
  max_messages_per_target: 0,
  min_interval_sec: 0,
  max_message_len: 0,
  allow_links: false,
};

/** What can be shown of a stored scope, which somebody may have changed into none. */
export function shownScope(grant: GrantProposal): LaneScope {
  return scopeSchema.safeParse(grant.grant.scope).data ?? UNREADABLE;
}

/** The scope of a stored lane that is what was approved. */
export function scopeOf(grant: GrantProposal): LaneScope {
  return scopeSchema.parse(grant.grant.scope);
}
