/** What the gates that take something do with the quota, in which order they may be walked, and what they answer. */
import { done, refuse, type Outcome } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import type { QuotaKind } from '../quota/message-quota.js';
import type { Performed, WriteOrder } from './spec.js';
import { claimIntent, reserveQuota, settle, type Run } from './spends.js';
import { args, gateBench, type BenchOptions, type GateBench } from './test-bench.js';

interface Counted extends GateBench {
  /** What was done with the quota, in order. */
  readonly quota: string[];
  /** Carries out what was approved, with what a spec says otherwise. */
  carry(change?: Partial<GateBench['spec']>): ReturnType<GateBench['execute']>;
}

function counted(options: BenchOptions = {}, broken = false): Counted {
  const bench = gateBench(options);
  const quota: string[] = [];
  const { quotas } = bench.parts;
  const noting =
    (name: 'settle' | 'refund') =>
    async (kind: QuotaKind, id: string): Promise<void> => {
      quota.push(`${name} ${kind}`);
      if (broken) throw new Error('disk full');
      await quotas[name](kind, id);
    };
  Object.assign(bench.parts, {
    quotas: { ...quotas, settle: noting('settle'), refund: noting('refund') },
  });
  return {
    ...bench,
    quota,
    async carry(change = {}) {
      const code = await bench.ready();
      return bench.pipeline.execute({ ...bench.spec, ...change }, args({ approval_code: code }));
    },
  };
}

describe('the quota of an execution', () => {
  it('is settled when the action is done', async () => {
    const bench = counted();
    expect(await bench.carry()).toMatchObject({ ok: true });
    expect(bench.quota).toEqual(['settle group_msg']);
  });

  it('is given back when surely nothing was done, or nothing new', async () => {
    const bench = counted();
    bench.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    expect(await bench.carry()).toMatchObject({ ok: false, refusal: { code: 'NO_RIGHTS' } });
    expect(bench.quota).toEqual(['refund group_msg']);
    const repeated = counted();
    const perform = async (): Promise<Outcome<Performed>> => done({ result: {}, repeated: true });
    expect(await repeated.carry({ perform })).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(repeated.quota).toEqual(['refund group_msg']);
  });

  it('stays taken, and unsettled, while the outcome is unknown', async () => {
    const bench = counted();
    bench.telegram.faults.push({ kind: 'lost' });
    expect(await bench.carry()).toMatchObject({ ok: false, refusal: { code: 'OUTCOME_UNKNOWN' } });
    expect(bench.quota).toEqual([]);
    expect(await bench.usage('group_msg')).toBe(1);
  });

  it('is not given back where it refused, for it took nothing', async () => {
    const bench = counted({ groupLimit: 0 });
    expect(await bench.carry()).toMatchObject({ ok: false, refusal: { code: 'QUOTA_EXHAUSTED' } });
    expect(bench.quota).toEqual([]);
    expect(bench.telegram.requests).toHaveLength(0);
  });

  it('is none for an action that uses none', async () => {
    const bench = counted({ groupLimit: 0 });
    expect(await bench.carry({ quota: () => undefined })).toMatchObject({ ok: true });
    expect(bench.quota).toEqual([]);
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it.each([
    ['phone', 'import', []],
    ['phone', 'send', ['refund phone']],
    ['group_msg', 'import', ['refund group_msg']],
  ] as const)(
    'of kind %s, where step %s was begun and nothing was done, ends with %j',
    async (kind, step, expected) => {
      const bench = counted();
      const perform = async ({ steps }: WriteOrder): Promise<Outcome<Performed>> => {
        await steps.begin(step);
        return refuse('NO_RIGHTS');
      };
      expect(await bench.carry({ perform, quota: () => ({ kind, weight: 1 }) })).toMatchObject({ ok: false });
      expect(bench.quota).toEqual(expected);
    },
  );

  it('that cannot be settled or given back changes no answer, and the operator is told', async () => {
    const sent = counted({}, true);
    expect(await sent.carry()).toMatchObject({ ok: true });
    expect(sent.warnings).toEqual(['a quota could not be settled: Error: disk full']);
    const failed = counted({}, true);
    failed.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    expect(await failed.carry()).toMatchObject({ ok: false, refusal: { code: 'NO_RIGHTS' } });
    expect(failed.warnings).toEqual(['a quota could not be given back: Error: disk full']);
  });
});

describe('the answer of an execution', () => {
  it('waits for the record of its end', async () => {
    const lines: string[] = [];
    const bench = gateBench({
      wrap: (store) => ({
        ...store,
        async append(log, seal) {
          for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          const number = await store.append(log, seal);
          lines.push((await store.readLog(log)).at(-1) ?? '');
          return number;
        },
      }),
    });
    expect(await bench.execute(await bench.ready())).toMatchObject({ ok: true });
    expect(lines.at(-1)).toContain('"sent"');
  });

  it('says of what is half done which proposal goes on with it', async () => {
    const bench = counted();
    const perform = async (): Promise<Outcome<Performed>> => refuse('UNFINISHED', { data: { left: 2 } });
    const answer = await bench.carry({ perform });
    const [line] = (await bench.auditLines()).filter((one) => one.includes('"proposed"'));
    const { proposal_id: id } = JSON.parse(line ?? '{}') as { proposal_id: string };
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: 'UNFINISHED', data: { left: 2, proposal_id: id, sent: 'unknown' } },
    });
  });

  it('repeats what knows more exactly what is open', async () => {
    const bench = counted();
    const message = 'The second of two requests may have been carried out.';
    const perform = async (): Promise<Outcome<Performed>> => refuse('OUTCOME_UNKNOWN', { message });
    expect(await bench.carry({ perform })).toMatchObject({
      ok: false,
      refusal: { code: 'OUTCOME_UNKNOWN', message, data: { cause: 'OUTCOME_UNKNOWN' } },
    });
  });

  it.each([
    ['dedup', false],
    ['never', true],
  ] as const)('of class %s says whether it is ever repeated: %s', async (retry, isNever) => {
    const bench = counted({ retry });
    bench.telegram.faults.push({ kind: 'lost' });
    const answer = await bench.carry();
    const message = answer.ok ? '' : answer.refusal.message;
    expect(message.includes('never repeated')).toBe(isNever);
    expect(message).not.toContain('refused afterwards');
    expect(message.length).toBeGreaterThan(20);
  });
});

describe('a gate', () => {
  it('that claims what was carried out already answers with that, and claims nothing', async () => {
    const ending = { kind: 'sent', result: { message_id: 5 }, repeated: false };
    const adopted = { intent: { id: 'an intent' }, status: { state: 'sent', attempts: 1, ending } };
    const bench = gateBench();
    const proposal = await bench.approvals.byCode(await bench.ready());
    const run = { parts: bench.parts, spec: bench.spec, proposal, adopted } as unknown as Run;
    expect(await claimIntent.spend(run)).toEqual({ ok: true, value: undefined });
    expect(run.answer).toEqual({ result: { message_id: 5 }, alreadySent: true });
    expect(await bench.journal.ofContent(proposal?.contentDigest ?? '')).toEqual([]);
  });

  it('that is walked before the one that it needs is a fault of the program', async () => {
    const run = gateBench() as unknown as Run;
    await expect(reserveQuota.spend(run)).rejects.toThrow('No intent was claimed');
    await expect(settle.spend(run)).rejects.toThrow('Nothing was attempted');
  });
});
