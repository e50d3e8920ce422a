import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { refuse } from '../errors/refuse.js';
import type { Failure, PacedCall } from './failure.js';
import { createPacer, type Pacer } from './pacer.js';
import { Answer, bench, classify, READ, scripted, SETTINGS, WRITE, type Bench } from './test-pacer.js';

const { refusal } = refuse('NO_RIGHTS');

/** A pacer whose account has waited for a long flood, and another of the same account. */
async function halfOpen(): Promise<Bench & { readonly other: Pacer }> {
  const made = bench({ mode: 'off' });
  await made.pacer.run(READ, scripted({ kind: 'flood', seconds: 400 }).attempt, classify);
  await made.clock.advance(900_000);
  const other = createPacer({
    store: made.store,
    clock: made.clock,
    settings: { ...SETTINGS, mode: 'off' },
  });
  return { ...made, other };
}

const stateOf = async (pacer: Pacer): Promise<string> => (await pacer.stats()).breaker.state;

describe('the probe after a long wait', () => {
  const answers: Record<string, readonly [PacedCall, Failure | 'ok', state: string]> = {
    'an answer': [READ, 'ok', 'closed'],
    'a refusal': [READ, { kind: 'refusal', refusal }, 'closed'],
    'a slow chat': [{ ...WRITE, peer: '-1' }, { kind: 'slowmode', seconds: 60 }, 'closed'],
    'trouble at Telegram': [WRITE, { kind: 'transient' }, 'half_open'],
    'a bug': [READ, { kind: 'bug', error: new TypeError('a bug') }, 'half_open'],
  };
  for (const [what, [call, answer, state]] of Object.entries(answers)) {
    it(`leaves the breaker ${state} after ${what}, and is free for the next call`, async () => {
      const { pacer, other, store } = await halfOpen();
      await pacer.run(call, scripted(answer).attempt, classify).catch(() => undefined);
      expect(await stateOf(other)).toBe(state);
      expect(await store.acquireLease('breaker-probe', 'next', 1_000)).toMatchObject({ token: 2 });
    });
  }

  it('leaves a circuit after another flood, however short that is', async () => {
    const { pacer, other, clock } = await halfOpen();
    await pacer.run(READ, scripted({ kind: 'flood', seconds: 100 }).attempt, classify);
    expect(await stateOf(other)).toBe('open');
    await clock.advance(100_000);
    expect(await stateOf(other)).toBe('half_open');
  });

  it('decides nothing when it was never sent', async () => {
    const { pacer, other } = await halfOpen();
    const telegram = scripted('ok');
    const prepare = (): Promise<never> => Promise.reject(new Answer({ kind: 'refusal', refusal }));
    expect(await pacer.run({ ...READ, prepare }, telegram.attempt, classify)).toEqual({ ok: false, refusal });
    expect(telegram.sent()).toBe(0);
    expect(await stateOf(other)).toBe('half_open');
    expect(await other.run(READ, telegram.attempt, classify)).toMatchObject({ ok: true });
    expect(await stateOf(pacer)).toBe('closed');
  });

  it('waits for its turn as others do, and goes then', async () => {
    const { clock, store } = await halfOpen();
    const pacer = createPacer({ store, clock, settings: SETTINGS });
    await store.reserve('account', 250, 1);
    const telegram = scripted('ok');
    const call = pacer.run(READ, telegram.attempt, classify);
    await clock.advance(250);
    expect(await call).toMatchObject({ ok: true });
    expect(await stateOf(pacer)).toBe('closed');
  });

  it('is held by its process under a name of its own', async () => {
    const { pacer, store } = await halfOpen();
    await pacer.run(READ, scripted('ok').attempt, classify);
    const lease = await store.get({ folder: 'leases', version: 1, schema: z.unknown() }, 'breaker-probe');
    expect(lease?.value).toMatchObject({
      owner: expect.stringMatching(new RegExp(`^${process.pid}-[0-9a-f-]{36}$`)),
    });
  });
});

describe('a call that has waited for its turn', () => {
  it('does not go when another call met a flood meanwhile', async () => {
    const { pacer, clock, store } = bench();
    const other = createPacer({ store, clock, settings: { ...SETTINGS, mode: 'off' } });
    const telegram = scripted('ok');
    await pacer.run(READ, telegram.attempt, classify);
    const waiting = pacer.run(READ, telegram.attempt, classify);
    await clock.advance(100);
    await other.run(READ, scripted({ kind: 'flood', seconds: 60 }).attempt, classify);
    await clock.advance(150);
    expect(await waiting).toMatchObject({ ok: false, refusal: { code: 'BREAKER_OPEN' } });
    expect(telegram.sent()).toBe(1);
    expect((await pacer.stats()).calls).toMatchObject({ sent: 1, held_back: 1, throttled: 1 });
  });

  it('is no probe, and keeps none, when a whole circuit has passed meanwhile', async () => {
    const { pacer, clock, store } = bench({ rateRps: 0.001 });
    const other = createPacer({ store, clock, settings: { ...SETTINGS, mode: 'off' } });
    await pacer.run(READ, scripted('ok').attempt, classify);
    const waiting = pacer.run({ ...READ, deadlineMs: 2_000_000 }, scripted('ok').attempt, classify);
    await clock.advance(10_000);
    await other.run(READ, scripted({ kind: 'flood', seconds: 400 }).attempt, classify);
    await clock.advance(990_000);
    expect(await waiting).toMatchObject({ ok: true });
    expect(await stateOf(other)).toBe('half_open');
    expect(await other.run(READ, scripted('ok').attempt, classify)).toMatchObject({ ok: true });
    expect(await stateOf(other)).toBe('closed');
  });
});
