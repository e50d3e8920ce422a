import { settleByOperator } from 'tgmcp-actions/approvals';
import { withAccounts } from '../accounts.js';
import { EXIT, Stop } from '../console/exit.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';

/** What the person saw: exactly one of them. */
export interface SettleOptions {
  readonly done?: boolean;
  readonly notDone?: boolean;
}

/** `tgmcp settle`: a person who looked at Telegram says whether a write of unknown outcome was carried out. */
export async function settle(proposalId: string, options: SettleOptions, context: Context): Promise<void> {
  const wasDone = options.done === true;
  if (wasDone === (options.notDone === true)) {
    throw new Stop(EXIT.usage, 'Look at Telegram first, then say either --done or --not-done.');
  }
  await withAccounts(context, async (accounts, _settings, clock) => {
    for (const { store } of accounts) {
      const settled = await settleByOperator(store, clock, proposalId, wasDone ? 'done' : 'not_done');
      if (settled === undefined) continue;
      // Only the writing server leaves something to settle.
      must(settled, 'actions');
      context.console.print(
        wasDone
          ? 'Settled as done: it counts as sent, and is not sent again.'
          : 'Settled as not done: the agent may repeat its call while the approval lives, or preview it anew.',
      );
      return;
    }
    throw new Stop(
      EXIT.refused,
      'Nothing of this proposal has an unknown outcome; "tgmcp approve" lists what has.',
    );
  });
}
