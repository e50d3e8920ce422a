import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { courtesyLock } from './courtesy-lock.js';

/** A lock that somebody has, for ever or until `free`; to ask for it takes time on a clock of the test's own. */
const held = vi.hoisted(() => ({
  now: 0,
  takesMs: 40,
  free: Number.POSITIVE_INFINITY,
  retries: [] as number[],
}));
vi.mock('proper-lockfile', () => ({
  default: {
    lock: async (_folder: string, { retries }: { retries: { retries: number } }) => {
      held.retries.push(retries.retries);
      held.now += held.takesMs;
      if (held.retries.length < held.free) throw Object.assign(new Error('locked'), { code: 'ELOCKED' });
      return async () => undefined;
    },
  },
}));

beforeEach(() => {
  Object.assign(held, { now: 1_000, takesMs: 40, free: Number.POSITIVE_INFINITY, retries: [] });
  vi.spyOn(performance, 'now').mockImplementation(() => held.now);
});
afterEach(() => vi.restoreAllMocks());

/** Asks for the lock of a document that moves on at these looks; how often was asked, and for how long. */
async function waited(moves: (look: number) => boolean): Promise<{ asked: number[]; ms: number }> {
  let look = 0;
  let nonce = 0;
  const release = await courtesyLock('/data/a', () => String((nonce += moves((look += 1)) ? 1 : 0)));
  const released = release();
  expect(released).toBeInstanceOf(Promise);
  await released;
  return { asked: held.retries, ms: held.now - 1_000 };
}

describe('the patience for a lock', () => {
  it('ends when the document has not moved for 50 ms, counted on the dot', async () => {
    held.takesMs = 25;
    expect(await waited(() => false)).toEqual({ asked: [6, 6], ms: 50 });
    Object.assign(held, { now: 1_000, takesMs: 49, retries: [] });
    expect(await waited(() => false)).toEqual({ asked: [6, 6], ms: 98 });
  });

  it('lasts two seconds while the document moves on, and asks more often then', async () => {
    const { asked, ms } = await waited(() => true);
    expect(ms).toBe(2_000);
    expect(asked).toEqual([6, ...Array.from({ length: 49 }, () => 25)]);
  });

  it('begins anew at each move', async () => {
    held.takesMs = 25;
    // The second look is after the first 25 ms.
    expect(await waited((look) => look === 2)).toEqual({ asked: [6, 25, 25], ms: 75 });
    Object.assign(held, { now: 1_000, retries: [] });
    expect(await waited((look) => look === 3)).toEqual({ asked: [6, 6, 25, 25], ms: 100 });
  });

  it('is over as soon as the lock is free', async () => {
    held.free = 3;
    expect(await waited(() => true)).toEqual({ asked: [6, 25, 25], ms: 120 });
  });
});
