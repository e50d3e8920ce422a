import { momentAfter } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { REVOKED_GRANTS } from '../approvals/grant-records.js';
import { openDesk } from '../approvals/desk.js';
import { createGrants } from '../approvals/grants.js';
import { SETTINGS } from '../approvals/test-bench.js';
import { BATCH_ID, batchBench } from '../batch/test-bench.js';
import { settleByOperator } from '../journal/settle.js';
import { unsettledIntents } from '../journal/status.js';
import { carryOut } from './carry-out.js';
import { createHolds } from './hold.js';
import { gateBench, KITES, noForms, type BenchOptions, type GateBench } from './test-bench.js';

const AGAIN = { force_resend: true };

/** An attempt of unknown outcome that a person refused after it; the id of its proposal. */
async function refusedAfterAttempt(options: BenchOptions = {}, fault: 'lost' | 'after' = 'lost') {
  const bench = gateBench(options);
  const code = await bench.ready();
  bench.telegram.faults.push({ kind: fault });
  expect(await bench.execute(code)).toMatchObject({ ok: false, refusal: { code: 'OUTCOME_UNKNOWN' } });
  const id = (await bench.approvals.byCode(code))?.id ?? '';
  expect(await openDesk({ ...bench, settings: SETTINGS }).refuse(id)).toMatchObject({
    ok: false,
    refusal: { code: 'OUTCOME_UNKNOWN', data: { proposal_id: id } },
  });
  return { bench, id };
}

/** Sends the same content under a grant, which has its own leave and no word of a person about this content. */
async function underGrant(bench: GateBench, id: string) {
  const proposal = await bench.approvals.byCode(await bench.ready());
  if (proposal === undefined) throw new Error('nothing was proposed');
  const always = async () => ({ ok: true, value: undefined }) as const;
  const approvals = {
    ...bench.approvals,
    verdict: always,
    consume: always,
    consumedFor: async () => undefined,
  };
  const parts = { ...bench.parts, approvals };
  return createHolds(bench.store, bench.clock).hold(proposal.contentDigest, (hold) =>
    carryOut(parts, bench.spec, { proposal: { ...proposal, id }, target: KITES, hold }),
  );
}

/** A lane that was taken into use. */
async function openLane(bench: GateBench) {
  const { store, clock, approvals, parts } = bench;
  const grants = createGrants({ store, clock, approvals, audit: parts.audit });
  const preview = { summary: 'write', details: [], items: [] };
  const life = { ttlMs: 1_000_000, lifeMs: 86_400_000 };
  const asked = await grants.ask(
    { account: { id: '1001' }, verb: 'write_lane', scope: { n: 1 }, preview, ...life },
    noForms,
  );
  if (!asked.ok) throw new Error(asked.refusal.code);
  const { grant, code } = asked.value;
  await approvals.approve(grant, 'terminal');
  await clock.advance(30_000);
  await grants.redeem({ verb: 'write_lane', id: grant.id, approval_code: code, confirmation_text: '' });
  return { grants, id: grant.id };
}

describe('what a person refused after an attempt of unknown outcome', () => {
  it('is not sent by a forced execution of the same content, which says whom to settle', async () => {
    const { bench, id } = await refusedAfterAttempt();
    const code = await bench.ready(AGAIN);
    expect(await bench.execute(code, AGAIN)).toMatchObject({
      ok: false,
      refusal: { code: 'OUTCOME_UNKNOWN', data: { proposal_id: id, sent: 'unknown' } },
    });
    expect(bench.telegram.requests).toHaveLength(1);
    expect(bench.telegram.messages.size).toBe(0);

    // The person looks and says so: what was approved then goes, once.
    await settleByOperator(bench.store, bench.clock, id, 'not_done');
    expect(await bench.execute(code, AGAIN)).toMatchObject({ ok: true, value: { alreadySent: false } });
    expect(bench.telegram.messages.size).toBe(1);
  });

  it.each(['dedup', 'absolute', 'probe', 'never'] as const)(
    'of class %s is settled by reading where that tells',
    async (retry) => {
      const { bench } = await refusedAfterAttempt({ retry }, 'after');
      bench.telegram.readable = true;
      const code = await bench.ready(AGAIN);
      expect(await bench.execute(code, AGAIN)).toMatchObject({ ok: true, value: { alreadySent: false } });
      expect(bench.telegram.requests).toHaveLength(2);
      expect(bench.telegram.messages.size).toBe(2);
    },
  );

  it('is sent once where a person approves the same content later', async () => {
    const { bench } = await refusedAfterAttempt();
    expect(await bench.execute(await bench.ready())).toMatchObject({ ok: true });
    expect(bench.telegram.messages.size).toBe(1);
  });

  it('is not sent because a grant covers it, too', async () => {
    const { bench, id } = await refusedAfterAttempt();
    const lane = await openLane(bench);
    expect(await underGrant(bench, `${lane.id}-content`)).toMatchObject({
      ok: false,
      refusal: { code: 'OUTCOME_UNKNOWN', data: { proposal_id: id } },
    });
    expect(bench.telegram.requests).toHaveLength(1);
    bench.telegram.readable = true;
    expect(await underGrant(bench, `${lane.id}-content`)).toMatchObject({ ok: false });
    expect(bench.telegram.requests).toHaveLength(1);
  });
});

describe('what was attempted under a grant', () => {
  it.each(['as before', 'revoked', 'refused'] as const)(
    'is repeated before a forced execution only while the grant is %s',
    async (fate) => {
      const bench = gateBench();
      const lane = await openLane(bench);
      bench.telegram.faults.push({ kind: 'lost' });
      expect(await underGrant(bench, `${lane.id}-content`)).toMatchObject({ ok: false });
      const revocation = { by: 'operator', reason: '', at: momentAfter(bench.clock, 0) } as const;
      if (fate === 'revoked') {
        await bench.store.create(REVOKED_GRANTS, lane.id, { grantId: lane.id, ...revocation });
      }
      const grant = await bench.approvals.byId(lane.id);
      if (fate === 'refused' && grant) await bench.approvals.refuse(grant, 'terminal');
      const code = await bench.ready(AGAIN);
      const stands = fate === 'as before';
      expect(await bench.execute(code, AGAIN)).toMatchObject({ ok: stands });
      expect(bench.telegram.requests).toHaveLength(stands ? 3 : 1);
      expect(await unsettledIntents(bench.store)).toHaveLength(stands ? 0 : 1);
    },
  );
});

describe('an item of a batch', () => {
  it.each([false, true])(
    'is repeated before a forced execution unless it was revoked: %s',
    async (revoked) => {
      const bench = await batchBench({ items: 1 });
      bench.telegram.faults.push({ kind: 'lost' });
      expect(await bench.run()).toMatchObject({ value: { stop: { code: 'OUTCOME_UNKNOWN' } } });
      const grant = (await bench.book.find(BATCH_ID))?.grant?.grant.id ?? '';
      if (revoked) await bench.grants.revoke('batch', grant, 'operator', '');
      const forced = { ...AGAIN, message_text: 'Item 0' };
      const answer = await bench.execute(await bench.ready(forced), forced);
      if (!revoked) return expect(answer).toMatchObject({ ok: true });
      expect(answer).toMatchObject({ ok: false, refusal: { data: { proposal_id: `${BATCH_ID}-0` } } });
      expect(bench.telegram.requests).toHaveLength(1);
    },
  );
});
