import type { Outcome, Refusal } from '@tgmcp/core';
import type { Profile } from '../commands/session/places.js';
import { EXIT, Stop } from './exit.js';

/** What a person does about a refusal whose facts do not say it. */
const NEXT: Readonly<Partial<Record<Refusal['code'], string>>> = {
  DISCONNECTED:
    'Look at the network of this machine, and at TG_PROXY_URL where Telegram needs a proxy; then run this again.',
  STATE_UNWRITABLE: 'Make room or mend the rights there, or name another folder in TG_DATA_DIR.',
};

/**
 * A refusal as the operator reads it. Next steps are written for an agent, so the facts stand in their place. `profile` is
 * the server whose session it is about.
 */
export function stopFor(refusal: Refusal, profile: Profile = 'read'): Stop {
  const wait = refusal.retry_after === undefined ? [] : [`Wait ${refusal.retry_after} s.`];
  const facts = Object.entries(refusal.data ?? {})
    .filter(([name]) => name !== 'reached_wire')
    .map(([name, value]) => `  ${name}: ${display(value)}`);
  const reason = refusal.data?.['reason'];
  const next = refusal.code === 'NOT_AUTHORIZED' ? toLogIn(profile) : NEXT[refusal.code];
  if (next !== undefined) facts.push(next);
  return new Stop(
    EXIT.refused,
    [[`${refusal.code}: ${refusal.message}`, ...wait].join(' '), ...facts].join('\n'),
    reason === undefined ? undefined : display(reason),
  );
}

/** The value, or the end of the command with what the refusal says; see {@link stopFor}. */
export function must<T>(outcome: Outcome<T>, profile?: Profile): T {
  if (outcome.ok) return outcome.value;
  throw stopFor(outcome.refusal, profile);
}

function toLogIn(profile: Profile): string {
  const command = `tgmcp login${profile === 'actions' ? ' --profile actions' : ''}`;
  return `To log in: ${command}; with --overwrite where a session that has ended is in the way.`;
}

function display(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
