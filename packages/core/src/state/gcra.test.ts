import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gcra } from './gcra.js';

const interval = fc.integer({ min: 1, max: 5_000 });
const burst = fc.integer({ min: 1, max: 10 });
const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 60 });

/** When each of the calls that arrive after these gaps may go. */
function starts(gaps: readonly number[], intervalMs: number, burst: number): number[] {
  let now = 0;
  let arrival: number | undefined;
  return gaps.map((gap) => {
    now += gap;
    const step = gcra(arrival, now, intervalMs, burst);
    arrival = step.next;
    return now + step.waitMs;
  });
}

describe('the budget arithmetic', () => {
  it('never lets more than the burst through in any window of that many intervals', () => {
    fc.assert(
      fc.property(gaps, interval, burst, (gaps, intervalMs, burst) => {
        // Beyond a minute ahead a lane counts as damaged, see the test below.
        fc.pre(gaps.length * intervalMs < 60_000);
        const times = starts(gaps, intervalMs, burst);
        for (const [call, time] of times.entries()) {
          const before = times[call - burst];
          if (before !== undefined) expect(time - before).toBeGreaterThanOrEqual(intervalMs - 1e-6);
        }
      }),
    );
  });

  it('never makes a call wait when its calls come slower than the rate', () => {
    fc.assert(
      fc.property(gaps, interval, burst, (gaps, intervalMs, burst) => {
        const slow = gaps.map((gap) => gap + intervalMs);
        let now = 0;
        for (const [call, time] of starts(slow, intervalMs, burst).entries()) {
          now += slow[call] ?? 0;
          expect(time).toBe(now);
        }
      }),
    );
  });

  it('takes a stored time that nobody can have reserved for damage, and starts from now', () => {
    expect(gcra(10_000_000, 1_000, 250, 1)).toEqual({ next: 1_250, waitMs: 0 });
    expect(gcra(50_000, 1_000, 250, 1).waitMs).toBe(49_000);
  });

  it('believes a stored time of up to a minute ahead, or of three intervals where those are longer', () => {
    expect(gcra(61_000, 1_000, 250, 1)).toEqual({ next: 61_250, waitMs: 60_000 });
    expect(gcra(61_001, 1_000, 250, 1).waitMs).toBe(0);
    expect(gcra(91_000, 1_000, 30_000, 1)).toEqual({ next: 121_000, waitMs: 90_000 });
    expect(gcra(91_001, 1_000, 30_000, 1).waitMs).toBe(0);
  });

  it('lets as many go at once as the burst says after a rest, and no more', () => {
    expect(starts([0, 5_000, 0, 0, 0, 0], 250, 3)).toEqual([0, 5_000, 5_000, 5_000, 5_250, 5_500]);
    expect(starts([0, 5_000, 0, 0], 250, 1)).toEqual([0, 5_000, 5_250, 5_500]);
    expect(starts([0, 300, 0, 0], 250, 3)).toEqual([0, 300, 500, 750]);
  });
});
