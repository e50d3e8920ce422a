/**
 * Who works with a session alone. A claim is a document in the account's state with the process and its last sign of
 * life; it is taken over when the process is gone or idle for long, and every use looks whether it is still ours.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import * as z from 'zod';
import type { Clock } from '../../clock/clock.js';
import { momentAfter, momentSchema, requiredWaitLeft } from '../../clock/moment.js';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { isRunning, processStart } from '../../state/process-life.js';
import { refuseState } from '../../state/refuse-state.js';
import type { DocumentKind, StateStore } from '../../state/store.js';
import { sessionKey } from './ended-sessions.js';

const claimSchema = z.strictObject({
  /** This claim's own name; empty when the session was given back. */
  claim: z.string(),
  program: z.string(),
  pid: z.int(),
  /** When the process began, in the system's own words, so that a recycled pid is recognised. */
  started: z.string(),
  host: z.string(),
  boot: z.string(),
  /** Ends when the holder was idle for too long. */
  idle: momentSchema,
});

type Claim = z.infer<typeof claimSchema>;

const OWNERS: DocumentKind<Claim> = { folder: 'session-owners', version: 1, schema: claimSchema };
const NEVER_MS = 100 * 365 * 86_400_000;
/** A sign of life is written at most this often: each one is a write to disk. */
const BEATS = 10;

/** What an owner is made from. */
export interface OwnerOptions {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly program: string;
  /** Seconds after which an idle holder loses the session; 0: never. */
  readonly takeoverSec: number;
}

/** This process's hold on a session. */
export interface SessionOwner {
  /** Takes the session, or shows that it is still ours. Refused with SESSION_BUSY, naming the holder. */
  hold(session: string): Promise<Outcome<void>>;
  /** Gives it back. */
  release(): Promise<void>;
}

/** Owns one session at a time for this process. */
export function createSessionOwner(options: OwnerOptions): SessionOwner {
  const { store, clock } = options;
  const idleMs = options.takeoverSec === 0 ? NEVER_MS : options.takeoverSec * 1000;
  const mine = {
    claim: randomUUID(),
    program: options.program,
    pid: process.pid,
    started: processStart(process.pid),
    host: hostname(),
    boot: clock.bootId(),
  };
  let held: string | undefined;

  async function hold(session: string): Promise<Outcome<void>> {
    const key = sessionKey(session);
    if (held !== undefined && held !== key) await release();
    try {
      for (;;) {
        const current = await store.get(OWNERS, key);
        const holder = current?.value;
        if (holder?.claim === mine.claim && requiredWaitLeft(clock, holder.idle) > idleMs * (1 - 1 / BEATS)) {
          return done(undefined);
        }
        if (holder !== undefined && holder.claim !== mine.claim && isHeld(holder, clock)) {
          return busy(holder);
        }
        const claim = { ...mine, idle: momentAfter(clock, idleMs) };
        if ((await store.compareAndSwap(OWNERS, key, current?.generation ?? 0, claim)) !== undefined) {
          held = key;
          return done(undefined);
        }
      }
    } catch (error) {
      return refuseState(error);
    }
  }

  async function release(): Promise<void> {
    if (held === undefined) return;
    const key = held;
    held = undefined;
    const current = await store.get(OWNERS, key);
    if (current?.value.claim !== mine.claim) return;
    const idle = momentAfter(clock, 0);
    await store.compareAndSwap(OWNERS, key, current.generation, { ...current.value, claim: '', idle });
  }

  return { hold, release };
}

/** Who holds a session now, as `tgmcp doctor` tells it. */
export interface Holder {
  readonly program: string;
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since its last sign of life, to a tenth of the takeover time, and until others may take over. */
  readonly idleMs: number;
  readonly leftMs: number;
}

/** The process that holds a session; undefined when nobody does. Throws {@link StateError}. */
export async function holderOf(
  store: StateStore,
  session: string,
  clock: Clock,
): Promise<Holder | undefined> {
  const claim = (await store.get(OWNERS, sessionKey(session)))?.value;
  if (claim === undefined || !isHeld(claim, clock)) return undefined;
  const leftMs = requiredWaitLeft(clock, claim.idle);
  return {
    program: claim.program,
    pid: claim.pid,
    host: claim.host === hostname() ? '' : claim.host,
    idleMs: claim.idle.ms - leftMs,
    leftMs,
  };
}

function isHeld(holder: Claim, clock: Clock): boolean {
  if (holder.claim === '' || requiredWaitLeft(clock, holder.idle) <= 0) return false;
  if (holder.host !== hostname()) return true;
  return holder.boot === clock.bootId() && isRunning(holder.pid, holder.started);
}

function busy(holder: Claim): Outcome<never> {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return refuse('SESSION_BUSY', {
    message: `The session is in use by ${holder.program}, process ${holder.pid}${where}.`,
    data: { holder: { program: holder.program, pid: holder.pid, host: holder.host } },
  });
}
