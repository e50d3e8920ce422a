/** What happened in a lane, for whoever looks after it; never a text. The audit log of the account has all of it, for ever. */
import type { Clock, DocumentKind, StateStore } from '@tgmcp/core';
import * as z from 'zod';

const eventSchema = z.strictObject({
  at: z.iso.datetime(),
  /** `approved`, `sent`, `already_sent`, `refused`, `revoked`. */
  outcome: z.string(),
  target: z.string().optional(),
  /** Of a refusal. */
  code: z.string().optional(),
  message_id: z.int().optional(),
  message_len: z.int().optional(),
  /** How often the same happened, where it was more than once; `at` is the last time. */
  times: z.int().optional(),
});
const eventsSchema = z.strictObject({ events: z.array(eventSchema) });

/** One thing that happened. */
export type LaneEvent = z.infer<typeof eventSchema>;

/** The newest events of a lane, by its id. */
export const LANE_EVENTS: DocumentKind<z.infer<typeof eventsSchema>> = {
  folder: 'write-lane-events',
  version: 1,
  schema: eventsSchema,
};

/** The newest events of lanes. */
export interface LaneEvents {
  add(laneId: string, event: Omit<LaneEvent, 'at'>): Promise<void>;
  /** Oldest first. */
  newest(laneId: string, most: number): Promise<readonly LaneEvent[]>;
}

/** Events over an account's state store, `kept` of each lane. */
export function createLaneEvents(
  store: Pick<StateStore, 'get' | 'update'>,
  clock: Clock,
  kept: number,
): LaneEvents {
  return {
    async add(laneId, event) {
      const at = new Date(clock.now()).toISOString();
      await store.update(LANE_EVENTS, laneId, (document) => {
        const events = document?.events ?? [];
        // Whatever can be repeated at will is counted, so that it pushes nothing out that was sent.
        const same = events.find((one) => isRepeat(one, event));
        const others = same === undefined ? events : events.filter((one) => one !== same);
        const times = same === undefined ? {} : { times: (same.times ?? 1) + 1 };
        return { events: [...others, { at, ...event, ...times }].slice(-kept) };
      });
    },
    newest: async (laneId, most) => ((await store.get(LANE_EVENTS, laneId))?.value.events ?? []).slice(-most),
  };
}

function isRepeat(earlier: LaneEvent, event: Omit<LaneEvent, 'at'>): boolean {
  if (event.outcome === 'sent' || event.outcome === 'already_sent') return false;
  return earlier.outcome === event.outcome && earlier.code === event.code;
}
