/** What the operator sees of leave that an agent has, and what is left of it once it is ended. */
import { createAuditLog, type StateStore } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { noForms } from '../gates/test-bench.js';
import { openDesk } from './desk.js';
import { openGrantDesk } from './grant-desk.js';
import { createGrants, type AskedGrant, type Grants } from './grants.js';
import { bench, draft, PHRASE, propose, SETTINGS, type Bench } from './test-bench.js';

const HOUR_MS = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

const desk = ({ store, clock }: Bench) => openGrantDesk({ store, clock, settings: SETTINGS });
const approvalDesk = ({ store, clock }: Bench) => openDesk({ store, clock, settings: SETTINGS });
const grantsOf = (made: Bench): Grants => createGrants({ ...made, audit: createAuditLog(made) });

async function lane(made: Bench, items?: readonly string[]): Promise<AskedGrant> {
  const asked = await grantsOf(made).ask(
    {
      account: { id: '1001' },
      verb: 'write_lane',
      scope: { items: [...(items ?? [])] },
      preview: { summary: 'send messages by itself', ...(items === undefined ? {} : { items }) },
      ttlMs: HOUR_MS,
      lifeMs: 2 * HOUR_MS,
    },
    noForms,
  );
  if (!asked.ok) throw new Error(asked.refusal.code);
  return asked.value;
}

async function takenIntoUse(made: Bench): Promise<AskedGrant> {
  const one = await lane(made, ['a', 'b']);
  await made.approvals.approve(one.grant, 'terminal');
  await made.clock.advance(30_000);
  const used = await grantsOf(made).redeem({
    verb: 'write_lane',
    id: one.grant.id,
    approval_code: one.code,
    confirmation_text: '',
  });
  expect(used).toMatchObject({ ok: true });
  return one;
}

const statesOf = async (made: Bench, all: boolean): Promise<Record<string, string>> =>
  Object.fromEntries((await desk(made).list(all)).map(({ id, state }) => [id, state]));

describe('leave that an agent has', () => {
  it('is listed with what it is for and when it ends by itself', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    const began = made.clock.now();
    const grant = await takenIntoUse(made);
    const waiting = await lane(made, ['c']);
    const listed = await desk(made).list(false);
    expect(listed).toStrictEqual([
      {
        id: waiting.grant.id,
        verb: 'write_lane',
        state: 'waiting',
        account: '1001',
        summary: 'send messages by itself',
        items: 1,
        ends_at: iso(began + 30_000 + HOUR_MS),
      },
      {
        id: grant.grant.id,
        verb: 'write_lane',
        state: 'active',
        account: '1001',
        summary: 'send messages by itself',
        items: 2,
        ends_at: iso(began + 30_000 + 2 * HOUR_MS),
      },
      {
        id: proposal.id,
        verb: 'send',
        state: 'waiting',
        account: '1001',
        summary: 'send',
        chat: proposal.chat,
        ends_at: iso(began + 1_800_000),
      },
    ]);
  });

  it('is listed while it can lead to a write, and what is over with it where all is asked for', async () => {
    const made = bench();
    const of = async (text: string) => (await propose(made.approvals, draft(text))).proposal;
    const [waiting, approved, refused, used] = [await of('1'), await of('2'), await of('3'), await of('4')];
    const replaced = await of('1 again');
    const newer = await of('1 again');
    await made.approvals.approve(approved, 'terminal');
    await made.approvals.refuse(refused, 'terminal');
    await made.approvals.consume(used, 'an intent');
    const live = { [waiting.id]: 'waiting', [approved.id]: 'approved', [newer.id]: 'waiting' };
    expect(await statesOf(made, false)).toEqual(live);
    expect(await statesOf(made, true)).toEqual({
      ...live,
      [refused.id]: 'refused',
      [used.id]: 'used',
      [replaced.id]: 'replaced',
    });
  });

  it('of which nobody knows any more what was said is over', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    const forgetful: StateStore = {
      ...made.store,
      get: async (kind, key) => (kind.folder === 'approvals' ? undefined : made.store.get(kind, key)),
    };
    const forgotten = { ...made, store: forgetful };
    expect(await statesOf(forgotten, false)).toEqual({});
    expect(await statesOf(forgotten, true)).toEqual({ [proposal.id]: 'over' });
    expect(await approvalDesk(forgotten).pending()).toEqual([]);
    expect(await approvalDesk(forgotten).approve(proposal.id, PHRASE)).toMatchObject({
      ok: false,
      refusal: { code: 'APPROVAL_UNKNOWN', message: 'There is no proposal with this id.' },
    });
  });
});

describe('the end of leave', () => {
  it('of an action is a no to its content, and of a grant the end of it, by the operator', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    await made.approvals.approve(proposal, 'terminal');
    expect(await desk(made).revoke(proposal.id)).toMatchObject({ ok: true, value: { state: 'refused' } });
    expect(await made.approvals.verdict(proposal)).toMatchObject({
      ok: false,
      refusal: { code: 'REFUSED_BY_OPERATOR' },
    });
    const { grant } = await takenIntoUse(made);
    expect(await desk(made).revoke(grant.id)).toMatchObject({
      ok: true,
      value: { state: 'revoked', ends_at: iso(made.clock.now()) },
    });
    expect((await made.approvals.word(grant))?.said).toBe('refused');
    expect(await grantsOf(made).active('write_lane', grant.id)).toMatchObject({
      ok: false,
      refusal: { code: 'GRANT_NOT_ACTIVE', data: { state: 'revoked' } },
    });
    expect(await grantsOf(made).find('write_lane', grant.id)).toMatchObject({
      value: { revocation: { by: 'operator', reason: '' } },
    });
  });

  it('holds where it cannot be put on record, and says that it could not be', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    const { grant } = await takenIntoUse(made);
    const { StateError } = await import('@tgmcp/core');
    const full: StateStore = {
      ...made.store,
      append: async () => {
        throw new StateError('STATE_UNWRITABLE', 'audit.log', 'disk full');
      },
    };
    const unwritable = { ok: false, refusal: { code: 'AUDIT_UNWRITABLE' } };
    for (const { id } of [proposal, grant]) {
      expect(await desk({ ...made, store: full }).revoke(id)).toMatchObject(unwritable);
    }
    expect(await approvalDesk({ ...made, store: full }).refuse(proposal.id)).toMatchObject(unwritable);
    expect(await made.approvals.verdict(proposal)).toMatchObject({
      refusal: { code: 'REFUSED_BY_OPERATOR' },
    });
    expect(await grantsOf(made).active('write_lane', grant.id)).toMatchObject({ ok: false });
  });

  it.each(['', 'aaaaaaaaaaaa'])('of what is not there (%j) is refused', async (id) => {
    const made = bench();
    expect(await desk(made).revoke(id)).toMatchObject({
      ok: false,
      refusal: { code: 'APPROVAL_UNKNOWN', message: 'There is nothing with this id.' },
    });
    expect(await approvalDesk(made).knows(id)).toBe(false);
  });
});

describe('the desk of the operator', () => {
  it('knows what was proposed, whatever became of it', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    await made.approvals.refuse(proposal, 'terminal');
    expect(await approvalDesk(made).knows(proposal.id)).toBe(true);
  });

  it('shows who asked, whether it is done again, and the moment at which it ends', async () => {
    const made = bench();
    const origin = { client: 'a client', version: '1', pid: 7 };
    await propose(made.approvals, { ...draft('again', { forceResend: true }), origin });
    await propose(made.approvals, draft());
    const [plain, forced] = await approvalDesk(made).pending();
    expect(forced).toMatchObject({ origin, force_resend: true });
    expect(plain).toMatchObject({ force_resend: false, expires_at: iso(made.clock.now() + 1_800_000) });
    expect(plain).not.toHaveProperty('origin');
  });

  it('does not show what the agent gave up', async () => {
    const made = bench();
    const { grant } = await lane(made);
    expect((await approvalDesk(made).pending()).map(({ id }) => id)).toEqual([grant.id]);
    await grantsOf(made).revoke('write_lane', grant.id, 'agent', 'no need');
    expect(await approvalDesk(made).pending()).toEqual([]);
  });

  it('refuses what was used and surely not sent like anything else', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    await made.approvals.consume(proposal, 'an intent that is gone');
    expect(await approvalDesk(made).refuse(proposal.id)).toMatchObject({
      ok: true,
      value: { said: 'refused' },
    });
  });
});
