/** For tests of what several processes do to one world: the world, and whether what a reply says of it is so. */
import {
  createMemoryStore,
  manualClock,
  type ManualClock,
  type Outcome,
  type RetryClass,
  type StateStore,
} from '@tgmcp/core';
import { FakeTelegram, WINDOW_MS } from './test-bench.js';

export const RETRY_CLASSES: readonly RetryClass[] = ['dedup', 'absolute', 'probe', 'never'];

/** What outlives every process of an account, and the retry class of what they do. */
export interface World {
  readonly clock: ManualClock;
  readonly telegram: FakeTelegram;
  readonly store: StateStore;
  readonly retry: RetryClass;
}

/** A world in the middle of an idempotency window, so that nothing crosses into the next one. */
export function openWorld(retry: RetryClass): World {
  const start = Math.floor(Date.UTC(2026, 10, 1) / WINDOW_MS) * WINDOW_MS + WINDOW_MS / 2;
  const clock = manualClock(start);
  const telegram = new FakeTelegram(() => clock.now());
  telegram.readable = true;
  telegram.repeats = retry === 'probe' || retry === 'never';
  return { clock, telegram, store: createMemoryStore({ clock }), retry };
}

/** What a reply says: done before or now, surely not, or unknown. */
export function sentBy(answer: Outcome<{ readonly alreadySent: boolean }>): string {
  if (!answer.ok) return String(answer.refusal.data?.['sent']);
  return answer.value.alreadySent ? 'before' : 'now';
}

/** Whether what a reply says is not so, by how often it was done before the call and after it. */
export function isLie(
  answer: Outcome<{ readonly alreadySent: boolean }>,
  before: number,
  after: number,
): boolean {
  const so = {
    before: before === 1 && after === 1,
    now: before === 0 && after === 1,
    no: after === 0,
    unknown: after <= 1,
  }[sentBy(answer)];
  return so !== true;
}
