import { describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import { createQuotas, type QuotaLimits, type Quotas } from './quotas.js';

const HOUR_MS = 3_600_000;

function bench(change: Partial<QuotaLimits> = {}): { clock: ManualClock; quotas: Quotas; other: Quotas } {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const limits = { dm: 2, join: 10, group_msg: 0, phone: 1, first_contact: 1, per_peer: 2, ...change };
  return {
    clock,
    quotas: createQuotas({ store, clock, limits }),
    other: createQuotas({ store, clock, limits }),
  };
}

describe('daily quotas', () => {
  it('refuse what goes beyond the limit, and say when it fits again', async () => {
    const { quotas, other, clock } = bench();
    expect(await quotas.reserve('a', { kind: 'dm', weight: 1 })).toMatchObject({ ok: true });
    await clock.advance(HOUR_MS);
    expect(await other.reserve('b', { kind: 'dm', weight: 1 })).toMatchObject({ ok: true });
    await clock.advance(HOUR_MS);
    expect(await quotas.reserve('c', { kind: 'dm', weight: 1 })).toMatchObject({
      ok: false,
      refusal: {
        code: 'QUOTA_EXHAUSTED',
        retry_after: 22 * 3_600,
        data: { quota: 'dm', used: 2, limit: 2 },
      },
    });
    await clock.advance(22 * HOUR_MS);
    expect(await quotas.reserve('c', { kind: 'dm', weight: 1 })).toMatchObject({ ok: true });
    expect(await quotas.reserve('d', { kind: 'dm', weight: 1 })).toMatchObject({ ok: false });
  });

  it('count a quota once for the same id', async () => {
    const { quotas } = bench();
    await quotas.reserve('a', { kind: 'dm', weight: 2 });
    expect(await quotas.reserve('a', { kind: 'dm', weight: 2 })).toMatchObject({ ok: true });
    expect((await quotas.usage()).dm).toEqual({ used: 2, limit: 2 });
  });

  it('give back only what was not settled', async () => {
    const { quotas } = bench();
    await quotas.reserve('sent', { kind: 'join', weight: 3 });
    await quotas.reserve('not-sent', { kind: 'join', weight: 4 });
    await quotas.settle('join', 'sent');
    await quotas.refund('join', 'sent');
    await quotas.refund('join', 'not-sent');
    await quotas.refund('join', 'never-reserved');
    expect((await quotas.usage()).join).toEqual({ used: 3, limit: 10 });
  });

  it('weigh items, and name no time for what never fits', async () => {
    const { quotas } = bench();
    const refused = await quotas.reserve('many', { kind: 'join', weight: 11 });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'QUOTA_EXHAUSTED' } });
    expect(refused.ok ? undefined : refused.refusal.retry_after).toBeUndefined();
    expect(await quotas.reserve('one', { kind: 'group_msg', weight: 1 })).toMatchObject({ ok: false });
    expect((await quotas.usage()).join.used).toBe(0);
  });

  it('are not freed by a clock that is set forward', async () => {
    const { quotas, clock } = bench();
    await quotas.reserve('a', { kind: 'dm', weight: 2 });
    clock.stepWall(48 * HOUR_MS);
    expect(await quotas.reserve('b', { kind: 'dm', weight: 1 })).toMatchObject({ ok: false });
  });

  it('count messages to phone numbers by themselves', async () => {
    const { quotas } = bench();
    expect(await quotas.reserve('a', { kind: 'phone', weight: 1 })).toMatchObject({ ok: true });
    expect(await quotas.reserve('b', { kind: 'phone', weight: 1 })).toMatchObject({
      refusal: { data: { quota: 'phone', used: 1, limit: 1 } },
    });
    expect(await quotas.usage()).toMatchObject({ phone: { used: 1 }, dm: { used: 0 } });
  });

  it('are never exceeded by reservations at the same time', async () => {
    const { quotas, other } = bench();
    const tries = Array.from({ length: 10 }, (_, n) =>
      (n % 2 ? quotas : other).reserve(`id-${n}`, { kind: 'dm', weight: 1 }),
    );
    expect((await Promise.all(tries)).filter((outcome) => outcome.ok)).toHaveLength(2);
  });

  it('cap first messages to strangers within the quota of messages to people', async () => {
    const { quotas, other, clock } = bench({ dm: 5 });
    const stranger = { kind: 'dm', weight: 1, firstContact: true } as const;
    expect(await quotas.reserve('a', { ...stranger, peer: '1' })).toMatchObject({ ok: true });
    await clock.advance(HOUR_MS);
    expect(await other.reserve('b', { ...stranger, peer: '2' })).toMatchObject({
      ok: false,
      refusal: { retry_after: 23 * 3_600, data: { quota: 'first_contact', used: 1, limit: 1 } },
    });
    expect(await other.reserve('c', { kind: 'dm', weight: 1, peer: '2' })).toMatchObject({ ok: true });
    expect((await quotas.usage()).dm.used).toBe(2);
    expect((await quotas.usage()).first_contact).toEqual({ used: 1, limit: 1 });
  });

  it('cap what goes to one peer, by items, whatever is left for others', async () => {
    const { quotas } = bench({ group_msg: 100, per_peer: 3 });
    const to = (peer: string, weight: number) => ({ kind: 'group_msg', weight, peer }) as const;
    expect(await quotas.reserve('a', to('-1', 2))).toMatchObject({ ok: true });
    expect(await quotas.reserve('b', to('-1', 2))).toMatchObject({
      ok: false,
      refusal: { code: 'QUOTA_EXHAUSTED', data: { quota: 'per_peer', used: 2, limit: 3 } },
    });
    expect(await quotas.reserve('c', to('-2', 2))).toMatchObject({ ok: true });
    expect(await quotas.usage()).toMatchObject({
      group_msg: { used: 4 },
      per_peer: { used: 2, limit: 3 },
    });
    await quotas.refund('group_msg', 'a');
    expect(await quotas.reserve('b', to('-1', 3))).toMatchObject({ ok: true });
  });

  it('take the whole of a claim or nothing of it', async () => {
    const { quotas } = bench({ dm: 9 });
    await quotas.reserve('a', { kind: 'dm', weight: 1, peer: '1', firstContact: true });
    expect(await quotas.reserve('b', { kind: 'dm', weight: 1, peer: '2', firstContact: true })).toMatchObject(
      {
        ok: false,
      },
    );
    expect(await quotas.usage()).toMatchObject({ dm: { used: 1 }, per_peer: { used: 1 } });
  });
});
