import { createLog, createRuntime, redact, systemClock, type AccountServices, type Clock } from '@tgmcp/core';
import type { Context } from '../context.js';
import { must } from '../console/refusal.js';
import { usableSettings } from '../usable-settings.js';

/** The account of the reading session, opened. */
export interface Reading {
  readonly account: AccountServices;
  readonly clock: Clock;
}

/** Opens the account of the reading session for one command, as the reading server does: it can only read, and keeps its pace. */
export async function withReading<T>(context: Context, work: (reading: Reading) => Promise<T>): Promise<T> {
  const { settings, project } = usableSettings(context);
  const log = createLog({
    level: 'warn',
    format: 'pretty',
    redact: (text) => redact(text, settings),
    write: (line) => context.console.note(line.trimEnd()),
  });
  const clock = systemClock();
  const runtime = createRuntime({ settings, project, log }, 'read', clock);
  try {
    return await work({ account: must(await runtime.account()), clock });
  } finally {
    await runtime.close();
  }
}
