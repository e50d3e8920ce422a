import { refuse } from '@tgmcp/core';
import {
  openDesk,
  unsettledAttempts,
  type ApprovalDesk,
  type UnsettledAttempt,
} from 'tgmcp-actions/approvals';
import { withAccounts } from '../accounts.js';
import type { Context } from '../context.js';
import { quotaLines } from './quota-line.js';
import { standingOf } from './standing.js';

/** The desk of every account here, and what has an unknown outcome in any of them. */
export interface Desks extends ApprovalDesk {
  unsettled(): Promise<UnsettledAttempt[]>;
  /** What each account may still do today, by its id. */
  quotas(): Promise<ReadonlyMap<string, string>>;
  /** Whether another account has got a desk meanwhile. */
  isOutdated(): Promise<boolean>;
}

const UNKNOWN = refuse('APPROVAL_UNKNOWN', { message: 'There is no proposal with this id.' });

/** One desk over the proposals of every account here: an id finds its account by itself. */
export async function withDesk<T>(context: Context, work: (desk: Desks) => Promise<T>): Promise<T> {
  return withAccounts(context, async (accounts, settings, clock, isOutdated) => {
    const standing = standingOf(settings);
    const desks = accounts.map(({ store }) => openDesk({ store, clock, settings, standing }));
    const deskOf = async (id: string): Promise<ApprovalDesk | undefined> => {
      // Not only among those that wait: what was used can be refused too, and a no must not fail for a damaged list.
      for (const desk of desks) if (await desk.knows(id)) return desk;
      return undefined;
    };
    return work({
      knows: async (id) => (await deskOf(id)) !== undefined,
      pending: async () => (await Promise.all(desks.map((desk) => desk.pending()))).flat(),
      unsettled: async () =>
        (await Promise.all(accounts.map(({ store }) => unsettledAttempts(store)))).flat(),
      isOutdated,
      quotas: () => quotaLines(accounts, settings, clock),
      approve: async (id, phrase) => (await deskOf(id))?.approve(id, phrase) ?? UNKNOWN,
      refuse: async (id) => (await deskOf(id))?.refuse(id) ?? UNKNOWN,
      async unlatch() {
        for (const desk of desks) await desk.unlatch();
      },
    });
  });
}
