import { describe, expect, it } from 'vitest';
import { CallStats } from './stats.js';

describe('the counts of calls', () => {
  it('put each duration into the first bucket that holds it', () => {
    const stats = new CallStats(Date.UTC(2026, 10, 1, 12));
    for (const ms of [0, 50, 50.1, 100, 101, 250, 499, 501, 1_000, 1_001, 2_001, 5_000, 5_001, 60_000]) {
      stats.took(ms);
    }
    expect(stats.snapshot()).toEqual({
      since: '2026-11-01T12:00:00.000Z',
      sent: 14,
      succeeded: 0,
      failed: 0,
      throttled: 0,
      held_back: 0,
      floods: 0,
      repeats: 0,
      deadlines: 0,
      latency_ms: {
        le_50: 2,
        le_100: 2,
        le_250: 2,
        le_500: 1,
        le_1000: 2,
        le_2000: 1,
        le_5000: 2,
        over_5000: 2,
      },
    });
  });
});
