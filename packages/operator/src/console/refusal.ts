import type { Outcome, Refusal } from '@tgmcp/core';
import { EXIT, Stop } from './exit.js';

/** What a person does about a refusal whose facts do not say it. */
const NEXT: Readonly<Partial<Record<Refusal['code'], string>>> = {
  DISCONNECTED:
    'Look at the network of this machine, and at TG_PROXY_URL where Telegram needs a proxy; then run this again.',
  NOT_AUTHORIZED: 'To log in: tgmcp login; with --overwrite where a session that has ended is in the way.',
  STATE_UNWRITABLE: 'Make room or mend the rights there, or name another folder in TG_DATA_DIR.',
};

/** A refusal as the operator reads it. Next steps are written for an agent, so the facts stand in their place. */
export function stopFor(refusal: Refusal): Stop {
  const wait = refusal.retry_after === undefined ? [] : [`Wait ${refusal.retry_after} s.`];
  const facts = Object.entries(refusal.data ?? {})
    .filter(([name]) => name !== 'reached_wire')
    .map(([name, value]) => `  ${name}: ${display(value)}`);
  const reason = refusal.data?.['reason'];
  const next = NEXT[refusal.code];
  if (next !== undefined) facts.push(next);
  return new Stop(
    EXIT.refused,
    [[`${refusal.code}: ${refusal.message}`, ...wait].join(' '), ...facts].join('\n'),
    reason === undefined ? undefined : display(reason),
  );
}

/** The value, or the end of the command with what the refusal says. */
export function must<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw stopFor(outcome.refusal);
}

function display(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
