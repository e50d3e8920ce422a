import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import { createBudget } from './budget.js';

describe('the budget of one process', () => {
  it('takes no slot that would come later than the caller waits', async () => {
    const clock = manualClock();
    const store = createMemoryStore({ clock });
    const budget = createBudget({ store, clock, mode: 'local', rateRps: 4 });
    expect(await budget.reserve(0)).toBe(0);
    expect(await budget.reserve(249)).toBe(250);
    expect(await budget.reserve(249)).toBe(250);
    expect(await budget.reserve(250)).toBe(250);
    expect(await budget.reserve(1_000)).toBe(500);
  });
});
