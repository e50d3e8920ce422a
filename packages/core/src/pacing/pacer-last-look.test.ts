import { describe, expect, it } from 'vitest';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { bench, classify, scripted, WRITE } from './test-pacer.js';

const STOPPED = { ok: false, refusal: { code: 'WRITES_STOPPED' } };

/** Leave that can be taken back, and how often it was asked for. */
function leave() {
  const state = { stopped: false, asked: 0 };
  const mayStart = async (): Promise<Outcome<void>> => {
    state.asked += 1;
    return state.stopped ? refuse('WRITES_STOPPED') : done(undefined);
  };
  return { state, call: { ...WRITE, mayStart } };
}

describe('the last look before a write leaves', () => {
  it('holds back what still waited for its slot', async () => {
    const { pacer, clock } = bench({ rateRps: 1 });
    const telegram = scripted('ok');
    const { state, call } = leave();
    await pacer.run(call, telegram.attempt, classify);
    const waiting = pacer.run(call, telegram.attempt, classify);
    await clock.advance(500);
    state.stopped = true;
    await clock.advance(500);
    expect(await waiting).toMatchObject(STOPPED);
    expect(telegram.sent()).toBe(1);
    expect(state.asked).toBe(2);
    expect((await pacer.stats()).calls).toMatchObject({ sent: 1, held_back: 1 });
  });

  it('holds back what slept off a flood', async () => {
    const { pacer, clock } = bench();
    const telegram = scripted({ kind: 'flood', seconds: 3 }, 'ok');
    const { state, call } = leave();
    const sleeping = pacer.run(call, telegram.attempt, classify);
    await clock.advance(1_000);
    state.stopped = true;
    await clock.advance(2_000);
    expect(await sleeping).toMatchObject(STOPPED);
    expect(telegram.sent()).toBe(1);
  });

  it('never says that nothing was sent after a try of unknown outcome', async () => {
    const { pacer, clock } = bench();
    const telegram = scripted({ kind: 'transient' }, 'ok');
    const { state, call } = leave();
    const sleeping = pacer.run({ ...call, repeatable: true }, telegram.attempt, classify);
    await clock.advance(100);
    state.stopped = true;
    await clock.advance(1_000);
    expect(await sleeping).toMatchObject({ ok: false, refusal: { code: 'TELEGRAM_TROUBLE' } });
    expect(telegram.sent()).toBe(1);
  });

  it('decides nothing about a breaker that waits for its probe', async () => {
    const { pacer, clock } = bench();
    await pacer.run(WRITE, scripted({ kind: 'flood', seconds: 400 }).attempt, classify);
    await clock.advance(900_000);
    const { state, call } = leave();
    state.stopped = true;
    const telegram = scripted('ok');
    expect(await pacer.run(call, telegram.attempt, classify)).toMatchObject(STOPPED);
    expect(telegram.sent()).toBe(0);
    expect((await pacer.stats()).breaker.state).toBe('half_open');
  });
});
