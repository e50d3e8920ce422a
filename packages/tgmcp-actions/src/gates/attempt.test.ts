/** One attempt: under which hold and record it begins, what is opened for it, and how its end is told. */
import { refuse, sleptInCall, StateError, withOneAllowance } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import type { StandingIntent } from '../journal/status.js';
import { attempt, readOutcome } from './attempt.js';
import type { Hold } from './hold.js';
import { drive, gateBench, KITES, type BenchOptions, type GateBench } from './test-bench.js';

interface Begun extends GateBench {
  readonly standing: StandingIntent;
  /** Attempts what was claimed, under this hold. */
  attempt(hold?: Partial<Hold>): ReturnType<typeof attempt>;
}

/** An approved proposal whose intent is claimed. */
async function claimed(options: BenchOptions = {}): Promise<Begun> {
  const bench = gateBench(options);
  const proposal = await bench.approvals.byCode(await bench.ready());
  if (proposal === undefined) throw new Error('nothing was proposed');
  const { action, id } = proposal;
  const standing = await bench.journal.claim({ action, proposalId: id, items: 1 });
  const hold: Hold = { fence: 1, renew: async () => true };
  const context = { parts: bench.parts, spec: bench.spec, proposal, target: KITES };
  return {
    ...bench,
    standing,
    attempt: (change) => attempt({ ...context, hold: { ...hold, ...change } }, standing),
  };
}

const records = async (bench: GateBench): Promise<object[]> =>
  (await bench.auditLines()).map((line) => JSON.parse(line) as object);
const BUSY = { ok: false, refusal: { code: 'INTENT_BUSY', retryable: true, retry_after: 1 } };

describe('an attempt does not begin', () => {
  it('once the hold on its content is lost', async () => {
    const bench = await claimed();
    expect(await bench.attempt({ renew: async () => false })).toMatchObject(BUSY);
    expect(bench.telegram.requests).toHaveLength(0);
    expect(await bench.journal.find(bench.standing.intent.id)).toMatchObject({
      status: { state: 'not_begun' },
    });
  });

  it('where somebody else has begun it', async () => {
    const bench = await claimed();
    Object.assign(bench.parts.journal, { begin: async () => undefined });
    expect(await bench.attempt()).toMatchObject(BUSY);
    expect(bench.telegram.requests).toHaveLength(0);
  });
});

describe('an attempt', () => {
  it('opens the write methods of its action, for its tool and its proposal', async () => {
    const bench = gateBench();
    const opened: unknown[] = [];
    const { openWrites } = bench.parts;
    const watched: typeof openWrites = (approved, run) => (opened.push(approved), openWrites(approved, run));
    Object.assign(bench.parts, { openWrites: watched });
    const code = await bench.ready();
    await bench.execute(code);
    const proposalId = (await bench.approvals.byCode(code))?.id;
    expect(opened).toEqual([{ tool: 'tg_send_message', proposalId, methods: ['messages.sendMessage'] }]);
  });

  it('is on record with what came of it', async () => {
    const bench = await claimed();
    const recorded = async (): Promise<object[]> => {
      const one = await bench.attempt();
      if (one.ok) await one.value.recorded;
      return (await records(bench)).slice(-2);
    };
    bench.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    const failed = await recorded();
    expect(failed).toMatchObject([{ outcome: 'sending' }, { outcome: 'not_sent', code: 'NO_RIGHTS' }]);
    expect(failed[1]).not.toHaveProperty('message_id');
    const sent = await recorded();
    const facts = { event: 'write', action: 'send', account: '1001', peer: KITES.id };
    expect(sent).toMatchObject([
      { ...facts, outcome: 'sending' },
      { ...facts, outcome: 'sent', message_id: 1 },
    ]);
    for (const one of sent) expect(one).not.toHaveProperty('code');
  });

  it('that Telegram knew already is on record as that', async () => {
    const bench = await claimed();
    const perform = async () => ({ ok: true, value: { result: { message_id: 7 }, repeated: true } });
    Object.assign(bench.spec, { perform });
    const one = await bench.attempt();
    if (one.ok) await one.value.recorded;
    expect((await records(bench)).at(-1)).toMatchObject({ outcome: 'already_sent', message_id: 7 });
  });

  it('names no message where there is none', async () => {
    const bench = await claimed();
    Object.assign(bench.spec, {
      perform: async () => ({ ok: true, value: { result: { message_id: '1' } } }),
    });
    const one = await bench.attempt();
    if (one.ok) await one.value.recorded;
    const last = (await records(bench)).at(-1);
    expect(last).toMatchObject({ outcome: 'sent' });
    expect(last).not.toHaveProperty('message_id');
  });

  it('that ends in a fault of the program has an unknown outcome, and the operator is told where it broke', async () => {
    const bench = await claimed();
    bench.telegram.faults.push({ kind: 'throws' });
    const one = await bench.attempt();
    expect(one).toMatchObject({ ok: true, value: { ending: { kind: 'unknown', code: 'INTERNAL' } } });
    if (one.ok) await one.value.recorded;
    expect((await records(bench)).at(-1)).toMatchObject({ outcome: 'unknown', code: 'INTERNAL' });
    expect(bench.warnings).toHaveLength(1);
    expect(bench.warnings[0]).toMatch(
      /^an attempt ended in a fault: Error: the connection code broke\n +at /,
    );
  });

  it('that the state keeps from going on has an unknown outcome, and the caller is told why', async () => {
    const bench = await claimed();
    bench.telegram.beforeServing = () =>
      Promise.reject(new StateError('STATE_CORRUPT', 'begun-steps', 'The state in begun-steps is damaged.'));
    expect(await bench.attempt()).toMatchObject({
      ok: true,
      value: { ending: { kind: 'unknown', code: 'STATE_CORRUPT' }, refusal: { code: 'STATE_CORRUPT' } },
    });
    expect(bench.warnings).toHaveLength(1);
  });

  it('of which Telegram said that it runs is unknown, as is what refuses its repeat', async () => {
    const bench = await claimed();
    bench.telegram.faults.push(
      { kind: 'in_progress' },
      { kind: 'before', code: 'FLOOD_WAIT', retryAfter: 9 },
    );
    const one = await drive(bench, bench.attempt());
    expect(one).toMatchObject({
      ok: true,
      value: { ending: { kind: 'unknown', code: 'FLOOD_WAIT' }, refusal: { code: 'FLOOD_WAIT' } },
    });
  });

  it('stays what it was where its end cannot be recorded, and the operator is told', async () => {
    const bench = await claimed();
    Object.assign(bench.parts.journal, { end: async () => Promise.reject(new Error('disk full')) });
    const { append } = bench.parts.audit;
    const told = 'the end of an attempt could not be recorded: ';
    for (const [answer, warning] of [
      [async () => refuse('AUDIT_UNWRITABLE'), `${told}AUDIT_UNWRITABLE`],
      [async () => Promise.reject(new Error('no log')), `${told}Error: no log`],
    ] as const) {
      bench.warnings.length = 0;
      let calls = 0;
      Object.assign(bench.parts.audit, {
        append: (entry: Parameters<typeof append>[0]) => ((calls += 1) === 1 ? append(entry) : answer()),
      });
      const one = await bench.attempt();
      expect(one).toMatchObject({ ok: true, value: { ending: { kind: 'sent' } } });
      if (one.ok) await one.value.recorded;
      expect(bench.warnings).toEqual([`${told}Error: disk full`, warning]);
    }
  });
});

describe('waiting for a request that runs', () => {
  const busy = (bench: GateBench): void => {
    bench.telegram.faults.push(...Array.from({ length: 8 }, () => ({ kind: 'in_progress' as const })));
  };

  it('sleeps no longer than one call may, and what it slept counts for the call', async () => {
    const bench = await claimed();
    busy(bench);
    await withOneAllowance(async () => {
      await drive(bench, bench.attempt());
      expect(sleptInCall('interactive').ms).toBe(5_000);
    });
    expect(bench.telegram.requests).toHaveLength(4);
  });

  it.each([
    [4_500, 2],
    [4_501, 1],
    [0, 4],
    [3_000, 3],
  ])('after %d ms that the call has slept already asks %d times', async (sleptMs, requests) => {
    const bench = await claimed();
    busy(bench);
    await withOneAllowance(async () => {
      sleptInCall('interactive').ms = sleptMs;
      await drive(bench, bench.attempt());
    });
    expect(bench.telegram.requests).toHaveLength(requests);
  });
});

it('reading looks for what was sent since the claim, by the clock of Telegram', async () => {
  const bench = await claimed();
  const since: number[] = [];
  const find: GateBench['spec']['find'] = async (_order, sinceMs) => {
    since.push(sinceMs);
    return { ok: true, value: undefined };
  };
  const { intent } = bench.standing;
  for (const ahead of [0, 7_000, -7_000]) {
    await bench.clock.advance(1_000);
    const parts = { ...bench.parts, serverNow: () => bench.clock.now() + ahead };
    await readOutcome({ parts, spec: { ...bench.spec, find }, target: KITES }, intent);
  }
  expect(since).toEqual([0, 7_000, -7_000].map((ahead) => intent.claimed.wall + ahead));
});
