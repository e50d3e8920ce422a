import type { StateStore } from '@tgmcp/core';

const CHANGES = [
  'create',
  'compareAndSwap',
  'update',
  'append',
  'acquireLease',
  'renewLease',
  'releaseLease',
] as const;

/** When a process dies, for tests: at one of its steps on disk, and whether that step takes effect. */
export interface Killer {
  steps: number;
  /** The step at which the process dies, from 1; -1 for never. */
  dieAt: number;
  /** Whether that step takes effect. */
  after: boolean;
  dead: boolean;
}

class Killed extends Error {}

/** A store for tests that counts the steps that change something, and ends its process at one of them. */
export function mortal(store: StateStore, killer: Killer): StateStore {
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    if (killer.dead) throw new Killed();
    killer.steps += 1;
    if (killer.steps !== killer.dieAt) return work();
    killer.dead = true;
    if (killer.after) await work();
    throw new Killed();
  };
  const wrapped: Record<string, unknown> = {};
  for (const name of CHANGES) {
    const real = store[name].bind(store) as (...given: unknown[]) => Promise<unknown>;
    wrapped[name] = (...given: unknown[]) => step(() => real(...given));
  }
  return { ...store, ...wrapped };
}
