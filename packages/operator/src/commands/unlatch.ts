import { createAuditLog, createPacer, pacerSettings } from '@tgmcp/core';
import { openDesk } from 'tgmcp-actions/approvals';
import { withAccounts } from '../accounts.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';

/** `tgmcp unlatch`: opens what wrong phrases locked and what PEER_FLOOD stopped. Waits that Telegram asked for stay. */
export async function unlatch(context: Context): Promise<void> {
  await withAccounts(context, async (accounts, settings, clock) => {
    for (const { id, store } of accounts) {
      const audit = createAuditLog({ store, clock });
      must(await audit.append({ event: 'unlatch', account: id, outcome: 'opened' }));
      await openDesk({ store, clock, settings }).unlatch();
      const pacer = createPacer({ store, clock, settings: pacerSettings(settings) });
      await pacer.clearLatch();
      context.console.print(`Account ${id}: phrases may be typed again, and writes may go on.`);
    }
    if (accounts.length === 0) context.console.print('There is nothing to open: no account has state here.');
  });
}
