/** Where intents stand, derived from the facts on disk. Reads only; the operator's desk looks through it too. */
import type { Moment, StateStore } from '@tgmcp/core';
import {
  ATTEMPT_ENDS,
  ATTEMPT_STARTS,
  FOUND_NOT_DONE,
  INTENTS,
  SETTLED_BY_READING,
  type Intent,
  type SentEnding,
} from './records.js';

/**
 * Where an intent stands. `sending`: an attempt began and nothing is known of its end; for whoever holds the lease of the
 * content that is the same as `unknown`. `not_sent`: every attempt surely failed, so it may be attempted again.
 */
export type IntentStatus =
  | { readonly state: 'not_begun' }
  | { readonly state: 'sending' | 'unknown'; readonly attempts: number }
  | { readonly state: 'not_sent'; readonly attempts: number }
  | { readonly state: 'sent'; readonly attempts: number; readonly ending: SentEnding; readonly at: Moment };

/** An intent and where it stands. */
export interface StandingIntent {
  readonly intent: Intent;
  readonly status: IntentStatus;
}

/** Whether it is open whether Telegram carried an intent out. */
export function isUnsettled(status: IntentStatus): boolean {
  return status.state === 'sending' || status.state === 'unknown';
}

/** Where an intent stands. */
export async function intentStatus(store: Pick<StateStore, 'get'>, intent: Intent): Promise<IntentStatus> {
  let sent = (await store.get(SETTLED_BY_READING, intent.id))?.value;
  let attempts = 0;
  let open = false;
  let unknown = false;
  for (let attempt = 1; ; attempt += 1) {
    if ((await store.get(ATTEMPT_STARTS, attemptKey(intent, attempt))) === undefined) break;
    attempts = attempt;
    const end = await store.get(ATTEMPT_ENDS, attemptKey(intent, attempt));
    open = end === undefined;
    if (end === undefined || end.value.ending.kind === 'unknown') unknown = true;
    else if (end.value.ending.kind === 'sent') sent ??= { ...end.value, ending: end.value.ending };
    if (unknown && (await store.get(FOUND_NOT_DONE, attemptKey(intent, attempt))) !== undefined) {
      unknown = false;
    }
  }
  if (sent !== undefined) return { state: 'sent', attempts, ending: sent.ending, at: sent.at };
  // A later attempt that surely failed tells nothing about an earlier one of unknown outcome.
  if (unknown) return { state: open ? 'sending' : 'unknown', attempts };
  return attempts === 0 ? { state: 'not_begun' } : { state: 'not_sent', attempts };
}

/** Every intent of which nobody knows whether Telegram carried it out. */
export async function unsettledIntents(store: Pick<StateStore, 'get' | 'keys'>): Promise<StandingIntent[]> {
  const found: StandingIntent[] = [];
  for (const id of await store.keys(INTENTS)) {
    const intent = (await store.get(INTENTS, id))?.value;
    if (intent === undefined) continue;
    const status = await intentStatus(store, intent);
    if (isUnsettled(status)) found.push({ intent, status });
  }
  return found;
}

/** The key of an attempt's records. */
export function attemptKey(intent: Intent, attempt: number): string {
  return `${intent.id}-${attempt}`;
}

/** The key of the record of a step. */
export function stepKey(intent: Intent, step: string): string {
  return `${intent.id}-${step}`;
}
