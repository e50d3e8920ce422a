/** What a person says about a proposal: on record before it counts, within its life, and for its own kind only. */
import { createAuditLog, refuse, StateError } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createApprovals, type GrantDraft } from './approvals.js';
import { approvalPolicy } from './policy.js';
import { bench, draft, propose, SETTINGS, type Bench } from './test-bench.js';

const refused = (code: string): object => ({ ok: false, refusal: { code } });
const HOUR_MS = 3_600_000;

const grantDraft = (change: Partial<GrantDraft> = {}): GrantDraft => ({
  account: { id: '1001', name: 'Ann' },
  verb: 'write_lane',
  scope: { max_messages: 5 },
  preview: { summary: 'send messages by itself', hidden_characters: 0, entities: [], notes: [] },
  ttlMs: HOUR_MS,
  lifeMs: HOUR_MS,
  ...change,
});

async function records({ store }: Bench): Promise<unknown[]> {
  return (await store.readLog('audit')).map((line) => JSON.parse(line) as unknown);
}

/** A bench whose audit log takes nothing any more. */
function withoutLog(): Bench {
  const made = bench();
  const audit = { ...createAuditLog(made), append: async () => refuse('AUDIT_UNWRITABLE') };
  return { ...made, approvals: createApprovals(made.store, made.clock, made.approvals.policy, audit) };
}

describe('what a person says', () => {
  it('is on record with the chat, the content and where it was said', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    await made.approvals.approve(proposal, 'form');
    await made.approvals.refuse(proposal, 'terminal');
    const facts = {
      event: 'approval',
      action: 'send',
      account: '1001',
      peer: '-1000000000042',
      content_sha256: proposal.contentDigest,
      proposal_id: proposal.id,
    };
    expect(await records(made)).toMatchObject([
      { ...facts, outcome: 'approved', detail: { by: 'form' } },
      { ...facts, outcome: 'refused', detail: { by: 'terminal' } },
    ]);
  });

  it('is no yes where it cannot be put on record, and a no all the same', async () => {
    const { approvals, clock } = withoutLog();
    const { proposal } = await propose(approvals, draft());
    await clock.advance(30_000);
    expect(await approvals.approve(proposal, 'terminal')).toMatchObject(refused('AUDIT_UNWRITABLE'));
    expect(await approvals.verdict(proposal)).toMatchObject(refused('APPROVAL_PENDING'));
    expect(await approvals.refuse(proposal, 'terminal')).toMatchObject(refused('AUDIT_UNWRITABLE'));
    expect(await approvals.verdict(proposal)).toMatchObject(refused('REFUSED_BY_OPERATOR'));
  });

  it('comes too late after the life of the proposal, and leaves no record of a yes', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    await made.clock.advance(1_799_999);
    expect((await made.approvals.open()).map(({ id }) => id)).toEqual([proposal.id]);
    await made.clock.advance(1);
    expect(await made.approvals.approve(proposal, 'terminal')).toMatchObject(refused('EXPIRED'));
    expect((await made.approvals.word(proposal))?.said).toBe('nothing');
    expect(await records(made)).toEqual([]);
  });

  it('comes too late also where the operator has shortened the life since', async () => {
    const { approvals, store, clock } = bench();
    const { proposal } = await propose(approvals, draft());
    const policy = approvalPolicy({ ...SETTINGS, TG_ACTIONS_APPROVAL_TTL_SEC: 60 });
    const shorter = createApprovals(store, clock, policy);
    await clock.advance(60_000);
    expect(await shorter.open()).toEqual([]);
    expect(await shorter.approve(proposal, 'terminal')).toMatchObject(refused('EXPIRED'));
    expect(await approvals.open()).toHaveLength(1);
  });
});

describe('a code', () => {
  it('must be as old as the stricter of then and now asks', async () => {
    const { approvals, store, clock } = bench();
    const { proposal } = await propose(approvals, draft());
    await approvals.approve(proposal, 'terminal');
    const policy = approvalPolicy({ ...SETTINGS, TG_ACTIONS_APPROVAL_MIN_AGE_SEC: 45 });
    const stricter = createApprovals(store, clock, policy);
    const younger = await propose(stricter, draft('More'));
    await stricter.approve(younger.proposal, 'terminal');
    await clock.advance(30_000);
    const fresh = { ok: false, refusal: { code: 'TOO_FRESH', retry_after: 15 } };
    expect(await approvals.verdict(proposal)).toMatchObject({ ok: true });
    expect(await stricter.verdict(proposal)).toMatchObject(fresh);
    expect(await approvals.verdict(younger.proposal)).toMatchObject(fresh);
  });

  it('that was used serves its own intent still after a newer preview, and an unused one says what ended it', async () => {
    const { approvals, clock } = bench();
    const used = await propose(approvals, draft());
    await approvals.approve(used.proposal, 'terminal');
    await approvals.consume(used.proposal, 'intent-1');
    const unused = await propose(approvals, draft());
    await propose(approvals, draft());
    await clock.advance(30_000);
    expect(await approvals.verdict(used.proposal)).toMatchObject({ ok: true });
    expect(await approvals.verdict(unused.proposal)).toMatchObject({
      ok: false,
      refusal: { code: 'EXPIRED', message: expect.stringContaining('newer preview') as string },
    });
  });

  it('of which nobody knows any more what was said is over, and nobody is said to have refused it', async () => {
    const { approvals, clock } = bench();
    const { proposal } = await propose(approvals, draft());
    await approvals.approve(proposal, 'terminal');
    await clock.advance(30_000);
    const forgotten = { ...proposal, contentDigest: 'of something else' };
    expect(await approvals.verdict(forgotten)).toMatchObject(refused('EXPIRED'));
    expect(await approvals.stands(forgotten)).toMatchObject({ ok: true });
    expect(await approvals.verdict(proposal)).toMatchObject({ ok: true });
  });

  it('of an action is none of a grant, and the other way round', async () => {
    const { approvals } = bench();
    const action = await propose(approvals, draft());
    const grant = await approvals.proposeGrant(grantDraft());
    if (!grant.ok) throw new Error(grant.refusal.code);
    expect(await approvals.grantByCode(action.code)).toBeUndefined();
    expect(await approvals.byCode(grant.value.code)).toBeUndefined();
    expect(await approvals.byCode(action.code)).toStrictEqual(action.proposal);
    expect(await approvals.grantByCode(grant.value.code)).toStrictEqual(grant.value.proposal);
  });
});

describe('a proposal', () => {
  it('of a grant keeps who asked for it, where that is known', async () => {
    const { approvals } = bench();
    const origin = { client: 'a client', version: '1', pid: 7 };
    expect(await approvals.proposeGrant(grantDraft({ origin }))).toMatchObject({
      ok: true,
      value: { proposal: { origin } },
    });
    const unknown = await approvals.proposeGrant(grantDraft());
    expect(unknown.ok && 'origin' in unknown.value.proposal).toBe(false);
  });

  it.each(['proposals', 'approvals'])(
    "that the disk kept from the folder %s stands in nobody's way",
    async (folder) => {
      const made = bench();
      const full = async (): Promise<never> => {
        throw new StateError('STATE_UNWRITABLE', folder, 'disk full');
      };
      const store = {
        ...made.store,
        create: folder === 'proposals' ? full : made.store.create,
        update: (async (kind, ...rest) =>
          kind.folder === folder ? full() : made.store.update(kind, ...rest)) as Bench['store']['update'],
      };
      const broken = createApprovals(store, made.clock, made.approvals.policy);
      for (let n = 0; n < 100; n += 1)
        await expect(broken.propose(draft(`text ${n}`))).rejects.toThrow('full');
      const stored = (await made.approvals.open()).length;
      expect(stored).toBe(folder === 'proposals' ? 0 : 100);
      expect(await made.approvals.room()).toMatchObject({ ok: false, refusal: { retry_after: 60 } });
      expect(await made.approvals.propose(draft())).toMatchObject(refused('TOO_MANY_PROPOSALS'));
      await made.clock.advance(60_000);
      expect(await made.approvals.room()).toMatchObject({ ok: true });
      expect(await made.approvals.propose(draft())).toMatchObject({ ok: true });
    },
  );
});
