import { describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import { createQuotas, type Quotas } from './quotas.js';

const HOUR_MS = 3_600_000;

function bench(): { clock: ManualClock; quotas: Quotas; other: Quotas } {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const limits = { dm: 2, join: 10, group_msg: 0 };
  return {
    clock,
    quotas: createQuotas({ store, clock, limits }),
    other: createQuotas({ store, clock, limits }),
  };
}

describe('daily quotas', () => {
  it('refuse what goes beyond the limit, and say when it fits again', async () => {
    const { quotas, other, clock } = bench();
    expect(await quotas.reserve('dm', 'a', 1)).toMatchObject({ ok: true });
    await clock.advance(HOUR_MS);
    expect(await other.reserve('dm', 'b', 1)).toMatchObject({ ok: true });
    await clock.advance(HOUR_MS);
    expect(await quotas.reserve('dm', 'c', 1)).toMatchObject({
      ok: false,
      refusal: {
        code: 'QUOTA_EXHAUSTED',
        retry_after: 22 * 3_600,
        data: { quota: 'dm', used: 2, limit: 2 },
      },
    });
    await clock.advance(22 * HOUR_MS);
    expect(await quotas.reserve('dm', 'c', 1)).toMatchObject({ ok: true });
    expect(await quotas.reserve('dm', 'd', 1)).toMatchObject({ ok: false });
  });

  it('count a quota once for the same id', async () => {
    const { quotas } = bench();
    await quotas.reserve('dm', 'a', 2);
    expect(await quotas.reserve('dm', 'a', 2)).toMatchObject({ ok: true });
    expect((await quotas.usage()).dm).toEqual({ used: 2, limit: 2 });
  });

  it('give back only what was not settled', async () => {
    const { quotas } = bench();
    await quotas.reserve('join', 'sent', 3);
    await quotas.reserve('join', 'not-sent', 4);
    await quotas.settle('join', 'sent');
    await quotas.refund('join', 'sent');
    await quotas.refund('join', 'not-sent');
    await quotas.refund('join', 'never-reserved');
    expect((await quotas.usage()).join).toEqual({ used: 3, limit: 10 });
  });

  it('weigh items, and name no time for what never fits', async () => {
    const { quotas } = bench();
    const refused = await quotas.reserve('join', 'many', 11);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'QUOTA_EXHAUSTED' } });
    expect(refused.ok ? undefined : refused.refusal.retry_after).toBeUndefined();
    expect(await quotas.reserve('group_msg', 'one', 1)).toMatchObject({ ok: false });
    expect((await quotas.usage()).join.used).toBe(0);
  });

  it('are not freed by a clock that is set forward', async () => {
    const { quotas, clock } = bench();
    await quotas.reserve('dm', 'a', 2);
    clock.stepWall(48 * HOUR_MS);
    expect(await quotas.reserve('dm', 'b', 1)).toMatchObject({ ok: false });
  });

  it('are never exceeded by reservations at the same time', async () => {
    const { quotas, other } = bench();
    const tries = Array.from({ length: 10 }, (_, n) => (n % 2 ? quotas : other).reserve('dm', `id-${n}`, 1));
    expect((await Promise.all(tries)).filter((outcome) => outcome.ok)).toHaveLength(2);
  });
});
