/** A lane for tests, over the parts of the gates' bench: memory store, manual clock, and a Telegram of a few lines. */
import type { Outcome } from '@tgmcp/core';
import { createGrants, type Grants } from '../approvals/grants.js';
import { createHolds } from '../gates/hold.js';
import { gateBench, KITES, noForms, type BenchOptions, type GateBench } from '../gates/test-bench.js';
import type { WantedLane } from './create.js';
import type { LaneCaps } from './scope.js';
import { createLanes, type Lanes } from './lanes.js';
import type { LaneMessage, LaneSent } from './send.js';

export interface LaneBench extends GateBench {
  readonly lanes: Lanes;
  readonly grants: Grants;
  /** A lane that a person approved and that is in use. */
  lane(change?: Partial<WantedLane>): Promise<string>;
  send(laneId: string, text: string, change?: Partial<LaneMessage>): Promise<Outcome<LaneSent>>;
  used(laneId: string): Promise<number>;
}

/** Any lane. */
export const WANTED: WantedLane = {
  name: 'Reports',
  purpose: 'How the build went',
  targets: [KITES.id],
  ttl_sec: 86_400,
  max_messages: 3,
  max_messages_per_target: 3,
  min_interval_sec: 0,
  max_message_len: 100,
  allow_links: false,
  active_hours_start: '',
  active_hours_end: '',
  active_timezone: '',
};

const CAPS: LaneCaps = {
  TG_ACTIONS_LANE_MAX_TTL_SEC: 86_400,
  TG_ACTIONS_LANE_APPROVAL_TTL_SEC: 1800,
  TG_ACTIONS_LANE_MAX_TARGETS: 2,
  TG_ACTIONS_LANE_MAX_MESSAGES: 3,
  TG_ACTIONS_LANE_MIN_INTERVAL_SEC: 0,
  TG_ACTIONS_MAX_MESSAGE_LEN: 100,
};

/** Lanes over the store and clock of `options`, so that two benches are two processes. */
export function laneBench(options: BenchOptions = {}, changedCaps: Partial<LaneCaps> = {}): LaneBench {
  const bench = gateBench(options);
  const { store, clock, approvals, parts } = bench;
  const grants = createGrants({ store, clock, approvals, audit: parts.audit });
  const lanes = createLanes({
    gates: parts,
    grants,
    store,
    holds: createHolds(store, clock),
    sending: bench.spec,
    caps: { ...CAPS, ...changedCaps },
    keptEvents: 4,
  });
  return {
    ...bench,
    grants,
    lanes,
    async lane(change = {}) {
      const made = await lanes.create({ ...WANTED, ...change }, noForms);
      if (!made.ok) throw new Error(JSON.stringify(made.refusal));
      const { grant, code } = made.value;
      await approvals.approve(grant, 'terminal');
      await clock.advance(30_000);
      const given = { lane_id: grant.id, approval_code: code, confirmation_text: '' };
      const approved = await lanes.approve(given);
      if (!approved.ok) throw new Error(approved.refusal.code);
      return grant.id;
    },
    send: (lane_id, message_text, change = {}) =>
      lanes.send({ lane_id, group: KITES.id, message_text, dry_run: false, ...change }),
    async used(laneId) {
      const found = await lanes.get(laneId);
      return found.ok ? found.value.use.total : -1;
    },
  };
}
