/**
 * One execution of a content at a time: a lease with a fencing token, renewed while the call runs. It is short, so that
 * the content of a killed process is free again within seconds. Attempts are created once, and the
 * repeat of a message carries the same `random_id`; what has none rests on this hold, which is looked at before each request.
 */
import { refuse, type Clock, type Lease, type Outcome, type StateStore } from '@tgmcp/core';
import { randomBytes } from 'node:crypto';
import { contentHold } from '../journal/content-hold.js';

const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
const POLL_MS = 250;
const RETRY_AFTER_SEC = 2;

/** The hold on a content, as its holder uses it. */
export interface Hold {
  /** The fencing token. */
  readonly fence: number;
  /** Renews the hold; false when another process had it since, and then nothing more may begin under it. */
  renew(): Promise<boolean>;
}

/** Makes executions of one content wait for each other. */
export interface Holds {
  /**
   * Runs `work` while holding the content. Refused with INTENT_BUSY when this process executes it already, or when another
   * one still does after the life of a lease.
   */
  hold<T>(contentDigest: string, work: (hold: Hold) => Promise<Outcome<T>>): Promise<Outcome<T>>;
}

type LeaseStore = Pick<StateStore, 'acquireLease' | 'renewLease' | 'releaseLease'>;

/** Holds over an account's state store. */
export function createHolds(store: LeaseStore, clock: Clock): Holds {
  const owner = `actions-${process.pid}-${randomBytes(6).toString('hex')}`;
  const here = new Set<string>();

  const acquire = async (name: string): Promise<Lease | undefined> => {
    for (let waitedMs = 0; ; waitedMs += POLL_MS) {
      const lease = await store.acquireLease(name, owner, LEASE_MS);
      if (lease !== undefined || waitedMs > LEASE_MS) return lease;
      await clock.sleep(POLL_MS);
    }
  };

  return {
    async hold(contentDigest, work) {
      if (here.has(contentDigest)) return refuse('INTENT_BUSY', { retryAfter: RETRY_AFTER_SEC });
      here.add(contentDigest);
      try {
        const lease = await acquire(contentHold(contentDigest));
        if (lease === undefined) return refuse('INTENT_BUSY', { retryAfter: RETRY_AFTER_SEC });
        const holding = new Holding(store, owner, lease);
        const ended = new AbortController();
        const renewing = holding.keepRenewed(clock, ended.signal);
        try {
          return await work({ fence: lease.token, renew: () => holding.renew() });
        } finally {
          ended.abort();
          await renewing;
          // What was done is on disk by now; a lease that cannot be given back ends by itself.
          await store.releaseLease(holding.lease).catch(() => false);
        }
      } finally {
        here.delete(contentDigest);
      }
    },
  };
}

/** A lease as its holder knows it. */
class Holding {
  constructor(
    readonly store: LeaseStore,
    readonly owner: string,
    public lease: Lease,
  ) {}

  /** Renews it, or takes it anew where it ended and nobody had it since: its tokens count everybody who did. */
  async renew(): Promise<boolean> {
    const { store, lease } = this;
    if (await store.renewLease(lease, LEASE_MS)) return true;
    const again = await store.acquireLease(lease.name, this.owner, LEASE_MS);
    if (again?.token === lease.token + 1) {
      this.lease = again;
      return true;
    }
    if (again !== undefined) await store.releaseLease(again);
    return false;
  }

  async keepRenewed(clock: Clock, until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const slept = await clock.sleep(RENEW_MS, until).then(
        () => true,
        () => false,
      );
      if (!slept) return;
      // A failed renewal shows at the next renew() of the holder, before anything begins.
      await this.store.renewLease(this.lease, LEASE_MS).catch(() => false);
    }
  }
}
