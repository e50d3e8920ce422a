import type { Agent, Answer } from '../../support/mcp-client.js';
import { loseAnswer } from '../../support/writing.js';
import type { WriteBench } from './bench.js';

/** The hold of a dead process is over by then; that this is waited for shows in actions-crash.test.ts. Seconds. */
export const HOLD_OVER_SEC = 4;

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
