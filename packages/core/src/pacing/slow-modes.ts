/**
 * Waits of single chats in slow mode, kept for all processes of the account and over restarts: while one lasts, nothing
 * is sent to its chat only to be refused. Slow mode: core.telegram.org/method/channels.toggleSlowMode.
 */
import * as z from 'zod';
import type { Clock } from '../clock/clock.js';
import { momentAfter, momentSchema, requiredWaitLeft, type Moment } from '../clock/moment.js';
import type { DocumentKind, StateStore } from '../state/store.js';

const slowSchema = z.strictObject({ waits: z.record(z.string(), momentSchema) });
type Slow = z.infer<typeof slowSchema>;

const SLOW_MODES: DocumentKind<Slow> = { folder: 'slow-modes', version: 1, schema: slowSchema };
const KEY = 'chats';

/** A chat that may not be written to for now. */
export interface SlowChat {
  /** Canonical id. */
  readonly peer: string;
  readonly leftMs: number;
}

/** The chats in slow mode of an account. */
export interface SlowModes {
  /** Milliseconds until a chat may be written to again, 0 when it may. */
  left(peer: string): Promise<number>;
  /** Remembers a wait; a longer one that is known stays. */
  remember(peer: string, seconds: number): Promise<void>;
  all(): Promise<readonly SlowChat[]>;
}

/** Slow modes over an account's state store. */
export function createSlowModes(store: StateStore, clock: Clock): SlowModes {
  // What this process was told is known to it even when the store could not be written.
  const own = new Map<string, Moment>();

  async function waits(): Promise<Map<string, number>> {
    const kept = Object.entries((await store.get(SLOW_MODES, KEY))?.value.waits ?? {});
    const left = new Map<string, number>();
    for (const [peer, until] of [...kept, ...own]) {
      const ms = Math.max(requiredWaitLeft(clock, until), left.get(peer) ?? 0);
      if (ms > 0) left.set(peer, ms);
    }
    return left;
  }

  return {
    left: async (peer) => (await waits()).get(peer) ?? 0,

    async remember(peer, seconds) {
      const until = momentAfter(clock, seconds * 1_000);
      own.set(peer, until);
      await store.update(SLOW_MODES, KEY, (slow) => {
        const living = Object.entries(slow?.waits ?? {}).filter(
          ([, one]) => requiredWaitLeft(clock, one) > 0,
        );
        const known = living.find(([name]) => name === peer)?.[1];
        if (known !== undefined && requiredWaitLeft(clock, known) >= seconds * 1_000) return undefined;
        return { waits: { ...Object.fromEntries(living), [peer]: until } };
      });
      own.delete(peer);
    },

    all: async () => [...(await waits())].map(([peer, leftMs]) => ({ peer, leftMs })),
  };
}
