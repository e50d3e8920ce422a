import { describe, expect, it } from 'vitest';
import { unsettledAttempts } from '../approvals/unsettled.js';
import { drive, gateBench, KITES, type GateBench } from './test-bench.js';

const texts = (bench: GateBench): unknown[] => [...bench.telegram.messages.values()].map(({ text }) => text);

describe('trouble on the way', () => {
  it('that surely kept it from being sent gives the quota back, and the same code tries again', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 40 });
    expect(await bench.execute(code)).toMatchObject({
      ok: false,
      refusal: { code: 'FLOOD_WAIT', retry_after: 40, data: { sent: 'no' } },
    });
    expect(await bench.usage('group_msg')).toBe(0);
    await bench.clock.advance(40_000);
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: false } });
    const [first, second] = bench.telegram.requests;
    expect(second?.randomIds).toStrictEqual(first?.randomIds);
    expect(await bench.usage('group_msg')).toBe(1);
  });

  it('that surely kept it from being sent leaves the intent of its code, also when the window has gone by', async () => {
    const bench = gateBench({ windowMs: 60_000 });
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 120 });
    await bench.execute(code);
    await bench.clock.advance(120_000);
    expect(await bench.execute(code)).toMatchObject({ ok: true });
    const [first, second] = bench.telegram.requests;
    expect(second?.randomIds).toStrictEqual(first?.randomIds);
  });

  it('that surely kept it from being sent does not outlive the code', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 40 });
    await bench.execute(code);
    await bench.clock.advance(1_800_000);
    expect(await bench.execute(code)).toMatchObject({ ok: false, refusal: { code: 'EXPIRED' } });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it.each(['lost', 'after', 'throws'] as const)('of kind %s is settled by the same request', async (kind) => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind });
    expect(await bench.execute(code)).toMatchObject({
      ok: false,
      refusal: { code: 'OUTCOME_UNKNOWN', data: { sent: 'unknown' } },
    });
    const answer = await bench.execute(code);
    expect(answer).toMatchObject({
      ok: true,
      value: { result: { message_id: 1 }, alreadySent: kind === 'after' },
    });
    const [first, second] = bench.telegram.requests;
    expect(second?.randomIds).toStrictEqual(first?.randomIds);
    expect(texts(bench)).toHaveLength(1);
    expect(await bench.usage('group_msg')).toBe(1);
  });

  it('of unknown outcome is put before the operator until it is settled', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'lost' });
    await bench.execute(code);
    expect(await unsettledAttempts(bench.store)).toMatchObject([
      { verb: 'send', chat: { id: KITES.id, title: KITES.title }, text: 'Hello', attempts: 1 },
    ]);
    await bench.execute(code);
    expect(await unsettledAttempts(bench.store)).toStrictEqual([]);
  });

  it('after an unknown outcome never says that nothing was sent', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'after' }, { kind: 'before', code: 'FLOOD_WAIT', retryAfter: 40 });
    await bench.execute(code);
    expect(await bench.execute(code)).toMatchObject({
      ok: false,
      refusal: { code: 'OUTCOME_UNKNOWN', retry_after: 40, data: { cause: 'FLOOD_WAIT' } },
    });
    expect(await bench.usage('group_msg')).toBe(1);
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
  });

  it('of unknown outcome is neither settled nor told as settled by a call that asks something else', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'after' });
    await bench.execute(code);
    bench.telegram.readable = true;
    expect(await bench.execute(code, { message_text: 'other' })).toMatchObject({
      ok: false,
      refusal: { code: 'APPROVAL_MISMATCH', data: { fields: ['content'], sent: 'unknown' } },
    });
    expect(bench.telegram.requests).toHaveLength(1);
    expect(await unsettledAttempts(bench.store)).toHaveLength(1);
  });

  it('RANDOM_ID_DUPLICATE is waited out and repeated in the same call', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'in_progress' }, { kind: 'in_progress' });
    const answer = await drive(bench, bench.execute(code));
    expect(answer).toMatchObject({ ok: true, value: { result: { message_id: 1 }, alreadySent: true } });
    expect(bench.telegram.requests).toHaveLength(3);
    expect(texts(bench)).toHaveLength(1);
  });

  it.each([true, false])('RANDOM_ID_DUPLICATE that lasts is looked up, and tells: %s', async (readable) => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.readable = readable;
    bench.telegram.faults.push(...Array.from({ length: 8 }, () => ({ kind: 'in_progress' as const })));
    for (const call of ['the first', 'its repeat']) {
      expect(await drive(bench, bench.execute(code)), call).toMatchObject(
        readable
          ? { ok: true, value: { result: { message_id: 1 }, alreadySent: true } }
          : { ok: false, refusal: { code: 'OUTCOME_UNKNOWN', data: { sent: 'unknown' } } },
      );
    }
    expect(bench.telegram.requests).toHaveLength(readable ? 4 : 8);
    expect(texts(bench)).toHaveLength(1);
    expect(await unsettledAttempts(bench.store)).toHaveLength(readable ? 0 : 1);
  });

  it('after RANDOM_ID_DUPLICATE never says that nothing was sent, whatever refuses the repeat', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push(
      { kind: 'in_progress' },
      { kind: 'before', code: 'FLOOD_WAIT', retryAfter: 40 },
    );
    expect(await drive(bench, bench.execute(code))).toMatchObject({
      ok: false,
      refusal: {
        code: 'OUTCOME_UNKNOWN',
        retry_after: 40,
        data: { cause: 'FLOOD_WAIT', sent: 'unknown' },
      },
    });
    expect(await bench.usage('group_msg')).toBe(1);
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(texts(bench)).toHaveLength(1);
  });

  it('is not repeated under a code that has expired; reading Telegram settles it', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'after' });
    await bench.execute(code);
    await bench.clock.advance(1_800_000);
    expect(await bench.execute(code)).toMatchObject({
      ok: false,
      refusal: { code: 'EXPIRED', data: { sent: 'unknown' } },
    });
    bench.telegram.readable = true;
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('is not repeated once a person has refused it', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'lost' });
    await bench.execute(code);
    const proposal = await bench.approvals.byCode(code);
    if (proposal) await bench.approvals.refuse(proposal, 'terminal');
    expect(await bench.execute(code)).toMatchObject({
      ok: false,
      refusal: { code: 'REFUSED_BY_OPERATOR', data: { sent: 'unknown' } },
    });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('is named in the next preview, whose approved code settles it under its old random_id', async () => {
    const bench = gateBench();
    const old = await bench.ready();
    bench.telegram.faults.push({ kind: 'after' });
    await bench.execute(old);
    await bench.clock.advance(100_000_000);
    const previewed = await bench.preview();
    expect(previewed).toMatchObject({
      ok: true,
      value: { proposal: { preview: { notes: [expect.stringContaining('unknown outcome')] } } },
    });
    const code = await bench.ready();
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(texts(bench)).toHaveLength(1);
  });

  it('is settled first by a forced execution, which then sends its own', async () => {
    const bench = gateBench();
    const old = await bench.ready();
    bench.telegram.faults.push({ kind: 'after' });
    await bench.execute(old);
    const code = await bench.ready({ force_resend: true });
    expect(await bench.execute(code, { force_resend: true })).toMatchObject({
      ok: true,
      value: { alreadySent: false },
    });
    const ids = bench.telegram.requests.map((order) => order.randomIds[0]);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(texts(bench)).toHaveLength(2);
  });

  it('that cannot be settled keeps a forced execution from sending', async () => {
    const bench = gateBench();
    const old = await bench.ready();
    bench.telegram.faults.push({ kind: 'lost' }, { kind: 'lost' });
    await bench.execute(old);
    const code = await bench.ready({ force_resend: true });
    expect(await bench.execute(code, { force_resend: true })).toMatchObject({
      ok: false,
      refusal: { code: 'OUTCOME_UNKNOWN' },
    });
    expect(texts(bench)).toHaveLength(0);
  });
});
