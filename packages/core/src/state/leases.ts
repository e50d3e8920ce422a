import * as z from 'zod';
import type { Clock } from '../clock/clock.js';
import { momentAfter, momentSchema, permissionLeft } from '../clock/moment.js';
import type { DocumentKind, Lease, StateStore, Versioned } from './store.js';

const leaseSchema = z.strictObject({
  token: z.number().int().positive(),
  owner: z.string(),
  until: momentSchema,
  released: z.boolean(),
});

type LeaseRecord = z.infer<typeof leaseSchema>;

/** A lease of which more than this part is left is fresh. */
const FRESH = 2 / 3;

/** One document for each leased name. It is never deleted, so fencing tokens only grow. */
export const LEASES: DocumentKind<LeaseRecord> = { folder: 'leases', version: 1, schema: leaseSchema };

/** Reads and swaps lease documents. `durable` is false where losing the change at a power cut harms nobody. */
export interface LeaseDocuments {
  read(name: string): Promise<Versioned<LeaseRecord> | undefined>;
  swap(name: string, expected: number, record: LeaseRecord, durable: boolean): Promise<boolean>;
}

/** The lease operations of a store, on top of its compare-and-swap. */
export function leasesOn(
  documents: LeaseDocuments,
  clock: Clock,
): Pick<StateStore, 'acquireLease' | 'renewLease' | 'releaseLease'> {
  const held = (record: LeaseRecord): boolean => !record.released && permissionLeft(clock, record.until) > 0;

  async function changeMine(
    lease: Lease,
    change: (mine: LeaseRecord) => LeaseRecord | undefined,
  ): Promise<boolean> {
    for (;;) {
      const current = await documents.read(lease.name);
      if (current === undefined || current.value.token !== lease.token || !held(current.value)) return false;
      const changed = change(current.value);
      if (changed === undefined) return true;
      if (await documents.swap(lease.name, current.generation, changed, false)) return true;
    }
  }

  return {
    async acquireLease(name, owner, ttlMs) {
      for (;;) {
        const current = await documents.read(name);
        if (current !== undefined && held(current.value)) return undefined;
        const token = (current?.value.token ?? 0) + 1;
        const record = { token, owner, until: momentAfter(clock, ttlMs), released: false };
        if (await documents.swap(name, current?.generation ?? 0, record, true)) return { name, owner, token };
      }
    },
    renewLease: (lease, ttlMs) =>
      changeMine(lease, (mine) =>
        // Who only asks whether a fresh lease is still held needs no new one.
        permissionLeft(clock, mine.until) > ttlMs * FRESH
          ? undefined
          : { ...mine, until: momentAfter(clock, ttlMs) },
      ),
    releaseLease: (lease) => changeMine(lease, (mine) => ({ ...mine, released: true })),
  };
}
