/** What takes a grant into use and what does not, and what is left of one that is over. */
import { createAuditLog, refuse } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { noForms } from '../gates/test-bench.js';
import { createApprovals, type Approvals } from './approvals.js';
import { GRANTS } from './grant-records.js';
import { createGrants, type AskedGrant, type Grants, type Redemption } from './grants.js';
import { approvalPolicy } from './policy.js';
import { PROPOSALS } from './proposal.js';
import { bench, draft, PHRASE, propose, SETTINGS, type Bench } from './test-bench.js';

const HOUR_MS = 3_600_000;
type Channel = 'operator' | 'preview';

interface GrantBench extends Bench {
  readonly grants: Grants;
  /** The same installation in another channel, or with approvals that answer otherwise. */
  as(channel: Channel, change?: Partial<Approvals>): Grants;
}

function grantBench(channel: Channel = 'operator'): GrantBench {
  const made = bench({ TG_ACTIONS_APPROVAL_CHANNEL: channel });
  const audit = createAuditLog(made);
  const as: GrantBench['as'] = (other, change = {}) => {
    const policy = approvalPolicy({ ...SETTINGS, TG_ACTIONS_APPROVAL_CHANNEL: other });
    const approvals = { ...createApprovals(made.store, made.clock, policy), ...change };
    return createGrants({ ...made, approvals, audit });
  };
  return { ...made, as, grants: as(channel) };
}

async function asked({ grants }: GrantBench, lifeMs = HOUR_MS): Promise<AskedGrant> {
  const preview = { summary: 'send messages by itself', details: [], items: [] };
  const scope = { max_messages: 5 };
  const outcome = await grants.ask(
    { account: { id: '1001' }, verb: 'write_lane', scope, preview, ttlMs: 2 * HOUR_MS, lifeMs },
    noForms,
  );
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
}

/** A grant that a person approved and that is old enough. */
async function approved(made: GrantBench, lifeMs = HOUR_MS): Promise<AskedGrant> {
  const one = await asked(made, lifeMs);
  await made.approvals.approve(one.grant, 'terminal');
  await made.clock.advance(31_000);
  return one;
}

const redemption = ({ grant, code }: AskedGrant, change: Partial<Redemption> = {}): Redemption => ({
  verb: 'write_lane',
  id: grant.id,
  approval_code: code,
  confirmation_text: '',
  ...change,
});

const refused = (code: string, data?: object) => ({
  ok: false,
  refusal: { code, ...(data === undefined ? {} : { data }) },
});

const records = async ({ store }: Bench): Promise<string[]> =>
  (await store.readLog('audit')).map((line) => {
    const { event, outcome } = JSON.parse(line) as { event: string; outcome: string };
    return `${event} ${outcome}`;
  });

describe('a grant whose code may be left out', () => {
  const without = { approval_code: '', codeOptional: true };

  it('is taken into use by what a person says to it, and by no code that is not its own', async () => {
    const made = grantBench();
    const one = await approved(made);
    const wrong = redemption(one, { approval_code: 'AAAAAAAAAAAA', codeOptional: true });
    expect(await made.grants.redeem(wrong)).toMatchObject(refused('APPROVAL_UNKNOWN'));
    expect(await made.grants.redeem(redemption(one, without))).toMatchObject({ ok: true });
  });

  it.each([
    ['operator', 'operator', false],
    ['operator', 'preview', true],
    ['preview', 'operator', true],
    ['preview', 'preview', true],
  ] as const)('made in channel %s needs it all the same in channel %s: %s', async (first, then, needs) => {
    const made = grantBench(first);
    const one = await approved(made);
    const grants = made.as(then);
    expect(grants.needsCode(one.grant)).toBe(needs);
    const answer = await grants.redeem(redemption(one, { ...without, confirmation_text: PHRASE }));
    expect(answer).toMatchObject(needs ? refused('APPROVAL_CODE_MISSING') : { ok: true });
  });
});

describe('a grant', () => {
  it('in use is in use again by its code, also after the time in which it could be approved, and on record once', async () => {
    const made = grantBench();
    const one = await approved(made, 5 * HOUR_MS);
    expect(await made.grants.redeem(redemption(one))).toMatchObject({ ok: true });
    await made.clock.advance(3 * HOUR_MS);
    expect(await made.grants.redeem(redemption(one))).toMatchObject({
      ok: true,
      value: { state: 'active', leftMs: 2 * HOUR_MS },
    });
    expect((await records(made)).filter((one) => one === 'grant taken into use')).toHaveLength(1);
  });

  it('holds for no time unless it is in use, and says since when it was', async () => {
    const made = grantBench();
    const one = await approved(made);
    const look = async () => {
      const found = await made.grants.find('write_lane', one.grant.id);
      if (!found.ok) throw new Error(found.refusal.code);
      return found.value;
    };
    const before = await look();
    expect(before).toMatchObject({ state: 'approved', leftMs: 0, lifeMs: HOUR_MS });
    for (const absent of ['taken', 'revocation']) expect(before).not.toHaveProperty(absent);
    await made.grants.redeem(redemption(one));
    const taken = { wall: made.clock.now() };
    expect(await look()).toMatchObject({ state: 'active', leftMs: HOUR_MS, taken });
    await made.grants.revoke('write_lane', one.grant.id, 'operator', 'enough');
    expect(await look()).toMatchObject({ state: 'revoked', leftMs: 0, taken });
  });

  it('of which nobody knows any more what was said is over, in use or not', async () => {
    const made = grantBench();
    const one = await approved(made);
    const forgetful = made.as('operator', { word: async () => undefined });
    const over = refused('GRANT_NOT_ACTIVE', { state: 'expired' });
    expect(await forgetful.active('write_lane', one.grant.id)).toMatchObject(over);
    await made.grants.redeem(redemption(one));
    expect(await forgetful.active('write_lane', one.grant.id)).toMatchObject(over);
    expect(await made.grants.active('write_lane', one.grant.id)).toMatchObject({ ok: true });
  });

  it('whose stored scope is not what was approved is not taken into use, and its code stays unused', async () => {
    const made = grantBench();
    const one = await approved(made);
    await made.store.update(PROPOSALS, one.grant.id, (stored) =>
      stored !== undefined && 'grant' in stored
        ? { ...stored, grant: { ...stored.grant, scope: { max_messages: 500 } } }
        : undefined,
    );
    expect(await made.grants.redeem(redemption(one))).toMatchObject(
      refused('GRANT_NOT_ACTIVE', { state: 'invalid_scope' }),
    );
    expect(await made.approvals.consumedFor(one.grant.id)).toBeUndefined();
  });

  it('is neither asked for nor taken into use where that cannot be put on record', async () => {
    const made = grantBench();
    const one = await approved(made);
    const audit = { ...createAuditLog(made), append: async () => refuse('AUDIT_UNWRITABLE') };
    const grants = createGrants({ ...made, audit });
    expect(await grants.redeem(redemption(one))).toMatchObject(refused('AUDIT_UNWRITABLE'));
    expect(await made.approvals.consumedFor(one.grant.id)).toBeUndefined();
    let forms = 0;
    const elicit = async () => {
      forms += 1;
      return { action: 'cancel' } as const;
    };
    const preview = { summary: 'write', details: [], items: [] };
    const request = { account: { id: '1001' }, verb: 'write_lane', scope: {}, ttlMs: 1, lifeMs: 1 } as const;
    expect(await grants.ask({ ...request, preview }, { ...noForms, elicit })).toMatchObject(
      refused('AUDIT_UNWRITABLE'),
    );
    expect(forms).toBe(0);
  });

  it('waits for a person only where one has to say yes', async () => {
    expect((await asked(grantBench('operator'))).presented).toBe('waiting');
    expect((await asked(grantBench('preview'))).presented).toBe('not_needed');
  });

  it('that is not there cannot be ended', async () => {
    const made = grantBench();
    expect(await made.grants.revoke('write_lane', 'aaaaaaaaaaaa', 'agent', '')).toMatchObject(
      refused('GRANT_NOT_FOUND', { id: 'aaaaaaaaaaaa' }),
    );
  });

  it('is listed as long as it is stored, and nothing else is', async () => {
    const made = grantBench();
    const one = await asked(made);
    expect((await made.store.get(GRANTS, 'write_lane'))?.value).toEqual({ grants: [one.grant.id] });
    const [asking] = (await made.store.readLog('audit')).map((line) => JSON.parse(line) as object);
    expect(asking).toMatchObject({ event: 'proposal', detail: { channel: 'operator' } });
    const action = await propose(made.approvals, draft());
    await made.store.update(GRANTS, 'write_lane', (list) => ({
      grants: [...(list?.grants ?? []), 'gone', action.proposal.id],
    }));
    expect((await made.grants.list('write_lane')).map(({ grant }) => grant.id)).toEqual([one.grant.id]);
  });
});

describe('a refusal to take a grant into use', () => {
  const NEXT = {
    code: 'Give the approval_code that its creation answered.',
    anew: 'Create it anew for a new code, if the person still wants it.',
  };

  it('says where its codes come from, and is on record', async () => {
    const made = grantBench();
    const one = await asked(made);
    const nextStep = async (change: Partial<Redemption>): Promise<unknown> => {
      const answer = await made.grants.redeem(redemption(one, change));
      return answer.ok ? answer : [answer.refusal.code, answer.refusal.next_step];
    };
    const other = await made.grants.ask(
      {
        account: { id: '1001' },
        verb: 'write_lane',
        scope: { other: 1 },
        preview: { summary: 'write', details: [], items: [] },
        ttlMs: HOUR_MS,
        lifeMs: HOUR_MS,
      },
      noForms,
    );
    const codeOfOther = other.ok ? other.value.code : '';
    expect(await nextStep({ approval_code: '' })).toEqual(['APPROVAL_CODE_MISSING', NEXT.code]);
    expect(await nextStep({ approval_code: codeOfOther })).toEqual(['APPROVAL_MISMATCH', NEXT.code]);
    expect(await nextStep({ approval_code: 'AAAAAAAAAAAA' })).toEqual(['APPROVAL_UNKNOWN', NEXT.anew]);
    const [code, step] = (await nextStep({})) as [string, string];
    expect(code).toBe('APPROVAL_PENDING');
    expect(Object.values(NEXT)).not.toContain(step);
    await made.clock.advance(2 * HOUR_MS);
    expect(await nextStep({})).toEqual(['EXPIRED', NEXT.anew]);
    expect((await records(made)).filter((one) => one === 'refusal refused')).toHaveLength(5);
  });
});
