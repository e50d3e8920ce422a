import { refuse } from '@tgmcp/core';
import { PHRASE } from '../approvals/test-bench.js';
import { gateBench, KITES, noForms } from '../gates/test-bench.js';
import { describe, expect, it } from 'vitest';
import { PROGRESS } from './records.js';
import { batchesOver } from './test-bench.js';

const DAY_MS = 86_400_000;

/** A batch of one item that nobody approved yet. */
async function unapproved(
  channel: 'operator' | 'preview',
  { ttlMs = DAY_MS, leaseMs = DAY_MS }: { readonly ttlMs?: number; readonly leaseMs?: number } = {},
) {
  const bench = gateBench({ channel });
  const { parts } = bench;
  let known = true;
  const account: typeof parts.account = async () => (known ? parts.account() : refuse('NOT_AUTHORIZED'));
  const signOut = (): void => {
    known = false;
  };
  const { batches, grants } = batchesOver(bench, { parts: { ...parts, account }, leaseMs });
  const items = async () => ({ ok: true as const, value: [{ group: KITES.id, message_text: 'one' }] });
  const made = await batches.create({ type: 'leave_dialog', note: '', ttlMs, items }, 'tool', noForms);
  if (!made.ok) throw new Error(made.refusal.code);
  const { view, asked } = made.value;
  const approve = (approvalCode: string, confirmationText: string) =>
    batches.approve({ batchId: view.batch.id, approvalCode, confirmationText }, 'tool', noForms);
  return { bench, batches, grants, asked, approve, signOut, id: view.batch.id };
}

/** The same, approved and in use. */
async function inUse(lives: Parameters<typeof unapproved>[1] = {}) {
  const made = await unapproved('operator', lives);
  await made.bench.approvals.approve(made.asked.grant, 'terminal');
  await made.bench.clock.advance(31_000);
  const taken = await made.approve(made.asked.code, '');
  expect(taken).toMatchObject({ ok: true, value: { view: { grant: { state: 'active' } } } });
  expect(taken.ok && taken.value).not.toHaveProperty('asked');
  return made;
}

describe('a batch that is in use', () => {
  it('stays as it is, with or without its code', async () => {
    const { bench, approve, asked, grants } = await inUse();
    for (const code of ['', asked.code, 'another']) {
      const again = await approve(code, '');
      expect(again).toMatchObject({ ok: true, value: { view: { grant: { state: 'active' } } } });
      expect(again.ok && again.value).not.toHaveProperty('asked');
    }
    expect(await grants.list('batch')).toHaveLength(1);
    expect(bench.telegram.requests).toEqual([]);
  });

  it('is asked for anew once its leave is over, for what is left of its life', async () => {
    const { bench, approve, asked } = await inUse({ ttlMs: 2 * DAY_MS, leaseMs: 3_600_000 });
    await bench.clock.advance(2 * DAY_MS - 31_000 - 600_000);
    const anew = await approve('', '');
    expect(anew).toMatchObject({
      ok: true,
      value: {
        view: { grant: { state: 'waiting' } },
        asked: { grant: { ttlMs: 600_000, grant: { lifeMs: 3_600_000 } } },
      },
    });
    expect(anew.ok && anew.value.asked?.grant.id).not.toBe(asked.grant.id);
    expect(await approve(asked.code, '')).toMatchObject({ ok: false });
    expect(bench.telegram.requests).toEqual([]);
  });

  it('is asked for anew by the account alone that it is of', async () => {
    const { bench, approve, grants, signOut } = await inUse({ ttlMs: 2 * DAY_MS, leaseMs: 3_600_000 });
    await bench.clock.advance(3_600_000);
    signOut();
    expect(await approve('', '')).toMatchObject({ refusal: { code: 'NOT_AUTHORIZED' } });
    expect(await grants.list('batch')).toHaveLength(1);
  });

  it('is not asked for anew where that cannot be recorded', async () => {
    const { bench, approve, grants } = await inUse({ ttlMs: 2 * DAY_MS, leaseMs: 3_600_000 });
    await bench.clock.advance(3_600_000);
    const ask = async () => refuse('AUDIT_UNWRITABLE');
    Object.assign(grants, { ask });
    expect(await approve('', '')).toMatchObject({ refusal: { code: 'AUDIT_UNWRITABLE' } });
  });
});

describe('approving', () => {
  it('is refused for a batch that is none, cancelled or done', async () => {
    const { bench, batches, approve, asked, id } = await unapproved('operator');
    const given = { batchId: 'batch_none', approvalCode: '', confirmationText: '' };
    expect(await batches.approve(given, 'tool', noForms)).toMatchObject({
      refusal: { code: 'GRANT_NOT_FOUND', data: { id: 'batch_none' } },
    });
    await batches.control(id, 'cancel');
    expect(await approve(asked.code, '')).toMatchObject({
      refusal: { code: 'BATCH_OVER', data: { batch_id: id, status: 'cancelled' } },
    });
    const other = await inUse();
    const run = { batchId: other.id, type: 'leave_dialog', maxActions: 5 } as const;
    expect(await other.batches.run(run, 'tool', noForms)).toMatchObject({ value: { processed: 1 } });
    expect(await other.approve('', '')).toMatchObject({
      refusal: { code: 'BATCH_OVER', data: { batch_id: other.id, status: 'completed' } },
    });
    expect(bench.telegram.requests).toEqual([]);
  });

  it('is refused once the batch is over, and asks nobody for one that was given up', async () => {
    const over = await unapproved('operator', { ttlMs: 3_600_000 });
    await over.bench.clock.advance(3_600_000);
    expect(await over.approve('', '')).toMatchObject({
      refusal: { code: 'BATCH_OVER', data: { batch_id: over.id, status: 'expired' } },
    });
    const { approve, asked, grants } = await unapproved('operator');
    await grants.revoke('batch', asked.grant.id, 'agent', 'no');
    expect(await approve('', '')).toMatchObject({ ok: false, refusal: { code: 'GRANT_NOT_ACTIVE' } });
    expect(await grants.list('batch')).toHaveLength(1);
  });

  it('asks for a batch of which nobody was asked, as a process that was killed may leave it', async () => {
    const { bench, approve, id, grants } = await unapproved('operator');
    await bench.store.remove(PROGRESS, id);
    expect(await approve('', '')).toMatchObject({
      ok: true,
      value: { view: { grant: { state: 'waiting' } }, asked: { presented: 'waiting' } },
    });
    expect(await grants.list('batch')).toHaveLength(2);
  });

  it('with a code that is not the batch’s is refused', async () => {
    const { bench, approve, asked, grants } = await unapproved('operator');
    await bench.approvals.approve(asked.grant, 'terminal');
    await bench.clock.advance(31_000);
    expect(await approve('aaaaaaaaaaaa', '')).toMatchObject({ refusal: { code: 'APPROVAL_UNKNOWN' } });
    expect(await grants.list('batch')).toMatchObject([{ state: 'approved' }]);
  });
});

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

  it('is asked for anew after a person approved it in a list, too', async () => {
    const { bench, asked, approve, grants } = await unapproved('preview');
    await bench.approvals.approve(asked.grant, 'terminal');
    await bench.clock.advance(31_000);
    expect(await approve('', '')).toMatchObject({
      ok: true,
      value: { view: { grant: { state: 'waiting' } }, asked: { code: expect.stringMatching(/./) } },
    });
    expect((await grants.list('batch')).map(({ state }) => state)).not.toContain('active');
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
