/**
 * How far a lane is used up: one entry a message, reserved by compare-and-swap before anything leaves and given back when it
 * surely did not. What a killed process reserved stays counted: rather one message too few than one too many.
 */
import {
  done,
  momentAfter,
  momentSchema,
  refuse,
  requiredWaitLeft,
  type Clock,
  type DocumentKind,
  type Outcome,
  type StateStore,
} from '@tgmcp/core';
import * as z from 'zod';
import type { LaneScope } from './scope.js';

const entrySchema = z.strictObject({
  /** The intent of the message. */
  id: z.string(),
  /** Canonical id of the chat. */
  peer: z.string(),
  /** How long the next message to this chat has to wait. */
  next: momentSchema,
});
const usageSchema = z.strictObject({ messages: z.array(entrySchema) });
type Entry = z.infer<typeof entrySchema>;

/** The counts of a lane, by its id. */
export const LANE_USAGE: DocumentKind<z.infer<typeof usageSchema>> = {
  folder: 'write-lanes',
  version: 1,
  schema: usageSchema,
};

/** What of a lane is used. */
export interface LaneUse {
  readonly total: number;
  readonly byPeer: ReadonlyMap<string, number>;
}

/** The counts of lanes. */
export interface LaneUsage {
  used(laneId: string): Promise<LaneUse>;
  /** Whether one more message to a chat fits; takes nothing. LANE_EXHAUSTED, LANE_WAIT. */
  fits(laneId: string, scope: LaneScope, peer: string): Promise<Outcome<void>>;
  /** Takes one message, once for each intent: `false` when this intent has it already. LANE_EXHAUSTED, LANE_WAIT. */
  reserve(laneId: string, scope: LaneScope, peer: string, intentId: string): Promise<Outcome<boolean>>;
  /** Gives back what an intent took that surely was not sent. */
  release(laneId: string, intentId: string): Promise<void>;
}

/** The counts over an account's state store. */
export function createLaneUsage(store: Pick<StateStore, 'get' | 'update'>, clock: Clock): LaneUsage {
  const entriesOf = async (laneId: string): Promise<readonly Entry[]> =>
    (await store.get(LANE_USAGE, laneId))?.value.messages ?? [];

  function fits(entries: readonly Entry[], scope: LaneScope, peer: string): Outcome<void> {
    const toPeer = entries.filter((entry) => entry.peer === peer);
    const bounds = [
      { bound: 'max_messages', used: entries.length, limit: scope.max_messages },
      { bound: 'max_messages_per_target', used: toPeer.length, limit: scope.max_messages_per_target },
    ];
    const full = bounds.find(({ used, limit }) => used >= limit);
    if (full !== undefined) return refuse('LANE_EXHAUSTED', { data: full });
    const waitMs = Math.max(0, ...toPeer.map(({ next }) => requiredWaitLeft(clock, next)));
    if (waitMs === 0) return done(undefined);
    return refuse('LANE_WAIT', { retryAfter: waitMs / 1000, data: { bound: 'min_interval_sec' } });
  }

  return {
    async used(laneId) {
      const entries = await entriesOf(laneId);
      const byPeer = new Map<string, number>();
      for (const { peer } of entries) byPeer.set(peer, (byPeer.get(peer) ?? 0) + 1);
      return { total: entries.length, byPeer };
    },
    fits: async (laneId, scope, peer) => fits(await entriesOf(laneId), scope, peer),
    async reserve(laneId, scope, peer, id) {
      let answer: Outcome<boolean> = done(true);
      await store.update(LANE_USAGE, laneId, (usage) => {
        const entries = usage?.messages ?? [];
        answer = done(false);
        if (entries.some((entry) => entry.id === id)) return undefined;
        const room = fits(entries, scope, peer);
        answer = room.ok ? done(true) : room;
        if (!room.ok) return undefined;
        const next = momentAfter(clock, scope.min_interval_sec * 1000);
        return { messages: [...entries, { id, peer, next }] };
      });
      return answer;
    },
    async release(laneId, id) {
      await store.update(LANE_USAGE, laneId, (usage) => ({
        messages: (usage?.messages ?? []).filter((entry) => entry.id !== id),
      }));
    },
  };
}
