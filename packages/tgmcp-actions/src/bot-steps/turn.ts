import {
  MOST_SLEEP_MS,
  refuse,
  type Clock,
  type Refused,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Steps } from '../journal/steps.js';
import type { Writer } from '../telegram/writer/writer.js';
import type { BotStep } from './bot-step.js';
import type { Scene } from './came.js';

/** What a list of steps is carried out with. */
export interface BotRun {
  readonly writer: Writer;
  readonly caller: TelegramCaller;
  readonly bot: ResolvedPeer;
  readonly steps: readonly BotStep[];
  /** One for each step. */
  readonly randomIds: readonly bigint[];
  /** How far earlier attempts came. */
  readonly record: Steps;
  readonly clock: Clock;
  readonly patience: Patience;
}

/** A step on its turn. */
export interface Turn<Step extends BotStep = BotStep> {
  readonly step: Step;
  readonly index: number;
  /** Under which its record stands. */
  readonly name: string;
  readonly scene: Scene;
}

// A client gives up after a minute, and one more request may take as long as the deadline of a call.
const LONGEST_CALL_MS = 25_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 1_500;
const RETRY_AFTER_SEC = 2;

/** How long one call may still wait for a bot: so much sleep as for Telegram itself, and an answer in good time. */
export class Patience {
  readonly #clock: Clock;
  readonly #slept: { ms: number };
  readonly #begun: number;
  #pauses = 0;

  constructor(clock: Clock, slept: { ms: number }) {
    this.#clock = clock;
    this.#slept = slept;
    this.#begun = clock.monotonic();
  }

  /** Whether the call has taken so long that its answer is due. */
  isOver(): boolean {
    return this.#clock.monotonic() - this.#begun > LONGEST_CALL_MS;
  }

  /** Pauses before the next look; false when the call may not sleep any more. */
  async pause(): Promise<boolean> {
    const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#pauses);
    if (this.isOver() || this.#slept.ms + ms > MOST_SLEEP_MS) return false;
    this.#pauses += 1;
    this.#slept.ms += ms;
    await this.#clock.sleep(ms);
    return true;
  }

  /** A new wait begins with short pauses. */
  anew(): void {
    this.#pauses = 0;
  }
}

/** What is told when the call ends before the wait does: a repeat of the call goes on with it. */
export function notYet(): Refused {
  return refuse('UNFINISHED', { message: 'The bot has not replied yet.', retryAfter: RETRY_AFTER_SEC });
}
