import { describe, expect, it } from 'vitest';
import { REFUSALS } from './codes.js';
import { refuse } from './refuse.js';

describe('the refusal table', () => {
  it('has a full sentence and a way out in every row', () => {
    for (const [code, row] of Object.entries(REFUSALS)) {
      expect(code).toMatch(/^[A-Z][A-Z_]+$/);
      expect(row.message, code).toMatch(/^[A-Z].*[.]$/);
      expect(row.next, code).toMatch(/^[A-Z].{10,}$/);
    }
  });

  it('gives whole seconds, rounded up, for a wait', () => {
    expect(refuse('FLOOD_WAIT', { retryAfter: 12.01 }).refusal.retry_after).toBe(13);
    expect(refuse('FLOOD_WAIT', { retryAfter: -1 }).refusal.retry_after).toBe(0);
    expect(refuse('NO_RIGHTS').refusal).not.toHaveProperty('retry_after');
  });

  it('has no refusal to wait without the seconds: it does not compile', () => {
    // @ts-expect-error a wait says how long
    expect(refuse('FLOOD_WAIT').refusal.code).toBe('FLOOD_WAIT');
    // @ts-expect-error a wait says how long
    expect(refuse('SLOW_MODE', { data: {} }).refusal.code).toBe('SLOW_MODE');
  });

  it('tells to wait retry_after seconds only where there always are some, or may be', () => {
    const told = Object.entries(REFUSALS).filter(([, { next }]) => next.includes('retry_after'));
    expect(told.map(([code]) => code).toSorted()).toEqual([
      'BATCH_BUSY',
      'BREAKER_OPEN',
      'BUDGET_BUSY',
      'FLOOD_WAIT',
      'INTENT_BUSY',
      'LANE_WAIT',
      'PHRASE_LOCKED',
      'QUOTA_EXHAUSTED',
      'SLOW_MODE',
      'TAKEOUT_DELAYED',
      'TOO_FRESH',
    ]);
  });
});
