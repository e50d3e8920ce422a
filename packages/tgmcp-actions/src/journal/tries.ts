/** The tries of one step: each is recorded under a name of its own before its request. */
import { refuse, type Outcome } from '@tgmcp/core';
import type { Steps } from './steps.js';

/** How often a step was tried, and whether nobody knows what came of the last time. */
export async function lastTry(steps: Steps, step: string): Promise<{ tried: number; isOpen: boolean }> {
  let tried = 0;
  while ((await steps.begun(tryOf(step, tried + 1))) !== undefined) tried += 1;
  const isOpen = tried > 0 && (await steps.ended(tryOf(step, tried))) === undefined;
  return { tried, isOpen };
}

/** The name of a try, from 1. */
export function tryOf(step: string, number: number): string {
  return `${step}-${number}`;
}

/** Where a try stands on record that this process did not begin: another one goes on with the action. INTENT_BUSY. */
export function overtaken(): Outcome<never> {
  return refuse('INTENT_BUSY', { retryAfter: 1, data: { reached_wire: false } });
}
