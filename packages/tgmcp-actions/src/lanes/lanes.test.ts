import { createMemoryStore, manualClock, refuse } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { GRANTS, REVOKED_GRANTS } from '../approvals/grant-records.js';
import { PROPOSALS } from '../approvals/proposal.js';
import { mortal, type Killer } from '../gates/mortal-store.js';
import { drive, FakeTelegram, KITES, noForms, STRANGER, WINDOW_MS } from '../gates/test-bench.js';
import { unsettledAttempts } from '../approvals/unsettled.js';
import { pruneHistory } from '../history/prune.js';
import { LANE_EVENTS } from './events.js';
import { LANE_USAGE } from './usage.js';
import { laneFields } from './summary.js';
import { laneBench, WANTED, type LaneBench } from './test-bench.js';

const refused = (code: string, data?: object) => ({
  ok: false,
  refusal: { code, ...(data === undefined ? {} : { data }) },
});

describe('a lane', () => {
  it('sends what fits, once, and counts it', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    expect(await bench.send(lane, ' Hello ', { dry_run: true })).toMatchObject({
      ok: true,
      value: { text: 'Hello' },
    });
    expect(bench.telegram.requests).toEqual([]);
    expect(await bench.send(lane, 'Hello')).toMatchObject({
      ok: true,
      value: { executed: { alreadySent: false, result: { message_id: 1 } } },
    });
    expect(await bench.send(lane, 'Hello')).toMatchObject(
      refused('DUPLICATE', { message_id: 1, sent: 'no' }),
    );
    expect(await bench.used(lane)).toBe(1);
    expect(await bench.usage('group_msg')).toBe(1);
    expect(bench.telegram.messages.size).toBe(1);
  });

  it('takes nothing of the same text after the idempotency window', async () => {
    const bench = laneBench({ windowMs: 60_000 });
    const lane = await bench.lane();
    await bench.send(lane, 'Hello');
    await bench.clock.advance(120_000);
    expect(await bench.send(lane, 'Hello')).toMatchObject({
      ok: true,
      value: { executed: { alreadySent: false } },
    });
    expect(await bench.used(lane)).toBe(2);
    expect(bench.telegram.messages.size).toBe(2);
  });

  it('refuses a target that was looked up and is not of it, and who is not on the allowlist', async () => {
    const bench = laneBench({ allowed: `${KITES.id},${STRANGER.id}` });
    const lane = await bench.lane();
    expect(await bench.send(lane, 'Hello', { group: STRANGER.id })).toMatchObject(
      refused('OUTSIDE_LANE', { bound: 'targets', sent: 'no' }),
    );
    expect(await bench.send(lane, 'Hello', { group: 'Nobody' })).toMatchObject(refused('PEER_NOT_FOUND'));
    const closed = laneBench({ ...bench, allowed: STRANGER.id });
    expect(await closed.send(lane, 'Hello')).toMatchObject(refused('TARGET_NOT_ALLOWED'));
    expect(bench.telegram.requests).toEqual([]);
  });

  it('is of one account', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    const pending = await bench.lanes.create({ ...WANTED, name: 'Other' }, noForms);
    const { parts } = bench;
    const elsewhere = { ...parts, account: async () => ({ ok: true, value: { id: '2002' } }) as const };
    Object.assign(parts, { account: elsewhere.account });
    expect(await bench.send(lane, 'Hello')).toMatchObject(refused('ACCOUNT_MISMATCH'));
    if (!pending.ok) throw new Error('not made');
    const { grant, code } = pending.value;
    await bench.approvals.approve(grant, 'terminal');
    await bench.clock.advance(30_000);
    const given = { lane_id: grant.id, approval_code: code, confirmation_text: '' };
    expect(await bench.lanes.approve(given)).toMatchObject(refused('ACCOUNT_MISMATCH'));
    Object.assign(parts, { account: async () => refuse('NOT_AUTHORIZED') });
    expect(await bench.lanes.approve(given)).toMatchObject(refused('NOT_AUTHORIZED'));
    Object.assign(parts, { account: async () => ({ ok: true, value: { id: '1001' } }) });
    expect(await bench.lanes.approve(given)).toMatchObject({ ok: true });
    expect(bench.telegram.requests).toEqual([]);
  });

  it('that somebody changed on disk sends nothing, and is shown as such', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    for (const scope of [{ ...WANTED, targets: [] }, { nothing: true }]) {
      await bench.store.update(PROPOSALS, lane, (stored) =>
        stored !== undefined && 'grant' in stored
          ? { ...stored, grant: { ...stored.grant, scope: { ...scope } } }
          : undefined,
      );
      expect(await bench.send(lane, 'Hello')).toMatchObject(
        refused('GRANT_NOT_ACTIVE', { state: 'invalid_scope' }),
      );
      const found = await bench.lanes.get(lane);
      expect(found.ok && laneFields(found.value)).toMatchObject({ status: 'invalid_scope', targets: [] });
    }
    expect(bench.telegram.requests).toEqual([]);
  });

  it('keeps its newest events, and records each refusal in the audit log', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    for (const text of ['One', '', 'Two', 'example.com']) await bench.send(lane, text);
    await bench.lanes.send({ lane_id: 'aaaaaaaaaaaa', group: KITES.id, message_text: 'x', dry_run: true });
    expect(await bench.lanes.events(lane)).toMatchObject([
      { outcome: 'sent', target: KITES.id, message_id: 1, message_len: 3 },
      { outcome: 'refused', code: 'TEXT_INVALID' },
      { outcome: 'sent', message_id: 2 },
      { outcome: 'refused', code: 'OUTSIDE_LANE' },
    ]);
    expect(await bench.lanes.events('aaaaaaaaaaaa')).toEqual([]);
    const records = (await bench.auditLines()).map((line) => JSON.parse(line) as { event: string });
    expect(records.filter(({ event }) => event === 'refusal')).toMatchObject(
      [
        { code: 'TEXT_INVALID', proposal_id: lane },
        { code: 'OUTSIDE_LANE', proposal_id: lane },
        { code: 'GRANT_NOT_FOUND' },
      ].map((facts) => ({ ...facts, action: 'write_lane', detail: { tool: 'tg_send_message_with_lane' } })),
    );
    const writes = records.filter(({ event }) => event === 'write');
    expect(writes).toMatchObject(
      ['sending', 'sent', 'sending', 'sent'].map((outcome) => ({
        outcome,
        action: 'send',
        peer: KITES.id,
        detail: { tool: 'tg_send_message_with_lane', lane },
      })),
    );
    expect((await bench.auditLines()).join('')).not.toContain('example.com');
  });
});

describe('pruning', () => {
  it('takes a lane that is long over, with all that is remembered of it, and none that may be in use', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    await bench.send(lane, 'Hello');
    await bench.lanes.revoke(lane, 'done');
    const prune = () => pruneHistory(bench.store, bench.clock, 30 * 86_400_000);
    const kept = () =>
      Promise.all(
        [PROPOSALS, GRANTS, REVOKED_GRANTS, LANE_USAGE, LANE_EVENTS].map(
          async (kind) => (await bench.store.keys(kind)).length,
        ),
      );
    // Its own day, and the half hour in which it could be approved, come on top.
    await bench.clock.advance(31 * 86_400_000);
    await prune();
    expect(await kept()).toEqual([1, 1, 1, 1, 1]);
    expect((await bench.store.get(GRANTS, 'write_lane'))?.value).toEqual({ grants: [lane] });
    await bench.clock.advance(86_400_000);
    await prune();
    expect(await kept()).toEqual([0, 1, 0, 0, 0]);
    expect((await bench.store.get(GRANTS, 'write_lane'))?.value).toEqual({ grants: [] });
    expect(await bench.lanes.list()).toEqual([]);
  });
});

describe('the place of a message in a lane', () => {
  it('is given back when it surely was not sent, and by that the next one fits', async () => {
    const bench = laneBench();
    const lane = await bench.lane({ max_messages: 1, max_messages_per_target: 1 });
    bench.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    expect(await bench.send(lane, 'Refused')).toMatchObject(refused('NO_RIGHTS', { sent: 'no' }));
    expect([await bench.used(lane), await bench.usage('group_msg')]).toEqual([0, 0]);
    expect(await bench.send(lane, 'Next')).toMatchObject({ ok: true });
    expect(await bench.send(lane, 'Refused')).toMatchObject(refused('LANE_EXHAUSTED', { used: 1, limit: 1 }));
  });

  it('is given back when the day has no more', async () => {
    const bench = laneBench({ groupLimit: 0 });
    const lane = await bench.lane();
    expect(await bench.send(lane, 'Hello')).toMatchObject(refused('QUOTA_EXHAUSTED', { sent: 'no' }));
    expect(await bench.used(lane)).toBe(0);
    expect(bench.telegram.requests).toEqual([]);
  });

  it('stays taken while nobody knows, also when the day has no more for the repeat', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    bench.telegram.faults.push({ kind: 'after' });
    expect(await bench.send(lane, 'Hello')).toMatchObject(refused('OUTCOME_UNKNOWN', { sent: 'unknown' }));
    expect(await bench.used(lane)).toBe(1);
    await bench.lanes.revoke(lane, '');
    expect(await bench.send(lane, 'Hello')).toMatchObject(refused('GRANT_NOT_ACTIVE', { sent: 'unknown' }));
    expect(await unsettledAttempts(bench.store)).toMatchObject([
      { verb: 'send', text: 'Hello', chat: { id: KITES.id } },
    ]);
    const other = await bench.lane({ name: 'Another' });
    expect(await bench.send(other, 'Hello')).toMatchObject({
      ok: true,
      value: { executed: { alreadySent: true } },
    });
    expect(bench.telegram.messages.size).toBe(1);
  });

  it('is not taken by what a lost data folder made look new', async () => {
    const bench = laneBench();
    await bench.send(await bench.lane(), 'Hello');
    const anew = laneBench({ clock: bench.clock, telegram: bench.telegram });
    const lane = await anew.lane();
    expect(await anew.send(lane, 'Hello')).toMatchObject({
      ok: true,
      value: { executed: { alreadySent: true } },
    });
    expect([await anew.used(lane), anew.telegram.messages.size]).toEqual([0, 1]);
  });

  it('ends with the hours and the revocation of the lane, up to the last moment', async () => {
    const clock = manualClock(Date.UTC(2026, 10, 1, 12));
    const bench = laneBench({ clock });
    const lane = await bench.lane({
      active_hours_start: '12:00',
      active_hours_end: '13:00',
      active_timezone: 'UTC',
    });
    // Between the checks and the send time passes, and then somebody takes the lane back.
    const { quotas } = bench.parts;
    const slow = { ...quotas };
    let meanwhile = async (): Promise<unknown> => clock.advance(3_600_000);
    Object.assign(quotas, {
      reserve: async (...args: Parameters<typeof quotas.reserve>) => {
        await meanwhile();
        return slow.reserve(...args);
      },
    });
    expect(await drive(bench, bench.send(lane, 'Late'))).toMatchObject(
      refused('LANE_WAIT', { bound: 'active_hours', sent: 'no' }),
    );
    await clock.advance(23 * 3_600_000);
    const young = await bench.lane({ name: 'Young' });
    meanwhile = () => bench.grants.revoke('write_lane', young, 'operator', '');
    expect(await bench.send(young, 'Revoked')).toMatchObject(
      refused('GRANT_NOT_ACTIVE', { state: 'revoked' }),
    );
    expect([await bench.used(lane), await bench.used(young)]).toEqual([0, 0]);
    expect(bench.telegram.requests).toEqual([]);
  });
});

describe('a sender that is killed', () => {
  const FAULTS = { 'no trouble': undefined, 'a lost answer': { kind: 'after' } } as const;

  async function world() {
    // Mid-window, so that no step crosses into the next bucket.
    const clock = manualClock(Math.floor(Date.UTC(2026, 10, 1) / WINDOW_MS) * WINDOW_MS + WINDOW_MS / 2);
    const telegram = new FakeTelegram(() => clock.now());
    const store = createMemoryStore({ clock });
    const made = { clock, telegram, store };
    return { ...made, lane: await laneBench(made).lane() };
  }

  async function sendAndDie(
    made: Awaited<ReturnType<typeof world>>,
    killer: Killer,
    fault: { readonly kind: 'after' } | undefined,
  ): Promise<void> {
    const dying: LaneBench = laneBench({
      ...made,
      wrap: (store) => mortal(store, killer),
      alive: () => !killer.dead,
    });
    if (fault !== undefined) made.telegram.faults.push(fault);
    await drive(dying, dying.send(made.lane, 'Hello')).catch(() => undefined);
    await made.clock.advance(60_000);
    made.telegram.faults.length = 0;
  }

  it.each(Object.entries(FAULTS))(
    'at any step, with %s, leaves one message and one place taken',
    async (_name, fault) => {
      const counting: Killer = { steps: 0, dieAt: -1, after: false, dead: false };
      await sendAndDie(await world(), counting, fault);
      expect(counting.steps).toBeGreaterThanOrEqual(8);
      for (let dieAt = 1; dieAt <= counting.steps; dieAt += 1) {
        for (const after of [false, true]) {
          const made = await world();
          await sendAndDie(made, { steps: 0, dieAt, after, dead: false }, fault);
          const restarted = laneBench(made);
          await drive(restarted, restarted.send(made.lane, 'Hello'));
          const last = await drive(restarted, restarted.send(made.lane, 'Hello'));
          const used = await restarted.used(made.lane);
          expect({ dieAt, after, last, used, messages: made.telegram.messages.size }).toMatchObject({
            last: refused('DUPLICATE'),
            used: 1,
            messages: 1,
          });
        }
      }
    },
  );
});
