import { createQuotas, quotaLimits, type Clock, type QuotaUsage, type Settings } from '@tgmcp/core';
import type { AccountState } from '../accounts.js';

/** What each account may still do within the last 24 hours, one line each, by account id. */
export async function quotaLines(
  accounts: readonly AccountState[],
  settings: Settings,
  clock: Clock,
): Promise<ReadonlyMap<string, string>> {
  const limits = quotaLimits(settings);
  const lines = await Promise.all(
    accounts.map(
      async ({ id, store }) => [id, line(await createQuotas({ store, clock, limits }).usage())] as const,
    ),
  );
  return new Map(lines);
}

function line({ dm, group_msg, join }: QuotaUsage): string {
  return `Left today: ${left(dm)} direct messages, ${left(group_msg)} messages to groups and channels, ${left(join)} joins and invitations.`;
}

function left({ used, limit }: QuotaUsage['dm']): string {
  return `${Math.max(0, limit - used)} of ${limit}`;
}
