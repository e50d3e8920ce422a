import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import { createBudget, type BudgetMode } from './budget.js';

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

describe('the modes of the budget', () => {
  for (const [mode, waits, ofLane] of [
    ['shared', [0, 250, 500, 750], 1_000],
    ['local', [0, 0, 250, 250], 0],
    ['off', [0, 0, 0, 0], 0],
  ] as const satisfies readonly [BudgetMode, number[], number][]) {
    it(`space two processes as they say: ${mode}`, async () => {
      const clock = manualClock();
      const store = createMemoryStore({ clock });
      const [one, other] = [1, 2].map(() => createBudget({ store, clock, mode, rateRps: 4 }));
      if (one === undefined || other === undefined) throw new Error('no budgets');
      expect(one).toMatchObject({ mode, intervalMs: 250 });
      const found: number[] = [];
      for (const budget of [one, other, one, other]) found.push(await budget.reserve(10_000));
      expect(found).toEqual(waits);
      expect(await store.reserve('account', 250, 1)).toBe(ofLane);
    });
  }

  it('let the burst through after a rest', async () => {
    for (const mode of ['shared', 'local'] as const) {
      const clock = manualClock();
      const budget = createBudget({
        store: createMemoryStore({ clock }),
        clock,
        mode,
        rateRps: 4,
        burst: 2,
      });
      await budget.reserve(0);
      await clock.advance(1_000);
      expect([await budget.reserve(0), await budget.reserve(0), await budget.reserve(0)]).toEqual([
        0, 0, 250,
      ]);
    }
  });
});
