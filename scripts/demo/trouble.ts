import { expect } from './expect.js';
import type { EmulatorProcess } from './emulator.js';
import { runOperator } from './operator.js';
import type { Server } from './server.js';
import type { Stage } from './stage.js';
import type { Transcript } from './transcript.js';

const WAIT_SEC = 42;

/** Telegram asks for patience: both servers say so at once, and neither sleeps inside the call. */
export async function floodWait(
  emulator: EmulatorProcess,
  servers: { readonly read: Server; readonly actions: Server },
  transcript: Transcript,
  group: string,
): Promise<void> {
  transcript.step('Telegram asks the account to wait');
  await emulator.fault({
    method: '*',
    times: 1,
    kind: 'error',
    code: 420,
    message: `FLOOD_WAIT_${WAIT_SEC}`,
  });
  transcript.did('Telegram', `FLOOD_WAIT_${WAIT_SEC} on the next call, ordered at the control address`);
  const before = performance.now();
  const seen = await servers.read.mustRefuse(
    'tg_get_messages',
    { group, limit: 1 },
    'FLOOD_WAIT',
    'BREAKER_OPEN',
  );
  const { next } = await emulator.calls(0);
  // The wait holds for the account, so the other process knows of it without asking Telegram.
  const shared = await servers.actions.mustRefuse(
    'tg_get_group_info',
    { group },
    'FLOOD_WAIT',
    'BREAKER_OPEN',
  );
  expect(performance.now() - before < 3000, 'a long wait is reported at once, not slept');
  for (const refusal of [seen, shared]) {
    const wait = refusal.retry_after ?? 0;
    expect(
      wait > 0 && wait <= WAIT_SEC,
      `retry_after is at most the ${WAIT_SEC} s that Telegram asked for`,
      refusal,
    );
  }
  const { methods } = await emulator.calls(next);
  expect(methods.length === 0, 'the second server did not call Telegram during the wait', methods);
  transcript.holds(
    'both servers answered at once, and the second without another call: the wait is the account’s',
  );
  await emulator.clearFaults();
}

/** The audit log is a hash chain; this verifies every record of it. */
export async function audit(
  operatorEnv: Readonly<Record<string, string>>,
  { transcript, cleanup }: Stage,
): Promise<void> {
  transcript.step('The audit log');
  transcript.did('person', 'tgmcp audit verify');
  const report = await runOperator(['audit', 'verify'], operatorEnv, cleanup);
  transcript.answered(...report.split('\n').slice(0, 4));
}
