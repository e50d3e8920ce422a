/** Actions over every write tool that has a row, drawn from a seed, and what each call left on the wire and in the log. */
import type { StateStore } from '@tgmcp/core';
import { WRITE_METHODS } from '../../../packages/tgmcp-actions/src/telegram/write-methods.js';
import { executed, say, type WriteBench } from '../../scenarios/write-tools/bench.js';
import { ROWS } from '../../scenarios/write-tools/rows.js';
import type { WriteRow } from '../../scenarios/write-tools/write-row.js';
import { seededChance } from '../../support/hostile-agent.js';
import type { Agent, Answer } from '../../support/mcp-client.js';

/** One call: its answer, the writes that reached the wire during it by outcome, and the numbers of its audit records. */
export interface Call {
  readonly row: WriteRow;
  readonly kind: 'preview' | 'execution';
  readonly answer: Answer;
  readonly writes: readonly { readonly method: string; readonly outcome: string }[];
  /** From the first to before the last, counted from 0. */
  readonly records: readonly [number, number];
}

const BLOCK = 10;
const NEW_TEXT: readonly string[] = ['message_text', 'new_text', 'title', 'about'];
const FAULTS = [
  { kind: 'error', code: 400, message: 'MEDIA_EMPTY' },
  { kind: 'error', code: 500, message: 'INTERNAL' },
  { kind: 'error_after', code: 500, message: 'INTERNAL' },
] as const;

/** Carries out so many random actions, one after another, and tells what came of each call. */
export async function randomActions(
  bench: WriteBench,
  agent: Agent,
  store: Pick<StateStore, 'logAnchor'>,
  { actions, seed }: { readonly actions: number; readonly seed: number },
): Promise<Call[]> {
  const { emulator } = bench.house;
  const chance = seededChance(seed);
  const calls: Call[] = [];
  let texts = 0;

  const logged = async (): Promise<number> => {
    const line = await store.logAnchor('audit');
    return line === undefined ? 0 : (JSON.parse(line) as { seq: number }).seq;
  };
  const observed = async (row: WriteRow, kind: Call['kind'], ask: () => Promise<Answer>): Promise<Answer> => {
    const from = await logged();
    const seen = emulator.calls.next;
    const answer = await ask();
    const writes = emulator.calls
      .since(seen)
      .filter(({ method }) => Object.hasOwn(WRITE_METHODS, method) || row.writes.includes(method))
      .map(({ method, outcome }) => ({ method, outcome }));
    calls.push({ row, kind, answer, writes, records: [from, await logged()] });
    return answer;
  };
  const draw = (): { row: WriteRow; args: Record<string, unknown> } => {
    const row = ROWS[chance(ROWS.length)] as WriteRow;
    const choices = [row.args, row.again, { ...row.args, ...row.changed }];
    const args: Record<string, unknown> = { ...choices[chance(choices.length)] };
    for (const name of NEW_TEXT) {
      if (typeof args[name] !== 'string' || chance(4) === 0) continue;
      texts += 1;
      args[name] = `${args[name]} ${texts}`;
    }
    return { row, args: { ...args, force_resend: chance(3) > 0 } };
  };

  for (let done = 0; done < actions; done += BLOCK) {
    const ready: { row: WriteRow; args: Record<string, unknown>; code: unknown }[] = [];
    for (let n = 0; n < Math.min(BLOCK, actions - done); n += 1) {
      const { row, args } = draw();
      const shown = await observed(row, 'preview', () => agent.call(row.tool, args));
      if (!shown.refused && chance(10) > 0) await say(bench.house, shown.body, 'yes');
      ready.push({ row, args, code: shown.body['approval_code'] ?? 'AAAAAAAAAAAA' });
    }
    await bench.grownOld();
    for (const { row, args, code } of ready) {
      const method = row.writes[chance(row.writes.length)];
      const fault = FAULTS[chance(40)];
      if (fault !== undefined && method !== undefined) emulator.faults.add({ method, ...fault });
      for (let times = chance(5) === 0 ? 2 : 1; times > 0; times -= 1) {
        await observed(row, 'execution', () => executed(agent, row.tool, args, code));
      }
      emulator.faults.clear();
    }
  }
  return calls;
}
