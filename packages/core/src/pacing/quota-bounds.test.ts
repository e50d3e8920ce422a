import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { manualClock, type ManualClock } from '../clock/manual-clock.js';
import { momentAfter } from '../clock/moment.js';
import { createMemoryStore } from '../state/memory-store.js';
import type { DocumentKind, StateStore } from '../state/store.js';
import { createQuotas, type QuotaLimits, type Quotas } from './quotas.js';

const HOUR_MS = 3_600_000;

function bench(change: Partial<QuotaLimits> = {}): { clock: ManualClock; quotas: Quotas; store: StateStore } {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const limits = { dm: 2, join: 9, group_msg: 9, phone: 9, first_contact: 1, per_peer: 9, ...change };
  return { clock, store, quotas: createQuotas({ store, clock, limits }) };
}

describe('when a claim fits again', () => {
  it('is when as much has ended as it needs', async () => {
    const { clock, quotas } = bench();
    await quotas.reserve('a', { kind: 'dm', weight: 1 });
    await clock.advance(HOUR_MS);
    await quotas.reserve('b', { kind: 'dm', weight: 1 });
    expect(await quotas.reserve('c', { kind: 'dm', weight: 1 })).toMatchObject({
      refusal: { retry_after: 23 * 3_600 },
    });
    expect(await quotas.reserve('d', { kind: 'dm', weight: 2 })).toMatchObject({
      refusal: { retry_after: 24 * 3_600 },
    });
  });

  it('is reckoned by when reservations end, in whatever order they stand', async () => {
    const { clock, quotas, store } = bench();
    const kind: DocumentKind<unknown> = { folder: 'quotas', version: 1, schema: z.unknown() };
    const entries = [10, 2, 5].map((hours) => ({
      id: `ends-in-${hours}`,
      weight: 1,
      until: momentAfter(clock, hours * HOUR_MS),
      settled: true,
    }));
    await store.create(kind, 'dm', { entries });
    expect(await quotas.reserve('a', { kind: 'dm', weight: 1 })).toMatchObject({
      refusal: { retry_after: 5 * 3_600, data: { quota: 'dm', used: 3, limit: 2 } },
    });
  });
});

describe('what a quota counts', () => {
  it('for first messages is first messages alone', async () => {
    const { quotas } = bench({ dm: 9 });
    await quotas.reserve('known', { kind: 'dm', weight: 3, peer: '1' });
    expect(await quotas.reserve('a', { kind: 'dm', weight: 1, peer: '2', firstContact: true })).toMatchObject(
      {
        ok: true,
      },
    );
    expect(await quotas.reserve('b', { kind: 'dm', weight: 1, peer: '3', firstContact: true })).toMatchObject(
      {
        refusal: { message: expect.stringContaining('people this account never talked to') },
      },
    );
  });

  it('for one peer is that peer alone, and none where no peer is named', async () => {
    const { quotas } = bench({ dm: 9, per_peer: 2 });
    await quotas.reserve('a', { kind: 'dm', weight: 3 });
    expect(await quotas.usage()).toMatchObject({ dm: { used: 3 }, per_peer: { used: 0, limit: 2 } });
    await quotas.reserve('b', { kind: 'dm', weight: 2, peer: '1' });
    expect(await quotas.reserve('c', { kind: 'dm', weight: 1, peer: '1' })).toMatchObject({
      refusal: { message: expect.stringContaining('this one chat') },
    });
    expect(await quotas.usage()).toMatchObject({ per_peer: { used: 2 } });
  });

  it('stays when another reservation is given back, and nothing is given back twice', async () => {
    const { quotas } = bench();
    await quotas.refund('dm', 'never');
    await quotas.settle('dm', 'never');
    expect((await quotas.usage()).dm.used).toBe(0);
    await quotas.reserve('a', { kind: 'dm', weight: 1 });
    await quotas.reserve('b', { kind: 'dm', weight: 1 });
    await quotas.refund('dm', 'a');
    await quotas.refund('dm', 'a');
    expect((await quotas.usage()).dm.used).toBe(1);
    await quotas.settle('dm', 'b');
    await quotas.refund('dm', 'b');
    expect((await quotas.usage()).dm.used).toBe(1);
  });
});
