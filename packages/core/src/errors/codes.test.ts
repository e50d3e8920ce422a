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
    expect(refuse('FLOOD_WAIT').refusal).not.toHaveProperty('retry_after');
  });
});
