/** The batches of one account on disk. */
import type { StateStore } from '@tgmcp/core';
import { grantDigest } from '../actions/digest.js';
import type { Grants, StandingGrant } from '../approvals/grants.js';
import { BATCHES, NOTHING_DONE, PROGRESS, scopeOf, type Batch, type Progress } from './records.js';
import type { BatchView } from './summary.js';

/** Reads and writes batches. */
export interface BatchBook {
  /** Undefined for an id that no batch has. */
  find(id: string): Promise<BatchView | undefined>;
  create(batch: Batch): Promise<void>;
  /** Changes how far a batch came; `change` may run several times. Resolves to what stands then. */
  change(id: string, change: (progress: Progress) => Progress): Promise<Progress>;
  /** The same for the run with a fencing token: false when a newer run has begun, and then nothing is changed. */
  changeAs(fence: number, id: string, change: (progress: Progress) => Progress): Promise<boolean>;
  /** Takes a fencing token above every one that was there before, and gives it. */
  overtake(id: string): Promise<number>;
}

/** The book over an account's state store. */
export function createBatchBook(
  store: Pick<StateStore, 'get' | 'create' | 'update'>,
  grants: Pick<Grants, 'find'>,
): BatchBook {
  // A batch never changes, it can be long, and a run asks before each item.
  let last: { readonly batch: Batch; readonly digestFor: (lifeMs: number) => string } | undefined;
  const read = async (id: string): Promise<typeof last> => {
    if (last?.batch.id === id) return last;
    const batch = (await store.get(BATCHES, id))?.value;
    if (batch === undefined) return undefined;
    const digests = new Map<number, string>();
    const digestFor = (lifeMs: number): string => {
      const terms = { verb: 'batch', scope: scopeOf(batch), lifeMs } as const;
      const digest = digests.get(lifeMs) ?? grantDigest(batch.accountId, terms);
      digests.set(lifeMs, digest);
      return digest;
    };
    last = { batch, digestFor };
    return last;
  };

  // What was approved is the grant; a batch that says something else by now has no leave.
  const grantOf = async (
    { grantId }: Progress,
    digestFor: (lifeMs: number) => string,
  ): Promise<StandingGrant | undefined> => {
    const found = grantId === undefined ? undefined : await grants.find('batch', grantId);
    if (found === undefined || !found.ok) return undefined;
    const { approvalDigest, grant } = found.value.grant;
    const isSame = approvalDigest === digestFor(grant.lifeMs);
    return isSame ? found.value : { ...found.value, state: 'invalid_scope', leftMs: 0 };
  };

  return {
    async find(id) {
      const known = await read(id);
      if (known === undefined) return undefined;
      const progress = (await store.get(PROGRESS, id))?.value ?? NOTHING_DONE;
      const grant = await grantOf(progress, known.digestFor);
      return { batch: known.batch, progress, ...(grant === undefined ? {} : { grant }) };
    },
    async create(batch) {
      if (!(await store.create(BATCHES, batch.id, batch))) {
        throw new Error('Two batches got the same random id');
      }
    },
    async change(id, change) {
      const stored = await store.update(PROGRESS, id, (progress) => change(progress ?? NOTHING_DONE));
      return stored ?? NOTHING_DONE;
    },
    async changeAs(fence, id, change) {
      const stored = await store.update(PROGRESS, id, (progress = NOTHING_DONE) =>
        progress.fence > fence ? undefined : change({ ...progress, fence }),
      );
      return stored !== undefined && stored.fence === fence;
    },
    async overtake(id) {
      let fence = 0;
      await store.update(PROGRESS, id, (progress = NOTHING_DONE) => {
        fence = progress.fence + 1;
        return { ...progress, fence };
      });
      return fence;
    },
  };
}
