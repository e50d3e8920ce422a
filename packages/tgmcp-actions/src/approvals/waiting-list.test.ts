import { createAuditLog, type Outcome, type StateStore, type ToolCall } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createApprovals } from './approvals.js';
import { createGrants, type AskedGrant, type Grants } from './grants.js';
import { bench, draft, type Bench } from './test-bench.js';
import { createWaitingList, MOST_WAITING, MOST_WAITING_GRANTS } from './waiting-list.js';

const NO_FORMS: ToolCall = {
  signal: new AbortController().signal,
  progress: async () => undefined,
  wantsProgress: false,
  elicit: undefined,
};
const LIFE_MS = 720 * 3_600_000;
const TOO_MANY = { ok: false, refusal: { code: 'TOO_MANY_PROPOSALS' } };

interface Waiting extends Bench {
  readonly grants: Grants;
  ask(purpose: number): Promise<Outcome<AskedGrant>>;
}

/** As many grants as may wait. */
async function full(): Promise<Waiting & { readonly asked: readonly AskedGrant[] }> {
  const made = bench();
  const grants = createGrants({ ...made, audit: createAuditLog(made) });
  const ask = (purpose: number): Promise<Outcome<AskedGrant>> =>
    grants.ask(
      {
        account: { id: '1001', name: 'Ann' },
        verb: 'write_lane',
        scope: { purpose },
        preview: { summary: 'send messages by itself', details: [], items: [] },
        ttlMs: LIFE_MS,
        lifeMs: LIFE_MS,
      },
      NO_FORMS,
    );
  const asked: AskedGrant[] = [];
  for (let purpose = 0; purpose < MOST_WAITING_GRANTS; purpose += 1) {
    const one = await ask(purpose);
    if (!one.ok) throw new Error(one.refusal.code);
    asked.push(one.value);
  }
  return { ...made, grants, ask, asked };
}

describe('a proposal that is just being made', () => {
  it('keeps its place for a minute, and no longer where it is never stored', async () => {
    const { store, clock } = bench();
    const waiting = createWaitingList(store, clock, async () => undefined);
    for (let n = 0; n < MOST_WAITING; n += 1) await waiting.enter(`p${n}`, 1_800_000, 'action');
    await clock.advance(20_000);
    expect(await waiting.enter('late', 1_800_000, 'action')).toMatchObject({
      ok: false,
      refusal: { code: 'TOO_MANY_PROPOSALS', retry_after: 40, data: { waiting: MOST_WAITING } },
    });
    expect(await waiting.room()).toMatchObject(TOO_MANY);
    expect(await waiting.ids()).toHaveLength(MOST_WAITING);
    await clock.advance(40_000);
    expect(await waiting.enter('late', 1_800_000, 'action')).toEqual({ ok: true, value: undefined });
    expect(await waiting.ids()).toEqual(['late']);
  });

  it('is not dropped by others that are made at the same time', async () => {
    const { approvals, store, clock } = bench();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slowDisk: StateStore = {
      ...store,
      create: async (kind, key, value) => {
        await held;
        return store.create(kind, key, value);
      },
    };
    const slow = createApprovals(slowDisk, clock, approvals.policy);
    const begun = Array.from({ length: MOST_WAITING }, (_, n) => slow.propose(draft(`text ${n}`)));
    expect(await approvals.propose(draft('one more'))).toMatchObject(TOO_MANY);
    release();
    const made = (await Promise.all(begun)).flatMap((one) => (one.ok ? [one.value.proposal.id] : []));
    expect(made).toHaveLength(MOST_WAITING);
    expect((await approvals.open()).map(({ id }) => id).toSorted()).toEqual(made.toSorted());
  });
});

describe('the number of grants that wait', () => {
  it('is small, and leaves room for single actions', async () => {
    const made = await full();
    expect(await made.ask(99)).toMatchObject({
      ok: false,
      refusal: { retry_after: LIFE_MS / 1000, data: { waiting: MOST_WAITING_GRANTS } },
    });
    expect(await made.approvals.propose(draft())).toMatchObject({ ok: true });
  });

  it('goes down half an hour after an agent gave one up or asked for it anew', async () => {
    const made = await full();
    const [first] = made.asked;
    if (first === undefined) throw new Error('no grants');
    await made.grants.revoke('write_lane', first.grant.id, 'agent', '');
    expect(await made.ask(99)).toMatchObject({ ...TOO_MANY, refusal: { retry_after: 1800 } });
    await made.clock.advance(1_800_000);
    expect(await made.ask(1)).toMatchObject({ ok: true });
    // The one that it replaced is half an hour old.
    expect(await made.ask(99)).toMatchObject({ ok: true });
    expect(await made.ask(100)).toMatchObject(TOO_MANY);
  });

  it('goes down at once when a person says no', async () => {
    const made = await full();
    const [first] = made.asked;
    if (first === undefined) throw new Error('no grants');
    await made.approvals.refuse(first.grant, 'terminal');
    expect(await made.ask(99)).toMatchObject({ ok: true });
    expect(await made.ask(100)).toMatchObject(TOO_MANY);
  });
});
