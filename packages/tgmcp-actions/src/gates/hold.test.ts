/** Holding a content: how long one waits for it, what one is told, and what is renewed meanwhile. */
import { createMemoryStore, done, manualClock, type Lease, type StateStore } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createHolds } from './hold.js';
import { drive } from './test-bench.js';

interface Counted {
  readonly clock: ReturnType<typeof manualClock>;
  readonly calls: string[];
  readonly store: StateStore;
}

/** A store that counts what is done with leases. */
function counted(change: Partial<StateStore> = {}): Counted {
  const clock = manualClock();
  const real = { ...createMemoryStore({ clock }), ...change };
  const calls: string[] = [];
  const store: StateStore = {
    ...real,
    acquireLease: (name, owner, ms) => (calls.push('acquire'), real.acquireLease(name, owner, ms)),
    renewLease: (lease, ms) => (calls.push('renew'), real.renewLease(lease, ms)),
    releaseLease: (lease) => (calls.push('release'), real.releaseLease(lease)),
  };
  return { clock, calls, store };
}

const BUSY = { ok: false, refusal: { code: 'INTENT_BUSY', retryable: true, retry_after: 2 } };

describe('a hold', () => {
  it('is taken and given back, and not renewed for work that is quick', async () => {
    const { clock, calls, store } = counted();
    const holds = createHolds(store, clock);
    expect(await holds.hold('digest', async () => done('worked'))).toEqual(done('worked'));
    expect(calls).toEqual(['acquire', 'release']);
    expect(await holds.hold('digest', async () => done('again'))).toEqual(done('again'));
  });

  it('is renewed each second while the work goes on, also where one renewal fails', async () => {
    let failures = 1;
    const clock = manualClock();
    const real = createMemoryStore({ clock });
    const renewLease = async (lease: Lease, ms: number): Promise<boolean> => {
      failures -= 1;
      if (failures >= 0) throw new Error('disk full');
      return real.renewLease(lease, ms);
    };
    const made = counted({ renewLease });
    const holds = createHolds(made.store, made.clock);
    const work = holds.hold('digest', async () => {
      await made.clock.sleep(3_500);
      return done('worked');
    });
    expect(await drive(made, work)).toEqual(done('worked'));
    expect(made.calls).toEqual(['acquire', 'renew', 'renew', 'renew', 'release']);
  });

  it('is one at a time in a process, and whoever comes second is told at once', async () => {
    const { clock, calls, store } = counted();
    const holds = createHolds(store, clock);
    const first = holds.hold('digest', async () => {
      expect(await holds.hold('digest', async () => done('never'))).toMatchObject(BUSY);
      return holds.hold('another', async () => done('beside it'));
    });
    expect(await first).toEqual(done('beside it'));
    expect(calls.filter((call) => call === 'acquire')).toHaveLength(2);
  });

  it('of another process is asked for until the life of a lease is over', async () => {
    const made = counted({ acquireLease: async () => undefined });
    const holds = createHolds(made.store, made.clock);
    const began = made.clock.now();
    expect(
      await drive(
        made,
        holds.hold('digest', async () => done('never')),
      ),
    ).toMatchObject(BUSY);
    // Once more after the life, in which whoever held it has either renewed or lost it.
    expect(made.calls).toHaveLength(14);
    expect(made.clock.now() - began).toBeGreaterThanOrEqual(3_250);
    expect(
      await drive(
        made,
        holds.hold('digest', async () => done('never')),
      ),
    ).toMatchObject(BUSY);
  });

  it('is over when the work fails, and its failure passes on, as does what cannot be given back', async () => {
    const { clock, store } = counted({ releaseLease: async () => Promise.reject(new Error('disk full')) });
    const holds = createHolds(store, clock);
    const fails = async (): Promise<never> => {
      throw new Error('the work broke');
    };
    await expect(holds.hold('digest', fails)).rejects.toThrow('the work broke');
    await clock.advance(3_000);
    expect(await holds.hold('digest', async () => done('worked'))).toEqual(done('worked'));
  });

  it('that ended by itself is taken anew, unless somebody else had it since', async () => {
    const { clock, store } = counted();
    const mine = createHolds(store, clock);
    const theirs = createHolds(store, clock);
    const asleep = { ...store, renewLease: async () => false };
    const held = await createHolds(asleep, clock).hold('digest', async (hold) => {
      await clock.advance(4_000);
      expect(await hold.renew()).toBe(true);
      expect(await theirs.hold('another', async () => done('theirs'))).toEqual(done('theirs'));
      await clock.advance(4_000);
      expect(await theirs.hold('digest', async () => done('theirs'))).toEqual(done('theirs'));
      expect(await hold.renew()).toBe(false);
      // It is free for whoever comes next.
      expect(await mine.hold('digest', async () => done('mine'))).toEqual(done('mine'));
      return done('held');
    });
    expect(held).toEqual(done('held'));
  });
});
