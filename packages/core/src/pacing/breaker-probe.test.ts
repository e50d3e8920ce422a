import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import type { StateStore } from '../state/store.js';
import { createBreaker, type Breaker } from './breaker.js';

/** A breaker whose circuit is half open, and one of another process that looks at the same moment and comes second. */
async function halfOpen(
  meanwhile: (first: Breaker) => Promise<void>,
): Promise<{ second: Breaker; store: StateStore }> {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const open = (owner: string, over: StateStore): Breaker =>
    createBreaker({ store: over, clock, thresholdSec: 300, cooldownSec: 900, owner });
  const first = open('first', store);
  await first.trip({ seconds: 1_000, method: 'm' });
  await clock.advance(1_000_000);
  const late = {
    ...store,
    async acquireLease(...asked: Parameters<StateStore['acquireLease']>) {
      await meanwhile(first);
      return store.acquireLease(...asked);
    },
  };
  return { second: open('second', late), store };
}

async function probe(first: Breaker): Promise<Parameters<Breaker['settle']>[0]> {
  const admitted = await first.admit('read', 1_000);
  if (!admitted.ok) throw new Error(admitted.refusal.code);
  expect(admitted.value.probe).toBeDefined();
  return admitted.value;
}

describe('a call that saw the circuit half open, and gets the lease of the probe once another is through', () => {
  it('is held back by the wait which that one met, and leaves the lease', async () => {
    const { second, store } = await halfOpen(async (first) => {
      const admission = await probe(first);
      await first.trip({ seconds: 3_600, method: 'm' });
      await first.settle(admission, false);
    });
    expect(await second.admit('read', 1_000)).toMatchObject({
      ok: false,
      refusal: { code: 'BREAKER_OPEN', retry_after: 3_600 },
    });
    expect(await store.acquireLease('breaker-probe', 'third', 1_000)).toBeDefined();
  });

  it('goes as every call where that one closed the circuit', async () => {
    const { second, store } = await halfOpen(async (first) => first.settle(await probe(first), true));
    expect(await second.admit('read', 1_000)).toEqual({ ok: true, value: {} });
    expect(await store.acquireLease('breaker-probe', 'third', 1_000)).toBeDefined();
  });

  it('does not write past a latch that was set meanwhile', async () => {
    const { second } = await halfOpen(async (first) => {
      const admission = await probe(first);
      await first.latchWrites('m');
      await first.settle(admission, false);
    });
    expect(await second.admit('write', 1_000)).toMatchObject({
      ok: false,
      refusal: { code: 'WRITES_LATCHED' },
    });
  });
});
