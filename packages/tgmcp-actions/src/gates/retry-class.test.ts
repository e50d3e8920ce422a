import { describe, expect, it } from 'vitest';
import { openDesk } from '../approvals/desk.js';
import { SETTINGS } from '../approvals/test-bench.js';
import { settleByOperator } from '../journal/settle.js';
import { gateBench, type GateBench } from './test-bench.js';

/** An execution whose outcome is unknown although it was carried out, and the code of its proposal. */
async function leftOpen(bench: GateBench, fault: 'after' | 'lost' = 'after'): Promise<string> {
  const code = await bench.ready();
  bench.telegram.faults.push({ kind: fault });
  expect(await bench.execute(code)).toMatchObject({ ok: false, refusal: { code: 'OUTCOME_UNKNOWN' } });
  return code;
}

const UNKNOWN = { ok: false, refusal: { code: 'OUTCOME_UNKNOWN', data: { sent: 'unknown' } } };

describe('an attempt of unknown outcome', () => {
  it.each(['dedup', 'absolute'] as const)('is repeated when its class is %s', async (retry) => {
    const bench = gateBench({ retry });
    const code = await leftOpen(bench);
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(bench.telegram.requests).toHaveLength(2);
  });

  it.each(['dedup', 'absolute'] as const)(
    'of class %s is repeated before anything is read',
    async (retry) => {
      const bench = gateBench({ retry });
      const code = await leftOpen(bench);
      bench.telegram.readable = true;
      expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
      expect(bench.telegram.requests).toHaveLength(2);
      expect(bench.telegram.effects).toBe(1);
    },
  );

  it.each(['probe', 'never'] as const)(
    'is not repeated when its class is %s and reading tells nothing',
    async (retry) => {
      const bench = gateBench({ retry });
      const code = await leftOpen(bench);
      expect(await bench.execute(code)).toMatchObject(UNKNOWN);
      expect(await bench.execute(code)).toMatchObject({
        refusal: { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('tgmcp settle') },
      });
      expect(bench.telegram.requests).toHaveLength(1);
      expect(await bench.usage('group_msg')).toBe(1);
    },
  );

  it.each(['probe', 'never'] as const)('is settled by reading when its class is %s', async (retry) => {
    const bench = gateBench({ retry });
    const code = await leftOpen(bench);
    bench.telegram.readable = true;
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('is repeated when its class is probe and reading shows that it was not done', async () => {
    const bench = gateBench({ retry: 'probe' });
    const code = await leftOpen(bench, 'lost');
    bench.telegram.readable = true;
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: false } });
    expect(bench.telegram.requests).toHaveLength(2);
    expect(bench.telegram.messages.size).toBe(1);
  });

  it('is never repeated when its class is never, even where reading shows that it was not done', async () => {
    const bench = gateBench({ retry: 'never' });
    const code = await leftOpen(bench, 'lost');
    bench.telegram.readable = true;
    expect(await bench.execute(code)).toMatchObject(UNKNOWN);
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it.each(['dedup', 'never'] as const)(
    'of class %s is named to the one who goes on with it',
    async (retry) => {
      const bench = gateBench({ retry });
      const first = await bench.approvals.byCode(await leftOpen(bench, 'lost'));
      bench.telegram.faults.push({ kind: 'lost' });
      const code = await bench.ready();
      const open = { ok: false, refusal: { code: 'OUTCOME_UNKNOWN', data: { proposal_id: first?.id } } };
      expect(await bench.execute(code)).toMatchObject(open);
      const second = await bench.approvals.byCode(code);
      expect(second?.id).not.toBe(first?.id);
      const desk = openDesk({ ...bench, settings: SETTINGS });
      // A class that is never repeated took no code.
      if (retry === 'dedup') expect(await desk.refuse(second?.id ?? '')).toMatchObject(open);
      const settled = await settleByOperator(bench.store, bench.clock, first?.id ?? '', 'done');
      expect(settled).toMatchObject({ ok: true });
    },
  );

  it('of class never is not passed over by a forced execution', async () => {
    const bench = gateBench({ retry: 'never' });
    await leftOpen(bench, 'lost');
    const code = await bench.ready({ force_resend: true });
    expect(await bench.execute(code, { force_resend: true })).toMatchObject({
      ok: false,
      refusal: { code: 'OUTCOME_UNKNOWN' },
    });
    expect(bench.telegram.requests).toHaveLength(1);
  });
});
