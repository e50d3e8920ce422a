import { describe, expect, it } from 'vitest';
import { refuse } from '../errors/refuse.js';
import type { Failure, PacedCall } from './failure.js';
import { Patience } from './patience.js';
import { withOneAllowance } from './sleep-allowance.js';
import { READ, WRITE } from './test-pacer.js';

const TROUBLE: Failure = { kind: 'transient' };
const REPEATABLE: PacedCall = { ...WRITE, repeatable: true };
const { refusal } = refuse('NO_RIGHTS');
const flood = (seconds: number): Failure => ({ kind: 'flood', seconds });
const LONG = 60_000;

/** What is slept before each repeat, until the call is given up. */
function pauses(call: PacedCall, failures: readonly Failure[], leftMs = LONG): (number | undefined)[] {
  const patience = new Patience(call);
  return failures.map((failure) => patience.pauseBeforeRepeat(failure, leftMs));
}

describe('what is slept before a repeat', () => {
  const cases: Record<
    string,
    readonly [PacedCall, readonly Failure[], readonly (number | undefined)[], leftMs?: number]
  > = {
    'the wait that Telegram demands': [READ, [flood(2)], [2_000]],
    'the wait of a slow chat': [WRITE, [{ kind: 'slowmode', seconds: 2 }], [2_000]],
    'five seconds': [READ, [flood(5)], [5_000]],
    'not more than five seconds at once': [READ, [flood(5.001)], [undefined]],
    'not more than five seconds in all': [READ, [flood(3), flood(3), flood(2)], [3_000, undefined, 2_000]],
    'a backoff that doubles, three times': [
      READ,
      [TROUBLE, TROUBLE, TROUBLE, TROUBLE],
      [250, 500, 1_000, undefined],
    ],
    'at least the backoff': [READ, [flood(0), flood(0.1), flood(2)], [250, 500, 2_000]],
    'what leaves time for the repeat': [READ, [flood(2)], [2_000], 2_001],
    'nothing that ends at the deadline': [READ, [flood(2)], [undefined], 2_000],
    'nothing for a write whose outcome is unknown': [WRITE, [TROUBLE], [undefined]],
    'the backoff of a write that may be repeated': [REPEATABLE, [TROUBLE], [250]],
    'nothing for the latch': [READ, [{ kind: 'peer_flood' }], [undefined]],
    'nothing for a refusal': [READ, [{ kind: 'refusal', refusal }], [undefined]],
    'nothing for a bug': [READ, [{ kind: 'bug', error: new Error('a bug') }], [undefined]],
  };
  for (const [what, [call, failures, expected, leftMs]] of Object.entries(cases)) {
    it(`is ${what}`, () => {
      expect(pauses(call, failures, leftMs)).toEqual(expected);
    });
  }

  it('counts together for the interactive calls of one tool call, and alone for background work', async () => {
    const interactive: PacedCall = { ...READ, lane: 'interactive' };
    const background: PacedCall = { ...READ, lane: 'background' };
    const slept = await withOneAllowance(async () => [
      pauses(interactive, [flood(3)]),
      pauses(background, [flood(4)]),
      pauses(background, [flood(4)]),
      pauses(READ, [flood(3), flood(2)]),
    ]);
    expect(slept).toEqual([[3_000], [4_000], [4_000], [undefined, 2_000]]);
    expect(pauses(interactive, [flood(5)])).toEqual([5_000]);
    expect(pauses(interactive, [flood(5)])).toEqual([5_000]);
  });
});

describe('the answer after repeats', () => {
  const later = refuse('BREAKER_OPEN', { retryAfter: 1, data: { reason: 'a wait' } });
  const trouble = { ok: false, refusal: { code: 'TELEGRAM_TROUBLE', data: { method: WRITE.method } } };

  it('is the last one, as long as no write may have been carried out', () => {
    for (const [call, failure] of [
      [READ, TROUBLE],
      [REPEATABLE, flood(1)],
      [WRITE, TROUBLE],
    ] as const) {
      const patience = new Patience(call);
      patience.pauseBeforeRepeat(failure, LONG);
      expect(patience.final(later)).toBe(later);
    }
  });

  it('is that of the try whose outcome is unknown, whatever came after', () => {
    const patience = new Patience(REPEATABLE);
    patience.pauseBeforeRepeat(TROUBLE, LONG);
    patience.pauseBeforeRepeat(flood(1), LONG);
    expect(patience.final(later)).toMatchObject(trouble);
  });

  it('is what the edge said of that try, where it said something', () => {
    const patience = new Patience(REPEATABLE);
    patience.pauseBeforeRepeat({ kind: 'transient', refusal }, LONG);
    expect(patience.final(later)).toEqual({ ok: false, refusal });
  });
});
