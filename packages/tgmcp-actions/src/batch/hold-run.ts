/**
 * One run of a batch at a time: a lease with a fencing token, renewed while the run lives. It is short, so that the batch of
 * a killed process can go on within seconds. A run that lost it can write nothing down and send nothing any more.
 */
import { momentAfter, refuse, type Clock, type Lease, type Outcome, type StateStore } from '@tgmcp/core';
import { randomBytes } from 'node:crypto';
import type { BatchBook } from './book.js';
import type { Progress } from './records.js';

const MOST_LEASE_MS = 10_000;

/** The hold on a batch, as the run that has it uses it. */
export interface RunHold {
  /** The fencing token. */
  readonly fence: number;
  /** Renews the hold; false when it was lost. */
  renew(): Promise<boolean>;
  /** Writes down how far the batch came; false when the hold was lost, and then nothing is written. */
  note(change: (progress: Progress) => Progress): Promise<boolean>;
}

/** What a hold is made of. */
export interface HoldParts {
  readonly store: Pick<StateStore, 'acquireLease' | 'renewLease' | 'releaseLease'>;
  readonly book: BatchBook;
  readonly clock: Clock;
  /** How long a run may hold a batch at all, milliseconds. */
  readonly runLeaseMs: number;
}

/** Runs `work` while holding a batch. Refused with BATCH_BUSY while another run holds it. */
export async function holdRun<T>(
  { store, book, clock, runLeaseMs }: HoldParts,
  batchId: string,
  work: (hold: RunHold) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const leaseMs = Math.min(MOST_LEASE_MS, runLeaseMs);
  const owner = `actions-${process.pid}-${randomBytes(4).toString('hex')}`;
  const lease = await store.acquireLease(`batch-${batchId}`, owner, leaseMs);
  if (lease === undefined) return busy(batchId, leaseMs);
  const fence = await fenceOf({ store, book }, batchId, lease, leaseMs);
  if (fence === undefined) return busy(batchId, leaseMs);
  const withRun = (progress: Progress): Progress => ({
    ...progress,
    run: { owner, until: momentAfter(clock, leaseMs) },
  });
  const hold: RunHold = {
    fence,
    renew: () => store.renewLease(lease, leaseMs),
    note: (change) => book.changeAs(fence, batchId, (progress) => withRun(change(progress))),
  };
  const ended = new AbortController();
  const beating = beat(hold, clock, leaseMs / 3, ended.signal);
  try {
    await hold.note((progress) => progress);
    return await work(hold);
  } finally {
    ended.abort();
    await beating;
    await letGo(store, book, batchId, { lease, fence });
  }
}

function busy(batchId: string, leaseMs: number): Outcome<never> {
  return refuse('BATCH_BUSY', { retryAfter: leaseMs / 1000, data: { batch_id: batchId } });
}

/**
 * The token by which a run writes; undefined when it was overtaken before it began. That of the lease, unless the lease
 * counts anew: one that a power cut damaged is forgotten by the repair, and what older runs wrote down would bar every new one.
 */
async function fenceOf(
  { store, book }: Pick<HoldParts, 'store' | 'book'>,
  batchId: string,
  lease: Lease,
  leaseMs: number,
): Promise<number | undefined> {
  const before = (await book.find(batchId))?.progress.fence ?? 0;
  if (lease.token > before) return lease.token;
  return (await store.renewLease(lease, leaseMs)) ? book.overtake(batchId) : undefined;
}

/** The heartbeat: a lost hold shows at the next renewal of the run itself, before anything begins. */
async function beat(hold: RunHold, clock: Clock, everyMs: number, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    const slept = await clock.sleep(everyMs, until).then(
      () => true,
      () => false,
    );
    if (!slept) return;
    const renewed = await hold.renew().catch(() => false);
    if (renewed) await hold.note((progress) => progress).catch(() => false);
  }
}

// A hold that cannot be given back ends by itself.
async function letGo(
  store: Pick<StateStore, 'releaseLease'>,
  book: BatchBook,
  batchId: string,
  { lease, fence }: { readonly lease: Lease; readonly fence: number },
): Promise<void> {
  await book.changeAs(fence, batchId, free).catch(() => false);
  await store.releaseLease(lease).catch(() => false);
}

function free({ run: _run, ...progress }: Progress): Progress {
  return progress;
}
