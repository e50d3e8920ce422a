import { describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import { StateError, type StateStore } from '../state/store.js';
import { createBreaker, type Breaker } from './breaker.js';

interface Bench {
  readonly clock: ManualClock;
  readonly store: StateStore;
  /** A breaker whose disk takes nothing while `full` is true, and one on the same state whose disk does. */
  readonly breaker: Breaker;
  readonly other: Breaker;
  readonly disk: { full: boolean };
}

function bench(full = true): Bench {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const disk = { full };
  const failing: StateStore = {
    ...store,
    update: (...args) =>
      disk.full
        ? Promise.reject(new StateError('STATE_UNWRITABLE', '/data/breaker', 'full'))
        : store.update(...args),
  };
  const settings = { clock, thresholdSec: 300, cooldownSec: 900, owner: 'one' };
  return {
    clock,
    store,
    disk,
    breaker: createBreaker({ ...settings, store: failing }),
    other: createBreaker({ ...settings, store }),
  };
}

const flood = (seconds: number) => ({ seconds, method: 'messages.getHistory' });

describe('a breaker that nothing happened to', () => {
  it('is closed, and lets reads and writes go', async () => {
    const { breaker } = bench();
    expect(await breaker.state()).toEqual({ state: 'closed' });
    expect(await breaker.latched()).toBe(false);
    expect(await breaker.admit('read', 1_000)).toEqual({ ok: true, value: {} });
    expect(await breaker.admit('write', 1_000)).toEqual({ ok: true, value: {} });
    await breaker.settle({}, true);
    await breaker.settle({}, false);
  });
});

describe('what a process knows although the disk did not take it', () => {
  it('is a wait, until it is over', async () => {
    const { breaker, clock } = bench();
    await expect(breaker.trip(flood(60))).rejects.toThrow('full');
    const reason = 'Telegram asked for 60 s (messages.getHistory)';
    expect(await breaker.state()).toEqual({ state: 'open', leftMs: 60_000, reason });
    expect(await breaker.admit('read', 1_000)).toMatchObject({
      refusal: { code: 'BREAKER_OPEN', retry_after: 60, data: { reason } },
    });
    await clock.advance(60_000);
    expect(await breaker.state()).toEqual({ state: 'closed' });
  });

  it('is a circuit that waits for its probe', async () => {
    const { breaker, clock, disk } = bench();
    await expect(breaker.trip(flood(400))).rejects.toThrow('full');
    await clock.advance(900_000);
    expect(await breaker.state()).toMatchObject({ state: 'half_open' });
    disk.full = false;
    const probe = await breaker.admit('read', 1_000);
    if (!probe.ok) throw new Error('no probe');
    await breaker.settle(probe.value, true);
    expect(await breaker.state()).toEqual({ state: 'closed' });
  });

  it('is the latch, beside the wait of another process', async () => {
    const { breaker, other } = bench();
    await other.trip(flood(60));
    await expect(breaker.latchWrites('messages.sendMessage')).rejects.toThrow('full');
    expect(await breaker.latched()).toBe(true);
    expect(await breaker.admit('write', 1_000)).toMatchObject({ refusal: { code: 'WRITES_LATCHED' } });
    expect(await breaker.admit('read', 1_000)).toMatchObject({ refusal: { code: 'BREAKER_OPEN' } });
  });

  it('is never shortened by what the state says, nor the other way about', async () => {
    for (const [own, kept, left] of [
      [60, 100, 100],
      [100, 60, 100],
      [60, 60, 60],
    ] as const) {
      const { breaker, other } = bench();
      await other.trip(flood(kept));
      await expect(breaker.trip(flood(own))).rejects.toThrow('full');
      expect(await breaker.state()).toMatchObject({ state: 'open', leftMs: left * 1_000 });
    }
  });

  it('goes to the disk with what comes next', async () => {
    const { breaker, other, disk } = bench();
    await expect(breaker.trip(flood(1_000))).rejects.toThrow('full');
    await expect(breaker.latchWrites('messages.sendMessage')).rejects.toThrow('full');
    disk.full = false;
    await breaker.trip(flood(60));
    expect(await other.state()).toMatchObject({ state: 'open', leftMs: 1_000_000 });
    expect(await breaker.state()).toMatchObject({ state: 'open', leftMs: 1_000_000 });
    expect(await other.latched()).toBe(true);
  });

  it('is what was learned while an earlier wait was on its way to the disk', async () => {
    const { breaker, store } = bench(false);
    let goOn = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let writes = 0;
    const late = createBreaker({
      clock: manualClock(),
      thresholdSec: 300,
      cooldownSec: 900,
      owner: 'late',
      store: {
        ...store,
        update: async (...args) => {
          const write = (writes += 1);
          await slow;
          if (write === 2) throw new StateError('STATE_UNWRITABLE', '/data/breaker', 'full');
          return store.update(...args);
        },
      },
    });
    expect(await breaker.latched()).toBe(false);
    const first = late.trip(flood(60));
    const second = late.latchWrites('messages.sendMessage');
    const outcomes = Promise.allSettled([first, second]);
    goOn();
    await outcomes;
    expect(await late.latched()).toBe(true);
  });

  it('is forgotten of the latch alone when the operator clears it', async () => {
    const { breaker, disk } = bench();
    await expect(breaker.trip(flood(60))).rejects.toThrow('full');
    await expect(breaker.latchWrites('messages.sendMessage')).rejects.toThrow('full');
    disk.full = false;
    await breaker.clearLatch();
    expect(await breaker.latched()).toBe(false);
    expect(await breaker.state()).toMatchObject({ state: 'open', leftMs: 60_000 });
  });
});

describe('the probe', () => {
  it('holds back the others for three seconds, telling why', async () => {
    const { breaker, other, clock } = bench(false);
    await breaker.trip(flood(400));
    await clock.advance(900_000);
    expect(await breaker.admit('read', 1_000)).toMatchObject({ ok: true });
    expect(await other.admit('read', 1_000)).toMatchObject({
      refusal: {
        code: 'BREAKER_OPEN',
        retry_after: 3,
        data: { reason: 'Telegram asked for 400 s (messages.getHistory)' },
      },
    });
  });

  it('that was answered does not end a wait that another call met meanwhile', async () => {
    const { breaker, other, clock } = bench(false);
    await breaker.trip(flood(400));
    await clock.advance(900_000);
    const probe = await breaker.admit('read', 1_000);
    if (!probe.ok) throw new Error('no probe');
    await other.trip(flood(100));
    await breaker.settle(probe.value, true);
    expect(await breaker.state()).toMatchObject({ state: 'open', leftMs: 100_000 });
  });

  it('that was answered is given back, also when the state was removed meanwhile', async () => {
    const { breaker, store } = bench(false);
    const probe = await store.acquireLease('breaker-probe', 'one', 60_000);
    if (probe === undefined) throw new Error('no lease');
    await breaker.settle({ probe }, true);
    expect(await breaker.state()).toEqual({ state: 'closed' });
    expect(await store.acquireLease('breaker-probe', 'other', 60_000)).toMatchObject({ token: 2 });
  });

  it('is not needed for a latch, which it leaves alone', async () => {
    const { breaker, clock } = bench(false);
    await breaker.trip(flood(400));
    await breaker.latchWrites('messages.sendMessage');
    await clock.advance(900_000);
    const probe = await breaker.admit('read', 1_000);
    if (!probe.ok) throw new Error('no probe');
    await breaker.settle(probe.value, true);
    expect(await breaker.state()).toEqual({ state: 'closed' });
    expect(await breaker.latched()).toBe(true);
    expect(await breaker.admit('read', 1_000)).toEqual({ ok: true, value: {} });
    await breaker.clearLatch();
    await breaker.clearLatch();
    expect(await breaker.latched()).toBe(false);
  });
});
