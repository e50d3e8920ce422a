import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock/manual-clock.js';
import { LEASES, leasesOn, type LeaseDocuments } from './leases.js';
import { createMemoryStore } from './memory-store.js';

const clock = manualClock();

/** Lease documents in memory whose first `lost` swaps are won by somebody who changes nothing. */
function contended(lost: number): LeaseDocuments & { readonly swaps: boolean[] } {
  const store = createMemoryStore({ clock });
  const swaps: boolean[] = [];
  return {
    swaps,
    read: (name) => store.get(LEASES, name),
    swap: async (name, expected, record, durable) => {
      swaps.push(durable);
      if (swaps.length <= lost) return false;
      return (await store.compareAndSwap(LEASES, name, expected, record)) !== undefined;
    },
  };
}

describe('a lease', () => {
  it('is tried again after a lost swap, durably when it is taken and not when it is kept or given back', async () => {
    const documents = contended(2);
    const leases = leasesOn(documents, clock);
    const lease = await leases.acquireLease('runner', 'a', 1_000);
    expect(lease).toEqual({ name: 'runner', owner: 'a', token: 1 });
    expect(documents.swaps).toEqual([true, true, true]);
    if (lease === undefined) throw new Error('no lease');
    expect(await leases.renewLease(lease, 2_000)).toBe(true);
    expect(await leases.releaseLease(lease)).toBe(true);
    expect(documents.swaps.slice(3)).toEqual([false, false]);
    expect((await documents.read('runner'))?.value).toMatchObject({ token: 1, owner: 'a', released: true });
  });

  it('is kept or given back in the end, when others change its document meanwhile', async () => {
    const documents = contended(0);
    let lost = 0;
    const leases = leasesOn(
      { ...documents, swap: async (...swap) => (lost-- > 0 ? false : documents.swap(...swap)) },
      clock,
    );
    const lease = await leases.acquireLease('runner', 'a', 1_000);
    if (lease === undefined) throw new Error('no lease');
    lost = 2;
    expect(await leases.renewLease(lease, 3_000)).toBe(true);
    expect((await documents.read('runner'))?.value.until.ms).toBe(3_000);
    expect(await leases.releaseLease(lease)).toBe(true);
  });

  it('that was given back is neither kept nor given back again, and free at once', async () => {
    const leases = leasesOn(contended(0), clock);
    const lease = await leases.acquireLease('runner', 'a', 1_000);
    if (lease === undefined) throw new Error('no lease');
    expect(await leases.releaseLease(lease)).toBe(true);
    expect(await leases.renewLease(lease, 1_000)).toBe(false);
    expect(await leases.releaseLease(lease)).toBe(false);
    expect(await leases.acquireLease('runner', 'b', 1_000)).toMatchObject({ owner: 'b', token: 2 });
    expect(await leases.renewLease(lease, 1_000)).toBe(false);
  });

  it('that nobody ever took is nobody’s', async () => {
    const leases = leasesOn(contended(0), clock);
    expect(await leases.renewLease({ name: 'none', owner: 'a', token: 1 }, 1_000)).toBe(false);
    expect(await leases.releaseLease({ name: 'none', owner: 'a', token: 1 })).toBe(false);
  });
});
