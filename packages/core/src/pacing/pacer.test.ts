import { describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../clock/manual-clock.js';
import { refuse } from '../errors/refuse.js';
import { createMemoryStore } from '../state/memory-store.js';
import { StateError, type StateStore } from '../state/store.js';
import type { Failure, PacedCall, PacingTicket } from './failure.js';
import { createPacer, type Pacer, type PacerSettings } from './pacer.js';

const SETTINGS: PacerSettings = {
  rateRps: 4,
  mode: 'shared',
  breakerThresholdSec: 300,
  breakerCooldownSec: 900,
};
const READ: PacedCall = { method: 'messages.getHistory', kind: 'read', deadlineMs: 30_000 };
const WRITE: PacedCall = { method: 'messages.sendMessage', kind: 'write', deadlineMs: 30_000 };

interface Bench {
  readonly clock: ManualClock;
  readonly store: StateStore;
  readonly pacer: Pacer;
}

function bench(settings: Partial<PacerSettings> = {}): Bench {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  return { clock, store, pacer: createPacer({ store, clock, settings: { ...SETTINGS, ...settings } }) };
}

class Answer extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

function classify(error: unknown): Failure {
  return error instanceof Answer ? error.failure : { kind: 'bug', error };
}

/** A Telegram that gives these answers in turn; the last one again and again. */
function scripted(...answers: readonly (Failure | 'ok')[]): {
  attempt: () => Promise<string>;
  sent: () => number;
} {
  let sent = 0;
  return {
    sent: () => sent,
    attempt: async () => {
      const answer = answers[Math.min(sent, answers.length - 1)] ?? 'ok';
      sent += 1;
      if (answer !== 'ok') throw new Answer(answer);
      return 'answer';
    },
  };
}

function neverAnswered(): Promise<never> {
  return new Promise(() => undefined);
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
    for (let step = 0; step < 12; step += 1) {
      await new Promise((resolve) => setTimeout(resolve, 4));
      await clock.advance(100);
    }
    await Promise.all(calls);
    expect(order.map((entry) => entry.split(' ')[0])).toEqual(['a', 'b', 'd', 'c']);
    const times = order.map((entry) => Number(entry.split(' ')[1]) - start);
    for (const [call, time] of times.entries()) expect(time).toBeGreaterThanOrEqual(call * 250);
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
      calls: { sent: 2, succeeded: 1, failed: 1, held_back: 1, floods: 1, latency_ms: { le_10: 2 } },
    });
  });
});
