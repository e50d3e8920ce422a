import { describe, expect, it } from 'vitest';
import { gateBench, type GateBench } from '../gates/test-bench.js';
import { settleByOperator } from './settle.js';
import { unsettledIntents } from './status.js';

const UNKNOWN = { ok: false, refusal: { code: 'OUTCOME_UNKNOWN' } };

/** An execution of a class that is never repeated, left with an unknown outcome; its code, and its proposal. */
async function leftOpen(): Promise<{ bench: GateBench; code: string; proposal: string }> {
  const bench = gateBench({ retry: 'never' });
  const code = await bench.ready();
  bench.telegram.faults.push({ kind: 'lost' });
  expect(await bench.execute(code)).toMatchObject(UNKNOWN);
  const [open] = await unsettledIntents(bench.store);
  return { bench, code, proposal: open?.intent.proposalId ?? '' };
}

describe('a write of unknown outcome', () => {
  it('that the operator found done counts as sent', async () => {
    const { bench, code, proposal } = await leftOpen();
    expect(await settleByOperator(bench.store, bench.clock, proposal, 'done')).toMatchObject({ ok: true });
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(bench.telegram.requests).toHaveLength(1);
    expect(await unsettledIntents(bench.store)).toEqual([]);
  });

  it('that the operator found not done is tried again by its code, and never past a new unknown outcome', async () => {
    const { bench, code, proposal } = await leftOpen();
    expect(await settleByOperator(bench.store, bench.clock, proposal, 'not_done')).toMatchObject({
      ok: true,
    });
    expect(await unsettledIntents(bench.store)).toEqual([]);
    bench.telegram.faults.push({ kind: 'lost' });
    expect(await bench.execute(code)).toMatchObject(UNKNOWN);
    expect(await bench.execute(code)).toMatchObject(UNKNOWN);
    expect(bench.telegram.requests).toHaveLength(2);
    expect(await settleByOperator(bench.store, bench.clock, proposal, 'not_done')).toMatchObject({
      ok: true,
    });
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: false } });
    expect(bench.telegram.requests).toHaveLength(3);
  });

  it('is not settled twice, nor is another proposal', async () => {
    const { bench, code, proposal } = await leftOpen();
    expect(await settleByOperator(bench.store, bench.clock, 'another', 'not_done')).toBeUndefined();
    expect(await bench.execute(code)).toMatchObject(UNKNOWN);
    await settleByOperator(bench.store, bench.clock, proposal, 'done');
    expect(await settleByOperator(bench.store, bench.clock, proposal, 'not_done')).toBeUndefined();
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(bench.telegram.requests).toHaveLength(1);
  });
});
