/**
 * Wrong tries, counted on disk before the comparison: a process killed between the count and the comparison has spent
 * its try. Five within an hour shut that one place for an hour, or until the operator opens it again.
 */
import {
  done,
  momentAfter,
  momentSchema,
  refuse,
  requiredWaitLeft,
  type Clock,
  type DocumentKind,
  type Outcome,
  type StateStore,
} from '@tgmcp/core';
import { randomBytes } from 'node:crypto';
import * as z from 'zod';

/** Where something secret or fresh can be typed. Each is counted for itself. */
export const PLACES = ['confirmation_text', 'terminal', 'forms'] as const;
export type Place = (typeof PLACES)[number];

/** Wrong tries that shut a place. */
export const MAX_TRIES = 5;
const HOUR_MS = 3_600_000;

const triesSchema = z.strictObject({
  tries: z.array(z.strictObject({ id: z.string(), at: momentSchema })),
});
type Tries = z.infer<typeof triesSchema>;

const TRIES: DocumentKind<Tries> = { folder: 'wrong-tries', version: 1, schema: triesSchema };

/** Counts tries of one account. */
export interface TryCounter {
  /** Counts one try and then compares. Right: the try is forgotten. Locked: `isRight` is not asked at all. */
  attempt(place: Place, isRight: () => boolean): Promise<Outcome<boolean>>;
  /** Refused with PHRASE_LOCKED while a place is shut; counts nothing. */
  open(place: Place): Promise<Outcome<void>>;
  /** How many wrong tries a place has left. */
  left(place: Place): Promise<number>;
  /** Opens every place again. */
  unlatch(): Promise<void>;
}

/** The counter over a state store. */
export function createTryCounter(store: StateStore, clock: Clock): TryCounter {
  const current = async (place: Place): Promise<Tries['tries']> =>
    standing(clock, (await store.get(TRIES, place))?.value);

  const open = async (place: Place): Promise<Outcome<void>> => {
    const tries = await current(place);
    return tries.length < MAX_TRIES ? done(undefined) : locked(clock, tries);
  };

  return {
    open,
    left: async (place) => Math.max(0, MAX_TRIES - (await current(place)).length),
    async attempt(place, isRight) {
      const id = randomBytes(8).toString('hex');
      const at = momentAfter(clock, HOUR_MS);
      const counted = await store.update(TRIES, place, (document) => {
        const tries = standing(clock, document);
        return tries.length < MAX_TRIES ? { tries: [...tries, { id, at }] } : undefined;
      });
      if (!counted?.tries.some((one) => one.id === id)) return locked(clock, counted?.tries ?? []);
      if (!isRight()) return done(false);
      await store.update(TRIES, place, (document) => ({
        tries: (document?.tries ?? []).filter((one) => one.id !== id),
      }));
      return done(true);
    },
    async unlatch() {
      for (const place of PLACES) {
        await store.update(TRIES, place, (document) => (document === undefined ? undefined : { tries: [] }));
      }
    },
  };
}

// An open place forgets tries one by one after an hour; a shut one opens an hour after the try that shut it.
function standing(clock: Clock, document: Tries | undefined): Tries['tries'] {
  const tries = document?.tries ?? [];
  const last = tries.at(-1);
  if (tries.length >= MAX_TRIES && last !== undefined) {
    return requiredWaitLeft(clock, last.at) > 0 ? tries : [];
  }
  return tries.filter((one) => requiredWaitLeft(clock, one.at) > 0);
}

function locked(clock: Clock, tries: Tries['tries']): Outcome<never> {
  const last = tries.at(-1);
  const leftMs = last === undefined ? HOUR_MS : requiredWaitLeft(clock, last.at);
  return refuse('PHRASE_LOCKED', { retryAfter: leftMs / 1000 });
}
