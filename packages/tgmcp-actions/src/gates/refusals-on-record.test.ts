/** What the audit log says of a refused call, and what happens where it takes nothing. */
import { refuse, StateError, type ToolCall } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { args, gateBench, KITES, noForms, type GateBench, type SendArguments } from './test-bench.js';

const records = async (bench: GateBench): Promise<object[]> =>
  (await bench.auditLines()).map((line) => JSON.parse(line) as object);
const refused = (code: string): object => ({ ok: false, refusal: { code } });

describe('the record of a refused call', () => {
  it('names the proposal whose code was given, and none where there is none', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    const proposal = await bench.approvals.byCode(code);
    await bench.execute(code, { confirm: false });
    await bench.execute('AAAAAAAAAAAA');
    const [, , named, unnamed] = await records(bench);
    expect(named).toMatchObject({
      event: 'refusal',
      action: 'send',
      outcome: 'refused',
      code: 'CONFIRM_MISSING',
      account: '1001',
      peer: KITES.id,
      content_sha256: proposal?.contentDigest,
      proposal_id: proposal?.id,
      detail: { tool: 'tg_send_message', channel: 'operator', asked: '@kites' },
    });
    expect(unnamed).toMatchObject({ event: 'refusal', code: 'APPROVAL_UNKNOWN' });
    for (const fact of ['account', 'peer', 'content_sha256', 'proposal_id']) {
      expect(unnamed).not.toHaveProperty(fact);
    }
  });

  it('keeps nothing of what only begins or ends like an id or a username', async () => {
    const bench = gateBench({ policy: { enabled: false } });
    for (const group of ['me', 'me2', 'x@kites', '@kites and more', '5-100', '-100x']) {
      await bench.preview({ group });
    }
    const asked = (await records(bench)).map((one) => 'detail' in one && one.detail);
    expect(asked).toEqual(
      ['me', undefined, undefined, undefined, undefined, undefined].map((name) => ({
        tool: 'tg_send_message',
        channel: 'operator',
        ...(name === undefined ? {} : { asked: name }),
      })),
    );
  });

  it('is made too where the state fails, whose error passes on; a fault of the program is no refusal', async () => {
    let fault: Error = new StateError('STATE_CORRUPT', 'state', 'no JSON');
    const stopped = async (): Promise<boolean> => Promise.reject(fault);
    const bench = gateBench({ policy: { stopped } });
    await expect(bench.preview()).rejects.toThrow(StateError);
    expect(await records(bench)).toMatchObject([{ event: 'refusal', code: 'STATE_CORRUPT' }]);
    fault = new Error('a fault in the program');
    await expect(bench.preview()).rejects.toThrow('a fault in the program');
    expect(await records(bench)).toHaveLength(1);
  });

  it('that cannot be made changes no refusal, and the operator is told', async () => {
    const bench = gateBench();
    expect(await bench.execute('')).toMatchObject(refused('APPROVAL_CODE_MISSING'));
    expect(bench.warnings).toEqual([]);
    Object.assign(bench.parts.audit, { append: async () => refuse('AUDIT_UNWRITABLE') });
    expect(await bench.execute('')).toMatchObject(refused('APPROVAL_CODE_MISSING'));
    expect(bench.warnings).toEqual([
      'a refusal (APPROVAL_CODE_MISSING) could not be recorded in the audit log',
    ]);
  });
});

describe('a preview', () => {
  const forms = () => {
    const raised: string[] = [];
    const elicit: ToolCall['elicit'] = async ({ message }) => {
      raised.push(message);
      return { action: 'cancel' };
    };
    return { raised, call: { ...noForms, elicit } };
  };
  const preview = (bench: GateBench, call: ToolCall = noForms, change: Partial<SendArguments> = {}) =>
    bench.pipeline.preview(bench.spec, args({ ...change, dry_run: true }), call);

  it('that cannot be put on record is refused, and nobody is asked', async () => {
    const bench = gateBench();
    Object.assign(bench.parts.audit, { append: async () => refuse('AUDIT_UNWRITABLE') });
    const { raised, call } = forms();
    expect(await preview(bench, call)).toMatchObject(refused('AUDIT_UNWRITABLE'));
    expect(raised).toEqual([]);
  });

  it('for which there is no room is refused, nobody is asked, and it is not on record as proposed', async () => {
    const bench = gateBench();
    Object.assign(bench.parts.approvals, {
      propose: async () => refuse('TOO_MANY_PROPOSALS', { retryAfter: 9 }),
    });
    const { raised, call } = forms();
    expect(await preview(bench, call)).toMatchObject(refused('TOO_MANY_PROPOSALS'));
    expect(raised).toEqual([]);
    expect(await records(bench)).toMatchObject([{ event: 'refusal', code: 'TOO_MANY_PROPOSALS' }]);
  });

  it('is on record with its tool and channel, and stores the chat as it is called', async () => {
    const bench = gateBench({ allowed: `${KITES.id},777` });
    const [named, plain] = [await preview(bench), await preview(bench, noForms, { group: '777' })];
    if (!named.ok || !plain.ok) throw new Error('a preview was refused');
    expect(named.value.proposal.chat).toStrictEqual(KITES);
    expect(plain.value.proposal.chat).toStrictEqual({ id: '777', kind: 'user', title: 'Stranger' });
    expect(named.value.proposal.preview.notes).toEqual([]);
    expect((await records(bench))[0]).toMatchObject({
      event: 'proposal',
      outcome: 'proposed',
      proposal_id: named.value.proposal.id,
      detail: { tool: 'tg_send_message', channel: 'operator' },
    });
  });

  it('of what was surely not sent is no duplicate, and of what is open is one neither', async () => {
    const bench = gateBench();
    bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 1 });
    await bench.execute(await bench.ready());
    expect(await preview(bench)).toMatchObject({ ok: true, value: { proposal: { preview: { notes: [] } } } });
    await bench.execute(await bench.ready());
    expect(await preview(bench)).toMatchObject(refused('DUPLICATE'));
    bench.telegram.faults.push({ kind: 'lost' });
    await bench.execute(await bench.ready({ force_resend: true }), { force_resend: true });
    const note = expect.stringContaining('unknown outcome') as string;
    expect(await preview(bench)).toMatchObject({
      ok: true,
      value: { proposal: { preview: { notes: [note] } } },
    });
  });

  it('of what was sent without a message says when, and names none', async () => {
    const bench = gateBench();
    Object.assign(bench.spec, { perform: async () => ({ ok: true, value: { result: { left: true } } }) });
    await bench.execute(await bench.ready());
    const answer = await preview(bench);
    expect(answer).toMatchObject(refused('DUPLICATE'));
    const data = answer.ok ? {} : answer.refusal.data;
    expect(data).toStrictEqual({ sent_at: new Date(bench.clock.now()).toISOString() });
  });
});
