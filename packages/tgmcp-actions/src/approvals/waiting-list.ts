/**
 * Which proposals may still be approved: one short list, however many there ever were. It is also the limit on how many a
 * model can make: each proposal costs files, and the time of the person who has to read them.
 */
import {
  done,
  momentAfter,
  momentSchema,
  permissionLeft,
  refuse,
  type Clock,
  type DocumentKind,
  type Outcome,
  type StateStore,
} from '@tgmcp/core';
import * as z from 'zod';

const listSchema = z.strictObject({
  open: z.array(z.strictObject({ id: z.string(), life: momentSchema, grant: z.literal(true).optional() })),
});
const LIST: DocumentKind<z.infer<typeof listSchema>> = {
  folder: 'open-proposals',
  version: 1,
  schema: listSchema,
};
const KEY = 'open';

/** Proposals of one account that can be within their life at once; those that are over before their time do not count. */
export const MOST_WAITING = 100;
/** How many of them can be grants, which wait for days where others wait for minutes. */
export const MOST_WAITING_GRANTS = 20;
/** How long a place is kept for a proposal that is not stored yet; a process killed meanwhile never stores it. */
const STORING_MS = 60_000;

type Entry = z.infer<typeof listSchema>['open'][number];

/** Those of which one has to end before there is a place; none where there is one. */
function inTheWayOf(entry: Entry, open: readonly Entry[]): readonly Entry[] {
  const grants = open.filter((one) => one.grant);
  if (entry.grant && grants.length >= MOST_WAITING_GRANTS) return grants;
  return open.length < MOST_WAITING ? [] : open;
}

/** The proposals of one account that are within their life. */
export interface WaitingList {
  /** Takes a place before the proposal is stored. Refused with TOO_MANY_PROPOSALS until one ends. */
  enter(id: string, lifeMs: number, kind: 'action' | 'grant'): Promise<Outcome<void>>;
  /** Ids, oldest first. */
  ids(): Promise<string[]>;
  /** Whether one action more could be proposed now. Refused with TOO_MANY_PROPOSALS. */
  room(): Promise<Outcome<void>>;
}

/**
 * The list over a state store; `stays` says how many milliseconds longer a proposal counts, however long its
 * life is, and nothing of one that is not stored.
 */
export function createWaitingList(
  store: StateStore,
  clock: Clock,
  stays: (id: string) => Promise<number | undefined>,
): WaitingList {
  const standing = (document: z.infer<typeof listSchema> | undefined) =>
    (document?.open ?? []).filter((one) => permissionLeft(clock, one.life) > 0);

  const waiting = async (): Promise<readonly Entry[]> => standing((await store.get(LIST, KEY))?.value);

  // Only a full list is worth asking what became of each.
  const livesOf = async (open: readonly Entry[]): Promise<ReadonlyMap<string, number>> =>
    new Map(
      await Promise.all(
        open.map(
          async (one) =>
            [
              one.id,
              Math.min(
                permissionLeft(clock, one.life),
                (await stays(one.id)) ?? permissionLeft(clock, { ...one.life, ms: STORING_MS }),
              ),
            ] as const,
        ),
      ),
    );

  const tooMany = (inTheWay: readonly Entry[], leftMs: ReadonlyMap<string, number>): Outcome<never> => {
    const left = inTheWay.map((one) => leftMs.get(one.id) ?? permissionLeft(clock, one.life));
    return refuse('TOO_MANY_PROPOSALS', {
      retryAfter: Math.min(...left) / 1000,
      data: { waiting: left.length },
    });
  };

  /** The place, or those that are in its way. */
  async function add(entry: Entry, over: ReadonlySet<string>): Promise<readonly Entry[]> {
    const stored = await store.update(LIST, KEY, (document) => {
      const open = standing(document).filter((one) => !over.has(one.id));
      return inTheWayOf(entry, open).length === 0 ? { open: [...open, entry] } : undefined;
    });
    const open = standing(stored);
    return open.some((one) => one.id === entry.id) ? [] : inTheWayOf(entry, open);
  }

  return {
    async enter(id, lifeMs, kind) {
      const life = momentAfter(clock, lifeMs);
      const entry: Entry = { id, life, ...(kind === 'grant' ? { grant: true } : {}) };
      if ((await add(entry, new Set())).length === 0) return done(undefined);
      const leftMs = await livesOf(await waiting());
      const over = [...leftMs].filter(([, left]) => left <= 0).map(([one]) => one);
      const inTheWay = await add(entry, new Set(over));
      return inTheWay.length === 0 ? done(undefined) : tooMany(inTheWay, leftMs);
    },
    async room() {
      const open = await waiting();
      if (open.length < MOST_WAITING) return done(undefined);
      const leftMs = await livesOf(open);
      const counted = open.filter((one) => (leftMs.get(one.id) ?? 0) > 0);
      return counted.length < MOST_WAITING ? done(undefined) : tooMany(counted, leftMs);
    },
    ids: async () => (await waiting()).map((one) => one.id),
  };
}
