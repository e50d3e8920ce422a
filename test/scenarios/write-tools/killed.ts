import { expect } from 'vitest';
import type { House } from '../../support/house.js';
import type { Agent, Answer } from '../../support/mcp-client.js';
import type { WriteBench } from './bench.js';

/** The hold of a dead process is over by then; that this is waited for shows in actions-crash.test.ts. Seconds. */
export const HOLD_OVER_SEC = 4;

/**
 * Has Telegram carry out a call and lose its answer: the one to `method` that comes after `after` others. The result waits
 * until that has happened, and not only until the call has come.
 */
export function loseAnswer(
  { emulator }: Pick<House, 'emulator'>,
  method: string,
  after = 0,
): () => Promise<void> {
  const from = emulator.calls.next;
  emulator.faults.add({ method, times: 1, after, kind: 'lose_answer' });
  const isLost = (): boolean =>
    emulator.calls.since(from).some((call) => call.method === method && call.outcome === 'lose_answer');
  return () => expect.poll(isLost, { timeout: 25_000, interval: 20 }).toBe(true);
}

/**
 * Kills a server while it waits for an answer that got lost: the one to `method` that comes after `after` others. `by` goes
 * on with the same call.
 */
export async function killedAt(
  bench: WriteBench,
  settings: Readonly<Record<string, string>>,
  at: { readonly method: string; readonly after: number; readonly by: Agent },
  go: (by: Agent) => Promise<Answer>,
): Promise<Answer> {
  const { method, after, by } = at;
  const doomed = await bench.server(settings);
  const answerLost = loseAnswer(bench.house, method, after);
  const lost = go(doomed).catch(() => undefined);
  await answerLost();
  process.kill(doomed.pid, 'SIGKILL');
  await lost;
  await bench.house.passTime(HOLD_OVER_SEC);
  return go(by);
}
