import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ManualClock } from '../clock/manual-clock.js';
import { refuse } from '../errors/refuse.js';
import { StateError, type StateStore } from '../state/store.js';
import type { PacingTicket } from './failure.js';
import { createPacer, type Pacer } from './pacer.js';
import { Answer, bench, classify, READ, scripted, SETTINGS, WRITE } from './test-pacer.js';

function neverAnswered(): Promise<never> {
  return new Promise(() => undefined);
}

// The queue between calls passes each of them on by timers of its own, which come late when the machine is busy.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Waits until as many sleep as `sleepers` says now, or none is left, and the queue has no more to do. */
async function rest(clock: ManualClock, sleepers: () => number): Promise<void> {
  const sleeping = async (): Promise<boolean> => {
    await vi.runAllTimersAsync();
    return clock.sleeping === sleepers();
  };
  await expect.poll(sleeping, { interval: 1 }).toBe(true);
}

/**
 * Moves the clock on by tenths of a second until these calls are through. Before each, one call of each of the `pacers` sleeps
 * until its slot, besides the deadlines of all.
 */
async function goOn(clock: ManualClock, calls: readonly Promise<unknown>[], pacers = 1): Promise<void> {
  let left = calls.length;
  for (const call of calls) void call.finally(() => (left -= 1));
  for (;;) {
    await rest(clock, () => left + Math.min(left, pacers));
    if (left === 0) return;
    await clock.advance(100);
  }
}

describe('the pacer', () => {
  it('gives back what Telegram answered', async () => {
    const { pacer } = bench();
    expect(await pacer.run(READ, async () => 7, classify)).toEqual({ ok: true, value: 7 });
  });

  it('spaces calls by the rate and lets an interactive call overtake waiting background calls', async () => {
    const { pacer, clock } = bench();
    const order: string[] = [];
    const run = (name: string, lane: 'interactive' | 'background'): Promise<unknown> =>
      pacer.run({ ...READ, lane }, async () => order.push(`${name} ${clock.monotonic()}`), classify);
    const start = clock.monotonic();
    const calls = [
      run('a', 'background'),
      run('b', 'background'),
      run('c', 'background'),
      run('d', 'interactive'),
    ];
    await goOn(clock, calls);
    expect(order.map((entry) => entry.split(' ')[0])).toEqual(['a', 'b', 'd', 'c']);
    const times = order.map((entry) => Number(entry.split(' ')[1]) - start);
    for (const [call, time] of times.entries()) expect(time).toBeGreaterThanOrEqual(call * 250);
  });

  it('reserves one slot at a time, so that a process that dies wastes one at most', async () => {
    const { pacer, clock, store } = bench();
    const telegram = scripted('ok');
    await pacer.run(READ, telegram.attempt, classify);
    const waiting = Array.from({ length: 3 }, () => pacer.run(READ, telegram.attempt, classify));
    await rest(clock, () => 3 + 1);
    // The first of the three has reserved the slot at 250 ms; the next free one is that at 500.
    expect(await store.reserve('account', 250, 1, 0)).toBeCloseTo(500, 0);
    expect(telegram.sent()).toBe(1);
    await goOn(clock, waiting);
    expect(await Promise.all(waiting)).toHaveLength(3);
    expect(telegram.sent()).toBe(4);
  });

  it('prepares a call before it takes a slot for it, after the breaker let it go, and takes none when that fails', async () => {
    const { pacer, store, clock } = bench();
    const telegram = scripted('ok');
    const seen: number[] = [];
    const prepare = async (): Promise<void> => {
      seen.push(await store.reserve('account', 250, 1, -1));
    };
    await pacer.run({ ...READ, prepare }, telegram.attempt, classify);
    expect(seen).toEqual([0]);
    expect(await store.reserve('account', 250, 1, -1)).toBe(250);
    const fails = { ...WRITE, prepare: () => Promise.reject(new Answer({ kind: 'transient' })) };
    expect(await pacer.run(fails, telegram.attempt, classify)).toMatchObject({
      refusal: { code: 'TELEGRAM_TROUBLE' },
    });
    const hangs = pacer.run({ ...READ, deadlineMs: 500, prepare: neverAnswered }, telegram.attempt, classify);
    await clock.advance(500);
    expect(await hangs).toMatchObject({ refusal: { code: 'DEADLINE' } });
    expect(await store.reserve('account', 250, 1, -1)).toBe(0);
    expect(telegram.sent()).toBe(1);
    await pacer.run(READ, scripted({ kind: 'flood', seconds: 400 }).attempt, classify);
    await pacer.run({ ...READ, prepare }, telegram.attempt, classify);
    expect(seen).toHaveLength(1);
  });

  it('refuses a call whose turn would come after its deadline, and reserves nothing for it', async () => {
    const { pacer, store } = bench({ rateRps: 0.1 });
    const telegram = scripted('ok');
    await pacer.run(READ, telegram.attempt, classify);
    const late = await pacer.run({ ...READ, deadlineMs: 2_000 }, telegram.attempt, classify);
    expect(late).toMatchObject({ ok: false, refusal: { code: 'BUDGET_BUSY', retry_after: 8 } });
    expect(telegram.sent()).toBe(1);
    expect(await store.reserve('account', 10_000, 1)).toBe(10_000);
  });

  it('does not count in budget mode off', async () => {
    const { pacer, store } = bench({ mode: 'off' });
    for (let call = 0; call < 10; call += 1) await pacer.run(READ, scripted('ok').attempt, classify);
    expect(await store.reserve('account', 250, 1)).toBe(0);
  });

  it('in mode local paces this process alone', async () => {
    const { pacer, clock, store } = bench({ mode: 'local', rateRps: 2 });
    const other = createPacer({ store, clock, settings: { ...SETTINGS, mode: 'local', rateRps: 2 } });
    const times: number[] = [];
    const run = (of: Pacer): Promise<unknown> =>
      of.run(READ, async () => times.push(clock.monotonic()), classify);
    const calls = [run(pacer), run(pacer), run(other), run(other)];
    await goOn(clock, calls, 2);
    const begun = Math.min(...times);
    expect(times.map((at) => Math.round((at - begun) / 100)).toSorted((a, b) => a - b)).toEqual([0, 0, 5, 5]);
    expect(await store.reserve('account', 500, 1)).toBe(0);
  });

  it('leaves no call hanging: at the deadline the signal fires while the ticket is open, then the ticket shuts', async () => {
    const { pacer, clock } = bench();
    const seen: { ticket?: PacingTicket; openAtAbort?: boolean } = {};
    const call = pacer.run(
      { ...WRITE, deadlineMs: 2_000 },
      (ticket, signal) => {
        seen.ticket = ticket;
        signal.addEventListener('abort', () => (seen.openAtAbort = ticket.open));
        return new Promise(() => undefined);
      },
      classify,
    );
    await clock.advance(2_000);
    expect(await call).toMatchObject({
      ok: false,
      refusal: { code: 'DEADLINE', data: { method: WRITE.method } },
    });
    expect(seen).toMatchObject({ openAtAbort: true, ticket: { open: false } });
    expect(clock.sleeping).toBe(0);
  });

  it('cancels a read at once, but a write that is under way only before its next try', async () => {
    const { pacer, clock } = bench({ mode: 'off' });
    const control = new AbortController();
    const reading = pacer.run({ ...READ, signal: control.signal }, neverAnswered, classify);
    const send = async (): Promise<string> => {
      await clock.sleep(200);
      return 'sent';
    };
    const writing = pacer.run({ ...WRITE, signal: control.signal }, send, classify);
    await clock.advance(100);
    control.abort();
    expect(await reading).toMatchObject({ refusal: { code: 'CANCELLED' } });
    await clock.advance(100);
    expect(await writing).toEqual({ ok: true, value: 'sent' });
  });

  it('never sends a write that was cancelled while it waited for its turn', async () => {
    const { pacer, clock } = bench({ rateRps: 0.5 });
    const telegram = scripted('ok');
    await pacer.run(WRITE, telegram.attempt, classify);
    const control = new AbortController();
    const waiting = pacer.run({ ...WRITE, signal: control.signal }, telegram.attempt, classify);
    await clock.advance(1_000);
    control.abort();
    expect(await waiting).toMatchObject({ refusal: { code: 'CANCELLED' } });
    await clock.advance(10_000);
    expect(telegram.sent()).toBe(1);
  });

  it('passes on refusals, and throws what is a bug', async () => {
    const { pacer } = bench({ mode: 'off' });
    const { refusal } = refuse('NO_RIGHTS');
    expect(await pacer.run(READ, scripted({ kind: 'refusal', refusal }).attempt, classify)).toEqual({
      ok: false,
      refusal,
    });
    const bug = new TypeError('a bug');
    await expect(pacer.run({ ...READ }, () => Promise.reject(bug), classify)).rejects.toBe(bug);
  });

  it('sends nothing while the state cannot be trusted', async () => {
    const { clock, store } = bench();
    const damaged: StateStore = {
      ...store,
      get: () => Promise.reject(new StateError('STATE_CORRUPT', '/data/breaker', 'damaged')),
    };
    const pacer = createPacer({ store: damaged, clock, settings: SETTINGS });
    const telegram = scripted('ok');
    expect(await pacer.run(READ, telegram.attempt, classify)).toMatchObject({
      ok: false,
      refusal: { code: 'STATE_CORRUPT', data: { file: '/data/breaker' } },
    });
    expect(telegram.sent()).toBe(0);
  });

  it('counts what it did', async () => {
    const { pacer, clock } = bench({ mode: 'local', rateRps: 1_000 });
    await pacer.run(READ, scripted('ok').attempt, classify);
    await clock.advance(10);
    await pacer.run(READ, scripted({ kind: 'flood', seconds: 400 }).attempt, classify);
    await pacer.run(READ, scripted('ok').attempt, classify);
    expect(await pacer.stats()).toMatchObject({
      budget: { mode: 'local', rate_rps: 1_000, waiting: 0 },
      breaker: { state: 'open', retry_after: 900 },
      writes_latched: false,
      calls: { sent: 2, succeeded: 1, failed: 1, held_back: 1, floods: 1, latency_ms: { le_50: 2 } },
    });
  });
});
