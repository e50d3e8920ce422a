import { createAuditLog, type ElicitedForm, type ToolCall } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { grantDigest } from '../actions/digest.js';
import { createApprovals } from './approvals.js';
import { createGrants, type AskedGrant, type Grants, type GrantRequest } from './grants.js';
import { openDesk } from './desk.js';
import { approvalPolicy } from './policy.js';
import { PROPOSALS } from './proposal.js';
import { bench, PHRASE, SETTINGS, type Bench } from './test-bench.js';

const HOUR_MS = 3_600_000;
const NO_FORMS: ToolCall = {
  signal: new AbortController().signal,
  progress: async () => undefined,
  wantsProgress: false,
  elicit: undefined,
};

const request = (change: Partial<GrantRequest> = {}): GrantRequest => ({
  account: { id: '1001', username: 'ann', name: 'Ann' },
  verb: 'write_lane',
  scope: { targets: ['-1000000000042'], max_messages: 5 },
  preview: {
    summary: 'send messages by itself',
    details: [{ label: 'Purpose', text: 'Re\u202Eports' }],
    items: ['"Kites & Code"\nid -1000000000042', 'two'],
  },
  ttlMs: 2 * HOUR_MS,
  lifeMs: HOUR_MS,
  ...change,
});

interface GrantBench extends Bench {
  readonly grants: Grants;
}

function grantBench(channel: 'operator' | 'preview' = 'operator'): GrantBench {
  const made = bench({ TG_ACTIONS_APPROVAL_CHANNEL: channel });
  const audit = createAuditLog(made);
  return { ...made, grants: createGrants({ ...made, audit }) };
}

async function asked(
  made: GrantBench,
  change: Partial<GrantRequest> = {},
  call = NO_FORMS,
): Promise<AskedGrant> {
  const outcome = await made.grants.ask(request(change), call);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
}

const redeem = (made: GrantBench, { grant, code }: AskedGrant, change: object = {}) =>
  made.grants.redeem({
    verb: 'write_lane',
    id: grant.id,
    approval_code: code,
    confirmation_text: '',
    ...change,
  });

const stateOf = async (made: GrantBench, id: string): Promise<unknown> => {
  const found = await made.grants.find('write_lane', id);
  return found.ok ? found.value.state : found.refusal.code;
};

async function inUse(made: GrantBench): Promise<AskedGrant> {
  const one = await asked(made);
  await made.approvals.approve(one.grant, 'terminal');
  await made.clock.advance(31_000);
  expect(await redeem(made, one)).toMatchObject({ ok: true, value: { state: 'active' } });
  return one;
}

const refused = (code: string, data?: object) => ({
  ok: false,
  refusal: { code, ...(data === undefined ? {} : { data }) },
});

describe('a grant', () => {
  it('is taken into use by its code, once a person said yes and it is old enough', async () => {
    const made = grantBench();
    const one = await asked(made);
    expect(one.presented).toBe('waiting');
    expect(await stateOf(made, one.grant.id)).toBe('waiting');
    expect(await redeem(made, one, { approval_code: '' })).toMatchObject(refused('APPROVAL_CODE_MISSING'));
    expect(await redeem(made, one, { approval_code: 'AAAAAAAAAAAA' })).toMatchObject(
      refused('APPROVAL_UNKNOWN'),
    );
    expect(await redeem(made, one)).toMatchObject(refused('APPROVAL_PENDING', { proposal_id: one.grant.id }));
    await made.approvals.approve(one.grant, 'terminal');
    expect(await stateOf(made, one.grant.id)).toBe('approved');
    expect(await redeem(made, one)).toMatchObject(refused('TOO_FRESH'));
    expect(await made.grants.active('write_lane', one.grant.id)).toMatchObject(
      refused('GRANT_NOT_ACTIVE', { state: 'approved' }),
    );
    await made.clock.advance(31_000);
    const first = await redeem(made, one);
    expect(first).toMatchObject({ ok: true, value: { state: 'active', leftMs: HOUR_MS } });
    await made.clock.advance(1_000);
    const repeated = await redeem(made, one);
    expect(repeated).toMatchObject({ ok: true, value: { state: 'active', leftMs: HOUR_MS - 1_000 } });
    expect(await redeem(made, one, { approval_code: '' })).toMatchObject(refused('APPROVAL_CODE_MISSING'));
    expect(await made.grants.active('write_lane', one.grant.id)).toMatchObject({ ok: true });
  });

  it('needs the phrase in channel preview, and no person', async () => {
    const made = grantBench('preview');
    const one = await asked(made);
    await made.clock.advance(31_000);
    expect(await redeem(made, one)).toMatchObject(refused('PHRASE_WRONG', { tries_left: 5 }));
    expect(await redeem(made, one, { confirmation_text: 'no' })).toMatchObject(
      refused('PHRASE_WRONG', { tries_left: 4 }),
    );
    expect(await redeem(made, one, { confirmation_text: PHRASE })).toMatchObject({ ok: true });
  });

  it('made for a person is not taken into use by the phrase alone, whatever the process says now', async () => {
    const made = grantBench();
    const one = await asked(made);
    await made.clock.advance(31_000);
    const policy = approvalPolicy({ ...SETTINGS, TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    const approvals = createApprovals(made.store, made.clock, policy);
    const grants = createGrants({ ...made, approvals, audit: createAuditLog(made) });
    const given = { verb: 'write_lane', id: one.grant.id, approval_code: one.code } as const;
    expect(await grants.redeem({ ...given, confirmation_text: PHRASE })).toMatchObject(
      refused('APPROVAL_PENDING'),
    );
  });

  it('taken into use by the phrase is over once the operator wants a person to decide', async () => {
    const made = grantBench('preview');
    const one = await asked(made);
    await made.clock.advance(31_000);
    expect(await redeem(made, one, { confirmation_text: PHRASE })).toMatchObject({ ok: true });
    const approvals = createApprovals(made.store, made.clock, approvalPolicy(SETTINGS));
    const stricter = createGrants({ ...made, approvals, audit: createAuditLog(made) });
    expect(await stricter.active('write_lane', one.grant.id)).toMatchObject(
      refused('GRANT_NOT_ACTIVE', { state: 'ended' }),
    );
    expect(await made.grants.active('write_lane', one.grant.id)).toMatchObject({ ok: true });
  });

  it('has a code that stands for no action and for no other grant', async () => {
    const made = grantBench();
    const [one, other] = [await asked(made), await asked(made, { scope: { other: 1 } })];
    expect(await made.approvals.byCode(one.code)).toBeUndefined();
    await made.approvals.approve(one.grant, 'terminal');
    await made.approvals.approve(other.grant, 'terminal');
    await made.clock.advance(31_000);
    expect(await redeem(made, one, { approval_code: other.code })).toMatchObject(
      refused('APPROVAL_MISMATCH', { fields: ['id'] }),
    );
    expect(await redeem(made, one, { verb: 'batch' })).toMatchObject(refused('GRANT_NOT_FOUND'));
    for (const id of ['', '../proposals/x', `${one.grant.id}x`, 'aaaaaaaaaaaa']) {
      expect(await redeem(made, one, { id })).toMatchObject(refused('GRANT_NOT_FOUND', { id }));
    }
    expect(await redeem(made, one)).toMatchObject({ ok: true });
  });

  it('of the same scope takes the place of the older one that was not taken into use', async () => {
    const made = grantBench();
    const old = await asked(made);
    const young = await asked(made);
    expect([await stateOf(made, old.grant.id), await stateOf(made, young.grant.id)]).toEqual([
      'replaced',
      'waiting',
    ]);
    const digest = (account: string, verb: 'batch' | 'write_lane', scope: { a: number }, lifeMs = 1) =>
      grantDigest(account, { verb, scope, lifeMs });
    const digests = [
      digest('1', 'batch', { a: 1 }, 2),
      digest('1', 'batch', { a: 1 }),
      digest('2', 'batch', { a: 1 }),
      digest('1', 'write_lane', { a: 1 }),
      digest('1', 'batch', { a: 2 }),
    ];
    expect(new Set(digests).size).toBe(5);
  });

  it('can be approved for its own time, and holds for its own time by whichever clock is first', async () => {
    const made = grantBench();
    const late = await asked(made, { scope: { late: 1 } });
    await made.clock.advance(1.5 * HOUR_MS);
    expect(await stateOf(made, late.grant.id)).toBe('waiting');
    await made.clock.advance(HOUR_MS);
    expect(await stateOf(made, late.grant.id)).toBe('expired');
    await made.approvals.approve(late.grant, 'terminal');
    expect(await redeem(made, late)).toMatchObject(refused('EXPIRED'));

    const one = await inUse(made);
    await made.clock.advance(HOUR_MS);
    expect(await stateOf(made, one.grant.id)).toBe('ended');
    expect(await redeem(made, one)).toMatchObject(refused('GRANT_NOT_ACTIVE', { state: 'ended' }));
  });

  it('ends at once and for ever when it is revoked or refused, in use or not', async () => {
    const made = grantBench();
    const one = await inUse(made);
    expect(await made.grants.revoke('write_lane', one.grant.id, 'agent', 'done')).toMatchObject({
      ok: true,
      value: { state: 'revoked', revocation: { by: 'agent', reason: 'done' } },
    });
    expect(await redeem(made, one)).toMatchObject(refused('GRANT_NOT_ACTIVE', { state: 'revoked' }));
    const refusedLater = await inUse(made);
    await openDesk({ ...made, settings: SETTINGS }).refuse(refusedLater.grant.id);
    expect(await made.grants.active('write_lane', refusedLater.grant.id)).toMatchObject(
      refused('GRANT_NOT_ACTIVE', { state: 'refused' }),
    );
    expect((await made.grants.list('write_lane')).map(({ state }) => state)).toEqual(['refused', 'revoked']);
    expect(await made.grants.list('batch')).toEqual([]);
  });

  it.each([
    ['scope', { scope: { targets: ['1'] } }],
    ['life', { lifeMs: 9 * HOUR_MS }],
  ])('whose stored %s is not what was digested any more cannot be used', async (_what, change) => {
    const made = grantBench();
    const one = await inUse(made);
    await made.store.update(PROPOSALS, one.grant.id, (stored) =>
      stored !== undefined && 'grant' in stored
        ? { ...stored, grant: { ...stored.grant, ...change } }
        : undefined,
    );
    expect(await made.grants.active('write_lane', one.grant.id)).toMatchObject(
      refused('GRANT_NOT_ACTIVE', { state: 'invalid_scope' }),
    );
  });

  it('leaves a record of each step, with whoever said yes', async () => {
    const made = grantBench();
    const one = await asked(made);
    await redeem(made, one);
    await made.approvals.approve(one.grant, 'form');
    await made.clock.advance(31_000);
    await redeem(made, one);
    await made.grants.revoke('write_lane', one.grant.id, 'operator', '');
    const records = (await made.store.readLog('audit')).map((line) => JSON.parse(line) as object);
    expect(records).toMatchObject(
      [
        { event: 'proposal', outcome: 'proposed' },
        { event: 'refusal', code: 'APPROVAL_PENDING' },
        { event: 'approval', outcome: 'approved', detail: { by: 'form' } },
        { event: 'grant', outcome: 'taken into use' },
        { event: 'grant', outcome: 'revoked', detail: { by: 'operator' } },
      ].map((facts) => ({ ...facts, action: 'write_lane', account: '1001', proposal_id: one.grant.id })),
    );
  });
});

describe('a grant before a person', () => {
  it('is shown with all bounds and items, invisible characters written out, at the desk and in a form', async () => {
    const made = grantBench();
    let form = '';
    const elicit = async ({ message }: ElicitedForm) => {
      form = message;
      return { action: 'accept', text: /number: (\d{6})/.exec(message)?.[1] } as const;
    };
    const one = await asked(made, {}, { ...NO_FORMS, elicit });
    expect(one.presented).toBe('approved');
    const [pending] = await openDesk({ ...made, settings: SETTINGS }).pending();
    expect(pending).toMatchObject({
      id: one.grant.id,
      verb: 'write_lane',
      said: 'approved',
      force_resend: false,
    });
    expect(pending?.chat).toBeUndefined();
    for (const line of [
      'An agent asks for leave to send messages by itself from your Telegram account, without asking you each time.',
      'Account: "Ann" @ann id 1001',
      String.raw`  | Re\u{202e}ports`,
      '  | 1  "Kites & Code" id -1000000000042',
      '  | 2  two',
      'It holds for 60 min from when the agent takes it into use.',
    ]) {
      expect(pending?.lines).toContain(line);
      expect(form).toContain(line);
    }
  });

  it('of more items than a form can show waits for the terminal', async () => {
    const made = grantBench();
    const items = Array.from({ length: 21 }, (_, index) => `item ${index}`);
    const elicit = async (): Promise<never> => {
      throw new Error('a form was raised');
    };
    const preview = { summary: 'delete messages', items };
    const one = await asked(made, { preview }, { ...NO_FORMS, elicit });
    expect(one.presented).toBe('waiting');
    const [pending] = await openDesk({ ...made, settings: SETTINGS }).pending();
    expect(pending?.lines.filter((line) => line.includes('item '))).toHaveLength(21);
  });
});
