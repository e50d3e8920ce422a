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
  open: z.array(z.strictObject({ id: z.string(), life: momentSchema })),
});
const LIST: DocumentKind<z.infer<typeof listSchema>> = {
  folder: 'open-proposals',
  version: 1,
  schema: listSchema,
};
const KEY = 'open';

/** Proposals of one account that can be within their life at once; those that were used or refused do not count. */
export const MOST_WAITING = 100;

/** The proposals of one account that are within their life. */
export interface WaitingList {
  /** Takes a place before the proposal is stored. Refused with TOO_MANY_PROPOSALS until one ends. */
  enter(id: string, lifeMs: number): Promise<Outcome<void>>;
  /** Ids, oldest first. */
  ids(): Promise<string[]>;
}

/** The list over a state store; `isOver` says of a proposal that it was used or refused. */
export function createWaitingList(
  store: StateStore,
  clock: Clock,
  isOver: (id: string) => Promise<boolean>,
): WaitingList {
  const standing = (document: z.infer<typeof listSchema> | undefined) =>
    (document?.open ?? []).filter((one) => permissionLeft(clock, one.life) > 0);

  async function add(id: string, lifeMs: number, over: ReadonlySet<string>): Promise<Outcome<void>> {
    const life = momentAfter(clock, lifeMs);
    const stored = await store.update(LIST, KEY, (document) => {
      const open = standing(document).filter((one) => !over.has(one.id));
      return open.length < MOST_WAITING ? { open: [...open, { id, life }] } : undefined;
    });
    if (stored?.open.some((one) => one.id === id) === true) return done(undefined);
    const left = standing(stored).map((one) => permissionLeft(clock, one.life));
    return refuse('TOO_MANY_PROPOSALS', {
      retryAfter: Math.min(...left) / 1000,
      data: { waiting: left.length },
    });
  }

  return {
    async enter(id, lifeMs) {
      const entered = await add(id, lifeMs, new Set());
      if (entered.ok) return entered;
      // Only a full list is worth asking what became of each.
      const listed = standing((await store.get(LIST, KEY))?.value).map((one) => one.id);
      const over = await Promise.all(listed.map(async (one) => ((await isOver(one)) ? one : undefined)));
      return add(id, lifeMs, new Set(over.filter((one) => one !== undefined)));
    },
    ids: async () => standing((await store.get(LIST, KEY))?.value).map((one) => one.id),
  };
}
