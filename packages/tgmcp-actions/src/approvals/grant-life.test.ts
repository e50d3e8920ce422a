import { createAuditLog } from '@tgmcp/core';
import { expect, it } from 'vitest';
import { noForms } from '../gates/test-bench.js';
import { createApprovals } from './approvals.js';
import { createGrants } from './grants.js';
import { approvalPolicy, type ApprovalSettings } from './policy.js';
import { bench, SETTINGS } from './test-bench.js';

const HOUR_MS = 3_600_000;

it.each([
  ['write_lane', { TG_ACTIONS_LANE_MAX_TTL_SEC: 600 }],
  ['batch', { TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: 600 }],
] as const)('a %s in use ends when the operator allows it less time', async (verb, change) => {
  const made = bench();
  const under = (settings: Partial<ApprovalSettings>) => {
    const approvals = createApprovals(made.store, made.clock, approvalPolicy({ ...SETTINGS, ...settings }));
    return createGrants({ ...made, approvals, audit: createAuditLog(made) });
  };
  const grants = under({});
  const asked = await grants.ask(
    {
      account: { id: '1001' },
      verb,
      scope: { a: 1 },
      preview: { summary: 'do it' },
      ttlMs: HOUR_MS,
      lifeMs: HOUR_MS,
    },
    noForms,
  );
  if (!asked.ok) throw new Error(asked.refusal.code);
  const { grant, code } = asked.value;
  await made.approvals.approve(grant, 'terminal');
  await made.clock.advance(31_000);
  await grants.redeem({ verb, id: grant.id, approval_code: code, confirmation_text: '' });
  await made.clock.advance(601_000);
  expect(await grants.active(verb, grant.id)).toMatchObject({ ok: true, value: { lifeMs: HOUR_MS } });
  expect(await under(change).active(verb, grant.id)).toMatchObject({
    refusal: { code: 'GRANT_NOT_ACTIVE', data: { state: 'ended' } },
  });
});

it('a lane waits for approval no longer than the operator allows today', async () => {
  const made = bench({ TG_ACTIONS_LANE_APPROVAL_TTL_SEC: 60 });
  const grants = createGrants({ ...made, audit: createAuditLog(made) });
  const request = { verb: 'write_lane', scope: {}, ttlMs: HOUR_MS, lifeMs: HOUR_MS } as const;
  const asked = await grants.ask(
    { ...request, account: { id: '1001' }, preview: { summary: 'do it' } },
    noForms,
  );
  if (!asked.ok) throw new Error(asked.refusal.code);
  await made.clock.advance(61_000);
  expect(await grants.find('write_lane', asked.value.grant.id)).toMatchObject({
    value: { state: 'expired' },
  });
});
