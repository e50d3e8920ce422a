/**
 * How long everything that one tool call leads to may sleep for Telegram. A page that takes several RPCs meets several short
 * waits, and a client that gives up after a minute must get its answer all the same. It follows the call through awaits, so
 * that no reader and no writer has to hand it on.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Milliseconds that may be slept for short waits, in one RPC and in one tool call. */
export const MOST_SLEEP_MS = 5_000;

/** What was slept so far. */
export interface Slept {
  ms: number;
}

const current = new AsyncLocalStorage<Slept>();

/** Runs one tool call: all its interactive RPCs together sleep no longer than one alone. */
export function withOneAllowance<T>(work: () => Promise<T>): Promise<T> {
  return current.run({ ms: 0 }, work);
}

/** What the present tool call has slept; outside of one, and for background work, each RPC counts for itself. */
export function sleptInCall(lane: 'interactive' | 'background' | undefined): Slept {
  return (lane === 'background' ? undefined : current.getStore()) ?? { ms: 0 };
}
