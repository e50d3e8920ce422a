import { describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import type { StateStore } from '../state/store.js';
import { createBreaker, type Breaker } from './breaker.js';

interface Bench {
  readonly clock: ManualClock;
  readonly store: StateStore;
  readonly breaker: Breaker;
  readonly other: Breaker;
}

function bench(thresholdSec = 300): Bench {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const open = (owner: string): Breaker =>
    createBreaker({ store, clock, thresholdSec, cooldownSec: 900, owner });
  return { clock, store, breaker: open('one'), other: open('other') };
}

async function holdsBack(breaker: Breaker, code: string, retryAfter?: number): Promise<void> {
  const admitted = await breaker.admit('read', 1_000);
  expect(admitted).toMatchObject({ ok: false, refusal: { code } });
  if (retryAfter !== undefined) expect(admitted).toMatchObject({ refusal: { retry_after: retryAfter } });
}

describe('the breaker', () => {
  it('pauses for the cooldown from the threshold on, for the demanded wait when that is longer, and shorter waits as they are', async () => {
    for (const [seconds, pause] of [
      [299, 299],
      [300, 900],
      [5_000, 5_000],
    ] as const) {
      const { breaker, other } = bench();
      await breaker.trip({ seconds, method: 'messages.getHistory' });
      await holdsBack(other, 'BREAKER_OPEN', pause);
    }
  });

  it('has no circuit with threshold 0, but keeps what Telegram demanded', async () => {
    const { breaker, clock } = bench(0);
    await breaker.trip({ seconds: 1_000, method: 'm' });
    await holdsBack(breaker, 'BREAKER_OPEN', 1_000);
    await clock.advance(1_000_000);
    expect(await breaker.state()).toEqual({ state: 'closed' });
  });

  it('never shortens a wait, in whatever order the floods are learned', async () => {
    for (const waits of [
      [60, 600, 30],
      [600, 60, 30],
      [30, 60, 600],
    ]) {
      const { breaker, other } = bench();
      await Promise.all(
        waits.map((seconds, n) => (n % 2 === 0 ? breaker : other).trip({ seconds, method: 'm' })),
      );
      await holdsBack(breaker, 'BREAKER_OPEN', 900);
    }
  });

  it('lets one probe go after the pause; its answer closes the breaker', async () => {
    const { breaker, other, clock } = bench();
    await breaker.trip({ seconds: 400, method: 'm' });
    await clock.advance(900_000);
    expect(await other.state()).toMatchObject({ state: 'half_open' });
    const probes = await Promise.all(
      [breaker, other, breaker, other].map((each) => each.admit('read', 1_000)),
    );
    const admitted = probes.filter((probe) => probe.ok);
    expect(admitted).toHaveLength(1);
    const [probe] = admitted;
    if (probe?.ok !== true) throw new Error('no probe');
    await holdsBack(other, 'BREAKER_OPEN');
    await breaker.settle(probe.value, true);
    expect(await other.state()).toEqual({ state: 'closed' });
    expect(await other.admit('read', 1_000)).toEqual({ ok: true, value: {} });
  });

  it('stays half open when the probe got no answer, and hands the probe on when its holder died', async () => {
    const { breaker, other, clock } = bench();
    await breaker.trip({ seconds: 400, method: 'm' });
    await clock.advance(900_000);
    const probe = await breaker.admit('read', 1_000);
    if (!probe.ok) throw new Error('no probe');
    await breaker.settle(probe.value, false);
    expect(await breaker.state()).toMatchObject({ state: 'half_open' });
    expect(await other.admit('read', 1_000)).toMatchObject({ ok: true });
    await holdsBack(breaker, 'BREAKER_OPEN');
    await clock.advance(6_000);
    expect(await breaker.admit('read', 1_000)).toMatchObject({ ok: true });
  });

  it('opens again when the probe meets another flood', async () => {
    const { breaker, clock } = bench();
    await breaker.trip({ seconds: 400, method: 'm' });
    await clock.advance(900_000);
    const probe = await breaker.admit('read', 1_000);
    if (!probe.ok) throw new Error('no probe');
    await breaker.trip({ seconds: 100, method: 'm' });
    await breaker.settle(probe.value, false);
    await holdsBack(breaker, 'BREAKER_OPEN', 100);
    await clock.advance(100_000);
    expect(await breaker.state()).toMatchObject({ state: 'half_open' });
  });

  it('is not fooled by a stepped clock, and survives a reboot', async () => {
    const { breaker, clock } = bench();
    await breaker.trip({ seconds: 600, method: 'm' });
    clock.stepWall(86_400_000);
    await holdsBack(breaker, 'BREAKER_OPEN', 900);
    clock.stepWall(-86_400_000);
    clock.reboot(300_000);
    await holdsBack(breaker, 'BREAKER_OPEN', 600);
    await clock.advance(600_000);
    expect(await breaker.state()).toMatchObject({ state: 'half_open' });
  });

  it('keeps the latch beside a pause, and clears only the latch', async () => {
    const { breaker, other } = bench();
    await breaker.latchWrites('messages.sendMessage');
    await other.trip({ seconds: 60, method: 'm' });
    expect(await other.latched()).toBe(true);
    expect(await other.admit('write', 1_000)).toMatchObject({ refusal: { code: 'WRITES_LATCHED' } });
    await other.clearLatch();
    expect(await breaker.latched()).toBe(false);
    await holdsBack(breaker, 'BREAKER_OPEN', 60);
  });
});
