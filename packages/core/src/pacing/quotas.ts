/**
 * Daily quotas of an account: reserved before the send, settled or given back after. A send that was never settled,
 * because its process was killed, stays counted: rather one too few than one too many.
 */
import * as z from 'zod';
import type { Clock } from '../clock/clock.js';
import { momentAfter, momentSchema, requiredWaitLeft } from '../clock/moment.js';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { DocumentKind, StateStore } from '../state/store.js';

const DAY_MS = 86_400_000;

/** Messages to people; joins, invitations and removals; messages to groups and channels. */
export type QuotaKind = 'dm' | 'join' | 'group_msg';

/** How much of a quota is used within the last 24 hours. */
export interface QuotaUse {
  readonly used: number;
  readonly limit: number;
}

const entrySchema = z.strictObject({
  id: z.string(),
  weight: z.number().int().positive(),
  until: momentSchema,
  settled: z.boolean(),
});
const quotaSchema = z.strictObject({ entries: z.array(entrySchema) });
type Entry = z.infer<typeof entrySchema>;
type Quota = z.infer<typeof quotaSchema>;

const QUOTAS: DocumentKind<Quota> = { folder: 'quotas', version: 1, schema: quotaSchema };

/** Daily quotas of an account, reserved before an action and settled or given back after it. */
export interface Quotas {
  /** Takes `weight` of the quota for 24 hours. Asking again with the same id takes nothing more. Refused with QUOTA_EXHAUSTED. */
  reserve(kind: QuotaKind, id: string, weight: number): Promise<Outcome<void>>;
  /** The action was carried out, or may have been: the reservation is final. */
  settle(kind: QuotaKind, id: string): Promise<void>;
  /** The action was not carried out for sure: an unsettled reservation is given back. */
  refund(kind: QuotaKind, id: string): Promise<void>;
  usage(): Promise<Readonly<Record<QuotaKind, QuotaUse>>>;
}

/** Quotas over a rolling day (24 hours), shared by all processes of the account. */
export function createQuotas(options: {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly limits: Readonly<Record<QuotaKind, number>>;
}): Quotas {
  const { store, clock, limits } = options;
  const living = (quota: Quota | undefined): Entry[] =>
    (quota?.entries ?? []).filter((entry) => requiredWaitLeft(clock, entry.until) > 0);

  /** Seconds until `weight` fits, undefined when it never does. */
  function secondsUntilFree(entries: readonly Entry[], limit: number, weight: number): number | undefined {
    let used = sum(entries);
    const byTime = entries
      .map((entry) => ({ left: requiredWaitLeft(clock, entry.until), weight: entry.weight }))
      .toSorted((one, other) => one.left - other.left);
    for (const entry of byTime) {
      used -= entry.weight;
      if (used + weight <= limit) return entry.left / 1_000;
    }
    return undefined;
  }

  async function usageOf(kind: QuotaKind): Promise<QuotaUse> {
    return { used: sum(living((await store.get(QUOTAS, kind))?.value)), limit: limits[kind] };
  }

  return {
    async reserve(kind, id, weight) {
      let outcome: Outcome<void> = done(undefined);
      await store.update(QUOTAS, kind, (quota) => {
        const entries = living(quota);
        outcome = done(undefined);
        if (entries.some((entry) => entry.id === id)) return undefined;
        const used = sum(entries);
        const limit = limits[kind];
        if (used + weight > limit) {
          const retryAfter = secondsUntilFree(entries, limit, weight);
          const data = { quota: kind, used, limit };
          outcome = refuse('QUOTA_EXHAUSTED', { ...(retryAfter === undefined ? {} : { retryAfter }), data });
          return undefined;
        }
        return { entries: [...entries, { id, weight, until: momentAfter(clock, DAY_MS), settled: false }] };
      });
      return outcome;
    },

    async settle(kind, id) {
      await store.update(QUOTAS, kind, (quota) =>
        quota === undefined
          ? undefined
          : {
              entries: quota.entries.map((entry) => (entry.id === id ? { ...entry, settled: true } : entry)),
            },
      );
    },

    async refund(kind, id) {
      await store.update(QUOTAS, kind, (quota) =>
        quota === undefined
          ? undefined
          : { entries: quota.entries.filter((entry) => entry.id !== id || entry.settled) },
      );
    },

    async usage() {
      return { dm: await usageOf('dm'), join: await usageOf('join'), group_msg: await usageOf('group_msg') };
    },
  };
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, entry) => total + entry.weight, 0);
}
