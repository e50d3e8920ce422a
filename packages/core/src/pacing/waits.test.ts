import { describe, expect, it } from 'vitest';
import { StateError, type StateStore } from '../state/store.js';
import { UNVERIFIED } from '../telegram/reach.js';
import { createPacer } from './pacer.js';
import { withOneAllowance } from './sleep-allowance.js';
import { bench, classify, READ, scripted, SETTINGS, WRITE } from './test-pacer.js';

describe('what Telegram asks to wait for', () => {
  it('sleeps a short flood wait and repeats the call, at most three times', async () => {
    const { pacer, clock } = bench();
    const telegram = scripted({ kind: 'flood', seconds: 2 }, 'ok');
    const call = pacer.run(READ, telegram.attempt, classify);
    await clock.advance(1_999);
    expect(telegram.sent()).toBe(1);
    await clock.advance(1);
    expect(await call).toEqual({ ok: true, value: 'answer' });

    const always = scripted({ kind: 'flood', seconds: 1 });
    const other = pacer.run(READ, always.attempt, classify);
    await clock.advance(20_000);
    expect(await other).toMatchObject({ ok: false, refusal: { code: 'FLOOD_WAIT', retry_after: 1 } });
    expect(always.sent()).toBe(4);
  });

  it('never sleeps a longer flood wait, and holds back every call of the account until it is over', async () => {
    const { pacer, clock, store } = bench();
    const telegram = scripted({ kind: 'flood', seconds: 40 }, 'ok');
    const refused = await pacer.run(READ, telegram.attempt, classify);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'FLOOD_WAIT', retry_after: 40 } });
    const other = createPacer({ store, clock, settings: SETTINGS });
    await clock.advance(10_000);
    expect(await other.run(WRITE, telegram.attempt, classify)).toMatchObject({
      ok: false,
      refusal: { code: 'BREAKER_OPEN', retry_after: 30 },
    });
    expect(telegram.sent()).toBe(1);
    await clock.advance(30_000);
    expect(await other.run(READ, telegram.attempt, classify)).toEqual({ ok: true, value: 'answer' });
  });

  it('stays shut while the call that asks after it gets no answer', async () => {
    const { pacer, clock, store } = bench();
    const telegram = scripted({ kind: 'flood', seconds: 600 }, 'ok');
    await pacer.run(READ, telegram.attempt, classify);
    await clock.advance(900_000);
    const silent = pacer.run(READ, () => new Promise<string>(() => undefined), classify);
    await clock.advance(30_000);
    expect(await silent).toMatchObject({ refusal: { code: 'DEADLINE' } });
    expect((await pacer.stats()).breaker.state).toBe('half_open');

    const unsent = scripted({ kind: 'refusal', refusal: UNVERIFIED });
    await pacer.run(READ, unsent.attempt, classify);
    expect((await pacer.stats()).breaker.state).toBe('half_open');

    const other = createPacer({ store, clock, settings: SETTINGS });
    await clock.advance(1_000);
    expect(await other.run(READ, telegram.attempt, classify)).toMatchObject({ ok: true });
    expect((await pacer.stats()).breaker.state).toBe('closed');
  });

  it('stops writes after PEER_FLOOD, reads go on, until the operator clears it', async () => {
    const { pacer, clock } = bench();
    const telegram = scripted({ kind: 'peer_flood' }, 'ok');
    expect(await pacer.run(WRITE, telegram.attempt, classify)).toMatchObject({
      refusal: { code: 'WRITES_LATCHED' },
    });
    await clock.advance(86_400_000);
    expect(await pacer.run(WRITE, telegram.attempt, classify)).toMatchObject({
      refusal: { code: 'WRITES_LATCHED' },
    });
    expect(telegram.sent()).toBe(1);
    expect(await pacer.run(READ, telegram.attempt, classify)).toMatchObject({ ok: true });
    await pacer.clearLatch();
    await clock.advance(1_000);
    expect(await pacer.run(WRITE, telegram.attempt, classify)).toMatchObject({ ok: true });
  });

  it('tells the wait of a slow-mode chat without pausing the account', async () => {
    const { pacer, clock } = bench();
    const slow = scripted({ kind: 'slowmode', seconds: 60 });
    expect(await pacer.run(WRITE, slow.attempt, classify)).toMatchObject({
      refusal: { code: 'SLOW_MODE', retry_after: 60 },
    });
    await clock.advance(1_000);
    expect(await pacer.run(READ, scripted('ok').attempt, classify)).toMatchObject({ ok: true });
  });

  it('remembers a slow chat for every process, and sends nothing to it until its wait is over', async () => {
    const { pacer, clock, store } = bench();
    const other = createPacer({ store, clock, settings: SETTINGS });
    const telegram = scripted({ kind: 'slowmode', seconds: 60 }, 'ok');
    const slow = { ...WRITE, peer: '-1000000000900' };
    const refusal = { code: 'SLOW_MODE', data: { peer: slow.peer } };
    expect(await pacer.run(slow, telegram.attempt, classify)).toMatchObject({ ok: false, refusal });
    await clock.advance(20_000);
    expect(await other.run(slow, telegram.attempt, classify)).toMatchObject({
      ok: false,
      refusal: { ...refusal, retry_after: 40 },
    });
    expect(telegram.sent()).toBe(1);
    expect(await other.stats()).toMatchObject({ slow_modes: [{ peer: slow.peer, retry_after: 40 }] });
    expect(await other.run({ ...slow, peer: '-1' }, telegram.attempt, classify)).toMatchObject({ ok: true });
    await clock.advance(40_000);
    expect(await other.run(slow, telegram.attempt, classify)).toMatchObject({ ok: true });
  });

  it('sleeps no more than five seconds inside a call, whatever is asked for', async () => {
    const { pacer, clock } = bench({ mode: 'off' });
    const telegram = scripted({ kind: 'flood', seconds: 3 });
    const begun = clock.monotonic();
    const call = pacer.run(READ, telegram.attempt, classify).then((outcome) => ({
      outcome,
      tookMs: clock.monotonic() - begun,
    }));
    for (let step = 0; step < 100; step += 1) await clock.advance(100);
    const { outcome, tookMs } = await call;
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'FLOOD_WAIT', retry_after: 3 } });
    expect(tookMs).toBeLessThanOrEqual(5_000);
    expect(telegram.sent()).toBe(2);
  });

  it('is slept for five seconds in all of one tool call, however many RPCs it makes; background work counts each', async () => {
    const flood = { kind: 'flood', seconds: 3 } as const;
    const { pacer, clock } = bench({ mode: 'off' });
    const twoReads = async (lane: 'interactive' | 'background'): Promise<string[]> => {
      const codes: string[] = [];
      for (let n = 0; n < 2; n += 1) {
        const outcome = await pacer.run({ ...READ, lane }, scripted(flood, 'ok').attempt, classify);
        codes.push(outcome.ok ? 'ok' : outcome.refusal.code);
        // What the refused call left behind is over before the next one.
        await clock.sleep(10_000);
      }
      return codes;
    };
    const during = async (work: Promise<string[]>): Promise<string[]> => {
      for (let step = 0; step < 60; step += 1) await clock.advance(500);
      return work;
    };
    expect(await during(withOneAllowance(() => twoReads('interactive')))).toEqual(['ok', 'FLOOD_WAIT']);
    expect(await during(twoReads('interactive'))).toEqual(['ok', 'ok']);
    expect(await during(withOneAllowance(() => twoReads('background')))).toEqual(['ok', 'ok']);
  });

  it('repeats reads after trouble at Telegram, and writes only when they are marked repeatable', async () => {
    const { pacer, clock } = bench();
    const read = scripted({ kind: 'transient' }, 'ok');
    const reading = pacer.run(READ, read.attempt, classify);
    await clock.advance(5_000);
    expect(await reading).toMatchObject({ ok: true });

    const once = scripted({ kind: 'transient' }, 'ok');
    const writing = await pacer.run(WRITE, once.attempt, classify);
    expect(writing).toMatchObject({ ok: false, refusal: { code: 'TELEGRAM_TROUBLE' } });
    expect(once.sent()).toBe(1);

    const twice = scripted({ kind: 'transient' }, 'ok');
    const repeated = pacer.run({ ...WRITE, repeatable: true }, twice.attempt, classify);
    await clock.advance(5_000);
    expect(await repeated).toMatchObject({ ok: true });
  });

  it('never says of a write that nothing was sent after a try of unknown outcome', async () => {
    const { pacer, clock } = bench();
    const telegram = scripted({ kind: 'transient' }, { kind: 'flood', seconds: 60 });
    const writing = pacer.run({ ...WRITE, repeatable: true }, telegram.attempt, classify);
    await clock.advance(10_000);
    expect(await writing).toMatchObject({ ok: false, refusal: { code: 'TELEGRAM_TROUBLE' } });
  });

  it('remembers a flood in this process when the disk does not take it', async () => {
    const { clock, store } = bench();
    const full: StateStore = {
      ...store,
      update: () => Promise.reject(new StateError('STATE_UNWRITABLE', '/data/breaker', 'full')),
    };
    const pacer = createPacer({ store: full, clock, settings: SETTINGS });
    const telegram = scripted({ kind: 'flood', seconds: 60 });
    expect(await pacer.run(READ, telegram.attempt, classify)).toMatchObject({
      refusal: { code: 'FLOOD_WAIT' },
    });
    expect(await pacer.run(READ, telegram.attempt, classify)).toMatchObject({
      refusal: { code: 'BREAKER_OPEN' },
    });
    expect(telegram.sent()).toBe(1);
  });
});
