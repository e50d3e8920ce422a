/**
 * The breaker: what Telegram demanded of the account, kept for all its processes and over restarts.
 * Waits are merged by the longer one, so no race can shorten what is owed.
 */
import * as z from 'zod';
import type { Clock } from '../clock/clock.js';
import { momentAfter, momentSchema, requiredWaitLeft } from '../clock/moment.js';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { DocumentKind, Lease, StateStore } from '../state/store.js';

const pauseSchema = z.strictObject({
  until: momentSchema,
  /** What Telegram asked for, and for which method. */
  seconds: z.number(),
  method: z.string(),
  /** A wait from the threshold on: after it one probe goes first. */
  circuit: z.boolean(),
});

const latchSchema = z.strictObject({ method: z.string(), at: z.string() });
const breakerSchema = z.strictObject({ pause: pauseSchema.nullable(), latch: latchSchema.nullable() });

type Pause = z.infer<typeof pauseSchema>;
type Stored = z.infer<typeof breakerSchema>;

const BREAKER: DocumentKind<Stored> = { folder: 'breaker', version: 1, schema: breakerSchema };
const KEY = 'account';
const PROBE = 'breaker-probe';
const PROBE_RETRY_S = 3;
const PROBE_GRACE_MS = 5_000;
const NOTHING: Stored = { pause: null, latch: null };

/** Closed: calls go. Open: none goes for `leftMs`. Half open: the wait is over and one probe goes first. */
export type BreakerState =
  | { readonly state: 'closed' }
  | { readonly state: 'open'; readonly leftMs: number; readonly reason: string }
  | { readonly state: 'half_open'; readonly reason: string };

/** Leave to call; the call that holds `probe` decides whether the breaker closes. */
export interface Admission {
  readonly probe?: Lease;
}

/** The account's breaker, shared by all its processes. */
export interface Breaker {
  state(): Promise<BreakerState>;
  /** Whether PEER_FLOOD has stopped writes. */
  latched(): Promise<boolean>;
  admit(kind: 'read' | 'write', deadlineMs: number): Promise<Outcome<Admission>>;
  /** Ends the admission; `answered` says that Telegram answered with anything but trouble or a wait. */
  settle(admission: Admission, answered: boolean): Promise<void>;
  /** Remembers a wait, for the cooldown at least when it reaches the threshold. */
  trip(wait: { readonly seconds: number; readonly method: string }): Promise<void>;
  latchWrites(method: string): Promise<void>;
  /** For the operator, after looking at the account. */
  clearLatch(): Promise<void>;
}

/** The breaker over an account's state store. */
export function createBreaker(options: {
  readonly store: StateStore;
  readonly clock: Clock;
  /** Seconds; 0 switches the circuit off, demanded waits are kept all the same. */
  readonly thresholdSec: number;
  readonly cooldownSec: number;
  /** Names this process as holder of the probe. */
  readonly owner: string;
}): Breaker {
  const { store, clock, thresholdSec, cooldownSec, owner } = options;
  // What this process owes is known to it even when the store could not be written.
  let own: Stored = NOTHING;

  const left = (pause: Pause | null): number => (pause === null ? 0 : requiredWaitLeft(clock, pause.until));
  const longer = (one: Pause | null, other: Pause | null): Pause | null => {
    const winner = left(one) >= left(other) ? (one ?? other) : other;
    const circuit = (one?.circuit ?? false) || (other?.circuit ?? false);
    return winner === null ? null : { ...winner, circuit };
  };

  const together = (one: Stored, other: Stored): Stored => ({
    pause: longer(one.pause, other.pause),
    latch: one.latch ?? other.latch,
  });

  async function stored(): Promise<Stored> {
    const kept = await store.get(BREAKER, KEY);
    return kept === undefined ? own : together(kept.value, own);
  }

  async function remember(news: Stored): Promise<void> {
    const owed = together(own, news);
    own = owed;
    await store.update(BREAKER, KEY, (kept = NOTHING) => together(kept, owed));
    // What was learned meanwhile is not stored yet.
    if (own === owed) own = NOTHING;
  }

  function stateOf({ pause }: Stored): BreakerState {
    if (pause === null) return { state: 'closed' };
    const reason = `Telegram asked for ${pause.seconds} s (${pause.method})`;
    const leftMs = left(pause);
    if (leftMs > 0) return { state: 'open', leftMs, reason };
    return pause.circuit ? { state: 'half_open', reason } : { state: 'closed' };
  }

  function admitted(kind: 'read' | 'write', now: Stored): Outcome<Exclude<BreakerState, { state: 'open' }>> {
    if (kind === 'write' && now.latch !== null) return refuse('WRITES_LATCHED');
    const state = stateOf(now);
    if (state.state !== 'open') return done(state);
    return refuse('BREAKER_OPEN', { retryAfter: state.leftMs / 1_000, data: { reason: state.reason } });
  }

  return {
    state: async () => stateOf(await stored()),
    latched: async () => (await stored()).latch !== null,

    async admit(kind, deadlineMs) {
      const first = admitted(kind, await stored());
      if (!first.ok || first.value.state !== 'half_open') return first.ok ? done({}) : first;
      const probe = await store.acquireLease(PROBE, owner, deadlineMs + PROBE_GRACE_MS);
      if (probe === undefined) {
        return refuse('BREAKER_OPEN', { retryAfter: PROBE_RETRY_S, data: { reason: first.value.reason } });
      }
      // Another probe may have ended between the look and the lease, and have met a wait.
      const second = admitted(kind, await stored());
      if (second.ok && second.value.state === 'half_open') return done({ probe });
      await store.releaseLease(probe);
      return second.ok ? done({}) : second;
    },

    async settle({ probe }, answered) {
      if (probe === undefined) return;
      if (answered) {
        const ended = (known: Stored): Stored => (left(known.pause) > 0 ? known : { ...known, pause: null });
        own = ended(own);
        await store.update(BREAKER, KEY, (kept = NOTHING) => ended(kept));
      }
      await store.releaseLease(probe);
    },

    async trip({ seconds, method }) {
      const circuit = thresholdSec > 0 && seconds >= thresholdSec;
      const until = momentAfter(clock, (circuit ? Math.max(seconds, cooldownSec) : seconds) * 1_000);
      await remember({ pause: { until, seconds, method, circuit }, latch: null });
    },

    latchWrites: (method) =>
      remember({ pause: null, latch: { method, at: new Date(clock.now()).toISOString() } }),

    async clearLatch() {
      own = { ...own, latch: null };
      await store.update(BREAKER, KEY, (kept = NOTHING) => ({ ...kept, latch: null }));
    },
  };
}
