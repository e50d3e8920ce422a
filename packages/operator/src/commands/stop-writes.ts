import { mkdir } from 'node:fs/promises';
import { createAuditLog, type Clock } from '@tgmcp/core';
import { writeStop } from 'tgmcp-actions/approvals';
import { withAccounts, type AccountState } from '../accounts.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';
import { usableSettings } from '../usable-settings.js';

/** `tgmcp stop-writes`: no write of any server on this data folder from now on, what is under way included. */
export async function stopWrites(context: Context): Promise<void> {
  const { TG_DATA_DIR } = usableSettings(context).settings;
  await mkdir(TG_DATA_DIR, { recursive: true, mode: 0o700 });
  // First the stop, then its record: with state that cannot be read or written it holds all the same.
  await writeStop(TG_DATA_DIR).stop();
  context.console.print(
    'Writing is stopped in every server on this data folder. To go on: tgmcp resume-writes',
  );
  await withAccounts(context, (accounts, _settings, clock) => record(accounts, clock, 'stopped'));
}

/** `tgmcp resume-writes`: takes the stop away. */
export async function resumeWrites(context: Context): Promise<void> {
  await withAccounts(context, async (accounts, settings, clock) => {
    await record(accounts, clock, 'resumed');
    const was = await writeStop(settings.TG_DATA_DIR).release();
    context.console.print(was ? 'Writing goes on.' : 'Writing was not stopped.');
  });
}

async function record(accounts: readonly AccountState[], clock: Clock, outcome: string): Promise<void> {
  for (const { id, store } of accounts) {
    must(await createAuditLog({ store, clock }).append({ event: 'write_stop', account: id, outcome }));
  }
}
