/** Calls whose deadline passes: how they end is worth a look only where the machine was quick enough to send them before. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Outcome } from '@tgmcp/core';
import { expect } from 'vitest';
import type { Bench } from './bench.js';

/** No deadline is longer than this. */
const LONGEST_MS = 8_000;

/**
 * Makes a call with a deadline in milliseconds, and with one twice as long as the one before until `left` says that it
 * came so far within it; `left` is asked when all that was written before the deadline has arrived. None may succeed.
 */
export async function untilSent(
  deadlineMs: number,
  call: (deadlineMs: number) => Promise<Outcome<unknown>>,
  left: () => boolean,
): Promise<Outcome<unknown>> {
  const outcome = await call(deadlineMs);
  expect(outcome.ok).toBe(false);
  // The emulator reads in this process, too, when it is its turn.
  await turn();
  await turn();
  return left() || deadlineMs * 2 > LONGEST_MS ? outcome : untilSent(deadlineMs * 2, call, left);
}

/** How often a message came to Telegram, by its `random_id`. */
export function arrivalsOf({ emulator }: Pick<Bench, 'emulator'>, randomId: bigint): number {
  const idOf = (params: unknown): unknown => (params as { random_id?: unknown } | null)?.random_id;
  return emulator.calls.all.filter(({ params }) => idOf(params) === String(randomId)).length;
}
