import { describe, expect, it } from 'vitest';
import { refuse } from '../errors/refuse.js';
import type { StateStore } from '../state/store.js';
import { createPacer } from './pacer.js';
import { bench, classify, READ, scripted, SETTINGS, WRITE } from './test-pacer.js';

const TROUBLE = { kind: 'transient' } as const;

describe('a call whose turn would come too late', () => {
  it('is refused at once when those before it take longer than it has, and says by how much', async () => {
    const { pacer, clock } = bench({ rateRps: 0.1 });
    const telegram = scripted('ok');
    await pacer.run(READ, telegram.attempt, classify);
    const before = pacer.run(READ, telegram.attempt, classify);
    await clock.advance(0);
    expect((await pacer.stats()).budget.waiting).toBe(1);
    expect(await pacer.run({ ...READ, deadlineMs: 5_000 }, telegram.attempt, classify)).toMatchObject({
      refusal: { code: 'BUDGET_BUSY', retry_after: 5 },
    });
    await clock.advance(10_000);
    expect(await before).toMatchObject({ ok: true });
    expect(telegram.sent()).toBe(2);
  });

  it('is refused at its deadline when the budget itself does not answer', async () => {
    const { clock, store } = bench();
    const silent: StateStore = { ...store, reserve: () => new Promise(() => undefined) };
    const pacer = createPacer({ store: silent, clock, settings: { ...SETTINGS, rateRps: 0.1 } });
    const telegram = scripted('ok');
    const call = pacer.run({ ...READ, deadlineMs: 2_000 }, telegram.attempt, classify);
    await clock.advance(2_000);
    expect(await call).toMatchObject({ refusal: { code: 'BUDGET_BUSY', retry_after: 10 } });
    expect(telegram.sent()).toBe(0);
  });

  it('is not sent when the state took the time that it had', async () => {
    const { clock, store } = bench();
    const slow: StateStore = {
      ...store,
      get: async (...asked) => {
        await clock.sleep(3_000);
        return store.get(...asked);
      },
    };
    const pacer = createPacer({ store: slow, clock, settings: { ...SETTINGS, mode: 'off' } });
    const telegram = scripted('ok');
    const call = pacer.run({ ...READ, deadlineMs: 2_000 }, telegram.attempt, classify);
    await clock.advance(3_000);
    expect(await call).toMatchObject({ refusal: { code: 'BUDGET_BUSY', retry_after: 1 } });
    expect(telegram.sent()).toBe(0);
  });

  it('sleeps for a millisecond too, and counts as held up only when it waited', async () => {
    const { pacer, clock } = bench({ rateRps: 1_000 });
    const telegram = scripted('ok');
    await pacer.run(READ, telegram.attempt, classify);
    expect((await pacer.stats()).calls.throttled).toBe(0);
    const next = pacer.run(READ, telegram.attempt, classify);
    await clock.advance(0);
    expect(telegram.sent()).toBe(1);
    await clock.advance(1);
    await next;
    expect((await pacer.stats()).calls.throttled).toBe(1);
  });
});

describe('what the pacer tells of a call', () => {
  it('numbers its tickets, and leaves no timer behind', async () => {
    const { pacer, clock } = bench({ mode: 'off' });
    const ids: number[] = [];
    for (let call = 0; call < 2; call += 1) {
      await pacer.run(READ, async ({ id }) => ids.push(id), classify);
    }
    expect(ids).toEqual([1, 2]);
    await clock.advance(0);
    expect(clock.sleeping).toBe(0);
  });

  it('names the method of what failed', async () => {
    const { pacer } = bench({ mode: 'off' });
    expect(await pacer.run(WRITE, scripted(TROUBLE).attempt, classify)).toMatchObject({
      refusal: { code: 'TELEGRAM_TROUBLE', data: { method: WRITE.method } },
    });
    expect(await pacer.run(READ, scripted({ kind: 'flood', seconds: 60 }).attempt, classify)).toMatchObject({
      refusal: { code: 'FLOOD_WAIT', data: { method: READ.method } },
    });
  });

  it('names no chat where the call named none, and remembers none', async () => {
    const { pacer } = bench({ mode: 'off' });
    const slow = await pacer.run(WRITE, scripted({ kind: 'slowmode', seconds: 60 }).attempt, classify);
    expect(slow).toMatchObject({ refusal: { code: 'SLOW_MODE', retry_after: 60 } });
    expect(JSON.stringify(slow)).not.toContain('peer');
    expect((await pacer.stats()).slow_modes).toEqual([]);
  });

  it('counts repeats, deadlines, floods, failures and what was held back', async () => {
    const { pacer, clock } = bench({ mode: 'off' });
    const { refusal } = refuse('NO_RIGHTS');
    await pacer.run(READ, scripted({ kind: 'refusal', refusal }).attempt, classify);
    const repeated = pacer.run(READ, scripted(TROUBLE, 'ok').attempt, classify);
    await clock.advance(250);
    await repeated;
    const late = pacer.run({ ...READ, deadlineMs: 1_000 }, () => new Promise(() => undefined), classify);
    await clock.advance(1_000);
    await late;
    const control = new AbortController();
    control.abort();
    await pacer.run({ ...READ, signal: control.signal }, scripted('ok').attempt, classify);
    expect((await pacer.stats()).calls).toMatchObject({
      sent: 4,
      succeeded: 1,
      failed: 3,
      throttled: 0,
      held_back: 1,
      floods: 0,
      repeats: 1,
      deadlines: 1,
    });
  });

  it('shows the breaker in each of its states', async () => {
    const { pacer, clock } = bench({ mode: 'off' });
    const settings = { enabled: true, threshold_sec: 300, cooldown_sec: 900 };
    const reason = `Telegram asked for 400 s (${READ.method})`;
    expect((await pacer.stats()).breaker).toEqual({ ...settings, state: 'closed' });
    await pacer.run(READ, scripted({ kind: 'flood', seconds: 400 }).attempt, classify);
    await clock.advance(500);
    expect((await pacer.stats()).breaker).toEqual({ ...settings, state: 'open', retry_after: 900, reason });
    await clock.advance(900_000);
    expect((await pacer.stats()).breaker).toEqual({ ...settings, state: 'half_open', reason });
    const off = bench({ breakerThresholdSec: 0 });
    expect((await off.pacer.stats()).breaker).toMatchObject({ enabled: false, threshold_sec: 0 });
  });
});

describe('what a call has learned', () => {
  it('is stored before its answer is given', async () => {
    const { clock, store } = bench();
    let stored = false;
    const slow: StateStore = {
      ...store,
      update: async (...asked) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        stored = true;
        return store.update(...asked);
      },
    };
    const pacer = createPacer({ store: slow, clock, settings: { ...SETTINGS, mode: 'off' } });
    await pacer.run(READ, scripted({ kind: 'flood', seconds: 60 }).attempt, classify);
    expect(stored).toBe(true);
  });

  it('hides no bug of the store', async () => {
    const { clock, store } = bench();
    const broken: StateStore = { ...store, update: () => Promise.reject(new TypeError('a bug')) };
    const pacer = createPacer({ store: broken, clock, settings: { ...SETTINGS, mode: 'off' } });
    const call = pacer.run(READ, scripted({ kind: 'flood', seconds: 60 }).attempt, classify);
    await expect(call).rejects.toThrow('a bug');
  });
});
