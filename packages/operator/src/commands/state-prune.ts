import { pruneHistory, pruneSpool } from 'tgmcp-actions/approvals';
import { withAccounts } from '../accounts.js';
import { EXIT, Stop } from '../console/exit.js';
import type { Context } from '../context.js';

const DAY_SEC = 86_400;
const FEWEST_DAYS = 30;

/** `tgmcp state prune`: removes proposals and settled writes of long ago, and copies of files that wait for nothing. The audit log keeps its record of each. */
export async function statePrune(options: { readonly days: string }, context: Context): Promise<void> {
  await withAccounts(context, async (accounts, settings, clock) => {
    const days = Number(options.days);
    const window = Math.ceil((2 * settings.TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC) / DAY_SEC);
    const fewest = Math.max(FEWEST_DAYS, window);
    if (!Number.isInteger(days) || days < fewest) {
      throw new Stop(
        EXIT.usage,
        `--days must be a whole number of at least ${fewest}: what is younger may be asked for again.`,
      );
    }
    for (const { id, store } of accounts) {
      const { proposals, intents } = await pruneHistory(store, clock, days * DAY_SEC * 1000);
      const copies = await pruneSpool({ store, clock, settings, accountId: id });
      context.console.print(
        `Account ${id}: removed ${proposals} proposals and ${intents} settled writes older than ${days} days.`,
      );
      if (copies > 0)
        context.console.print(`Account ${id}: removed ${copies} copies of files for which nothing waited.`);
    }
    if (accounts.length === 0)
      context.console.print('There is nothing to remove: no account has state here.');
  });
}
