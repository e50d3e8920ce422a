/** For tests of the pacer: memory store, manual clock, and a Telegram of a few lines. */
import { manualClock, type ManualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import type { StateStore } from '../state/store.js';
import type { Failure, PacedCall } from './failure.js';
import { createPacer, type Pacer, type PacerSettings } from './pacer.js';

/** The defaults of the settings. */
export const SETTINGS: PacerSettings = {
  rateRps: 4,
  mode: 'shared',
  breakerThresholdSec: 300,
  breakerCooldownSec: 900,
};
export const READ: PacedCall = { method: 'messages.getHistory', kind: 'read', deadlineMs: 30_000 };
export const WRITE: PacedCall = { method: 'messages.sendMessage', kind: 'write', deadlineMs: 30_000 };

/** A pacer on a clock that moves when told to. */
export interface Bench {
  readonly clock: ManualClock;
  readonly store: StateStore;
  readonly pacer: Pacer;
}

/** Makes one. */
export function bench(settings: Partial<PacerSettings> = {}): Bench {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  return { clock, store, pacer: createPacer({ store, clock, settings: { ...SETTINGS, ...settings } }) };
}

/** What a scripted Telegram answers with instead of a value. */
export class Answer extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

/** What an answer of a scripted Telegram means. */
export function classify(error: unknown): Failure {
  return error instanceof Answer ? error.failure : { kind: 'bug', error };
}

/** A Telegram that gives these answers in turn; the last one again and again. */
export function scripted(...answers: readonly (Failure | 'ok')[]): {
  attempt: () => Promise<string>;
  sent: () => number;
} {
  let sent = 0;
  return {
    sent: () => sent,
    attempt: async () => {
      const answer = answers[Math.min(sent, answers.length - 1)] ?? 'ok';
      sent += 1;
      if (answer !== 'ok') throw new Answer(answer);
      return 'answer';
    },
  };
}
