/**
 * Daily quotas of an account: reserved before the send, settled or given back after. A send that was never settled,
 * because its process was killed, stays counted: rather one too few than one too many.
 */
import * as z from 'zod';
import type { Clock } from '../clock/clock.js';
import { momentAfter, momentSchema, requiredWaitLeft } from '../clock/moment.js';
import { done, type Outcome, type Refused } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { DocumentKind, StateStore } from '../state/store.js';

const DAY_MS = 86_400_000;

/** Messages to people; joins, invitations and removals; messages to groups and channels; messages to phone numbers. */
export type QuotaKind = 'dm' | 'join' | 'group_msg' | 'phone';

/** Limits within 24 hours: of each quota, of first messages to strangers, and of messages to any one peer. */
export type QuotaLimits = Readonly<Record<QuotaKind | 'first_contact' | 'per_peer', number>>;

/** What an action takes. */
export interface QuotaClaim {
  readonly kind: QuotaKind;
  /** How many items: messages, invited people. */
  readonly weight: number;
  /** The peer it goes to, by canonical id, for the cap per peer. */
  readonly peer?: string;
  /** It is the first message to somebody this account never talked to. */
  readonly firstContact?: boolean;
}

/** How much of a quota is used within the last 24 hours. */
export interface QuotaUse {
  readonly used: number;
  readonly limit: number;
}

/** Use of every quota; `per_peer` is that of the peer that was written to most. */
export type QuotaUsage = Readonly<Record<keyof QuotaLimits, QuotaUse>>;

const entrySchema = z.strictObject({
  id: z.string(),
  weight: z.number().int().positive(),
  until: momentSchema,
  settled: z.boolean(),
  peer: z.string().optional(),
  firstContact: z.boolean().optional(),
});
const quotaSchema = z.strictObject({ entries: z.array(entrySchema) });
type Entry = z.infer<typeof entrySchema>;
type Quota = z.infer<typeof quotaSchema>;

const QUOTAS: DocumentKind<Quota> = { folder: 'quotas', version: 1, schema: quotaSchema };

/** Daily quotas of an account, reserved before an action and settled or given back after it. */
export interface Quotas {
  /**
   * Takes the claim for 24 hours, whole or not at all. Asking again with the same id takes nothing more. Refused with
   * QUOTA_EXHAUSTED, whose data names the quota or cap.
   */
  reserve(id: string, claim: QuotaClaim): Promise<Outcome<void>>;
  /** The action was carried out, or may have been: the reservation is final. */
  settle(kind: QuotaKind, id: string): Promise<void>;
  /** The action was not carried out for sure: an unsettled reservation is given back. */
  refund(kind: QuotaKind, id: string): Promise<void>;
  /** Whether the claim would fit now; takes nothing. Refused as {@link reserve} is. */
  room(claim: QuotaClaim): Promise<Outcome<void>>;
  usage(): Promise<QuotaUsage>;
}

/** Quotas over a rolling day (24 hours), shared by all processes of the account. */
export function createQuotas(options: {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly limits: QuotaLimits;
}): Quotas {
  const { store, clock, limits } = options;
  const living = (quota: Quota | undefined): Entry[] =>
    (quota?.entries ?? []).filter((entry) => requiredWaitLeft(clock, entry.until) > 0);
  const entriesOf = async (kind: QuotaKind): Promise<Entry[]> =>
    living((await store.get(QUOTAS, kind))?.value);

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

  /** What the claim does not fit into, if anything. */
  function beyond(entries: readonly Entry[], claim: QuotaClaim): Refused | undefined {
    for (const { quota, counted } of bounds(entries, claim)) {
      const used = sum(counted);
      const limit = limits[quota];
      if (used + claim.weight <= limit) continue;
      const retryAfter = secondsUntilFree(counted, limit, claim.weight);
      return refuse('QUOTA_EXHAUSTED', {
        ...(retryAfter === undefined ? {} : { retryAfter }),
        ...(quota in MEANING ? { message: MEANING[quota] } : {}),
        data: { quota, used, limit },
      });
    }
    return undefined;
  }

  return {
    async reserve(id, claim) {
      let refused: Refused | undefined;
      await store.update(QUOTAS, claim.kind, (quota) => {
        const entries = living(quota);
        refused = undefined;
        if (entries.some((entry) => entry.id === id)) return undefined;
        refused = beyond(entries, claim);
        if (refused !== undefined) return undefined;
        const { weight, peer, firstContact } = claim;
        const until = momentAfter(clock, DAY_MS);
        const marks = { ...(peer === undefined ? {} : { peer }), ...(firstContact ? { firstContact } : {}) };
        return { entries: [...entries, { id, weight, until, settled: false, ...marks }] };
      });
      return refused ?? done(undefined);
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

    room: async (claim) => beyond(await entriesOf(claim.kind), claim) ?? done(undefined),

    async usage() {
      const [dm, join, group, phone] = await Promise.all([
        entriesOf('dm'),
        entriesOf('join'),
        entriesOf('group_msg'),
        entriesOf('phone'),
      ]);
      const byPeer = new Map<string, number>();
      for (const { peer, weight } of [...dm, ...group]) {
        if (peer !== undefined) byPeer.set(peer, (byPeer.get(peer) ?? 0) + weight);
      }
      return {
        dm: { used: sum(dm), limit: limits.dm },
        join: { used: sum(join), limit: limits.join },
        group_msg: { used: sum(group), limit: limits.group_msg },
        phone: { used: sum(phone), limit: limits.phone },
        first_contact: {
          used: sum(dm.filter((entry) => entry.firstContact)),
          limit: limits.first_contact,
        },
        per_peer: { used: Math.max(0, ...byPeer.values()), limit: limits.per_peer },
      };
    },
  };
}

const MEANING: Partial<Record<keyof QuotaLimits, string>> = {
  first_contact: 'Enough first messages went to people this account never talked to within the last day.',
  per_peer: 'Enough messages went to this one chat within the last day.',
};

/** Every bound that a claim must fit into, with the entries that count against it. */
function bounds(
  entries: readonly Entry[],
  { kind, peer, firstContact }: QuotaClaim,
): { readonly quota: keyof QuotaLimits; readonly counted: readonly Entry[] }[] {
  return [
    { quota: kind, counted: entries },
    ...(firstContact
      ? [{ quota: 'first_contact' as const, counted: entries.filter((one) => one.firstContact) }]
      : []),
    ...(peer === undefined
      ? []
      : [{ quota: 'per_peer' as const, counted: entries.filter((one) => one.peer === peer) }]),
  ];
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, entry) => total + entry.weight, 0);
}
