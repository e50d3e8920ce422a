import { createGrants } from '../approvals/grants.js';
import { PHRASE } from '../approvals/test-bench.js';
import { createHolds } from '../gates/hold.js';
import { gateBench, KITES, noForms } from '../gates/test-bench.js';
import { describe, expect, it } from 'vitest';
import { createBatches } from './batches.js';

const DAY_MS = 86_400_000;

/** A batch of one item that nobody approved yet. */
async function unapproved(channel: 'operator' | 'preview') {
  const bench = gateBench({ channel });
  const { store, clock, parts, approvals } = bench;
  const grants = createGrants({ store, clock, approvals, audit: parts.audit });
  const batches = createBatches({
    parts,
    holds: createHolds(store, clock),
    store,
    grants,
    clock,
    specOf: () => bench.spec,
    leaseMs: DAY_MS,
    runLeaseMs: 1_800_000,
  });
  const items = async () => ({ ok: true as const, value: [{ group: KITES.id, message_text: 'one' }] });
  const made = await batches.create(
    { type: 'leave_dialog', note: '', ttlMs: DAY_MS, items },
    'tool',
    noForms,
  );
  if (!made.ok) throw new Error(made.refusal.code);
  const { view, asked } = made.value;
  const approve = (approvalCode: string, confirmationText: string) =>
    batches.approve({ batchId: view.batch.id, approvalCode, confirmationText }, 'tool', noForms);
  return { bench, grants, asked, approve };
}

describe('a batch whose code was lost', () => {
  it('in channel preview gets a new one that grows old anew, and the lost one is worth nothing', async () => {
    const { bench, asked, approve } = await unapproved('preview');
    await bench.clock.advance(31_000);
    const anew = await approve('', '');
    if (!anew.ok) throw new Error(anew.refusal.code);
    const code = anew.value.asked?.code ?? '';
    expect(anew.value).toMatchObject({ view: { grant: { state: 'waiting' } } });
    expect(code).not.toBe('');
    expect(await approve(code, PHRASE)).toMatchObject({ refusal: { code: 'TOO_FRESH' } });
    await bench.clock.advance(31_000);
    expect(await approve(asked.code, PHRASE)).toMatchObject({ ok: false });
    expect(await approve(code, 'no')).toMatchObject({ refusal: { code: 'PHRASE_WRONG' } });
    expect(await approve(code, PHRASE)).toMatchObject({
      ok: true,
      value: { view: { grant: { state: 'active' } } },
    });
    expect(bench.telegram.requests).toEqual([]);
  });

  it('in channel operator waits for the person as before', async () => {
    const { asked, approve, grants } = await unapproved('operator');
    expect(await approve('', '')).toMatchObject({
      refusal: { code: 'APPROVAL_PENDING', data: { proposal_id: asked.grant.id } },
    });
    expect(await grants.list('batch')).toHaveLength(1);
  });

  it('and that was refused is asked for no more', async () => {
    const { bench, asked, approve, grants } = await unapproved('preview');
    await bench.approvals.refuse(asked.grant, 'terminal');
    expect(await approve('', '')).toMatchObject({ ok: false });
    expect(await grants.list('batch')).toHaveLength(1);
  });
});
