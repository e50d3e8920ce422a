import { done, refuse } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { drive, gateBench, KITES, STRANGER, noForms, PHRASE, args, type GateBench } from './test-bench.js';

const texts = (bench: GateBench): unknown[] => [...bench.telegram.messages.values()].map(({ text }) => text);

describe('an execution', () => {
  it('sends the stored proposal, once, and uses the code up', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    const answer = await bench.execute(code);
    expect(answer).toMatchObject({
      ok: true,
      value: { result: { message_id: 1 }, alreadySent: false, proposal: { chat: { id: KITES.id } } },
    });
    expect(texts(bench)).toStrictEqual(['Hello']);
    expect(await bench.usage('group_msg')).toBe(1);
  });

  it('repeated with the same code gives the stored answer and sends nothing, even much later', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    await bench.execute(code);
    await bench.clock.advance(5_000_000);
    const again = await bench.execute(code, { confirm: false });
    expect(again).toMatchObject({ ok: true, value: { result: { message_id: 1 }, alreadySent: true } });
    expect(bench.telegram.requests).toHaveLength(1);
    expect(await bench.usage('group_msg')).toBe(1);
  });

  it('repeated under another name of the same chat gives the stored answer too', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    await bench.execute(code);
    await bench.clock.advance(5_000_000);
    expect(await bench.execute(code, { group: 'kites' })).toMatchObject({
      ok: true,
      value: { alreadySent: true },
    });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('does not lend its stored answer to other arguments', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    await bench.execute(code);
    expect(await bench.execute(code, { message_text: 'other' })).toMatchObject({
      ok: false,
      refusal: { code: 'APPROVAL_MISMATCH' },
    });
  });

  it('makes a preview of the same content a duplicate for a whole window, across its buckets', async () => {
    const bench = gateBench();
    await bench.execute(await bench.ready());
    await bench.clock.advance(86_400_000 - 60_000);
    expect(await bench.preview()).toMatchObject({
      ok: false,
      refusal: { code: 'DUPLICATE', data: { message_id: 1 } },
    });
    await bench.clock.advance(60_000);
    const code = await bench.ready();
    expect(await bench.execute(code)).toMatchObject({ ok: true, value: { alreadySent: false } });
    expect(texts(bench)).toStrictEqual(['Hello', 'Hello']);
  });

  it('with force_resend sends the same content again, each time it is approved', async () => {
    const bench = gateBench();
    await bench.execute(await bench.ready());
    for (let n = 0; n < 2; n += 1) {
      const code = await bench.ready({ force_resend: true });
      const answer = await bench.execute(code, { force_resend: true });
      expect(answer).toMatchObject({ ok: true, value: { alreadySent: false } });
    }
    expect(texts(bench)).toHaveLength(3);
  });

  it('of a plain code gives the stored answer when a forced one has sent the content meanwhile', async () => {
    const bench = gateBench();
    const plain = await bench.ready();
    const forced = await bench.ready({ force_resend: true });
    await bench.execute(forced, { force_resend: true });
    expect(await bench.execute(plain)).toMatchObject({ ok: true, value: { alreadySent: true } });
    expect(texts(bench)).toHaveLength(1);
  });

  it('of a plain code gives that stored answer also after a later forced one that was surely not sent', async () => {
    const bench = gateBench();
    const plain = await bench.ready();
    const first = await bench.ready({ force_resend: true });
    await bench.execute(first, { force_resend: true });
    const second = await bench.ready({ force_resend: true });
    bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 1 });
    expect(await bench.execute(second, { force_resend: true })).toMatchObject({ ok: false });
    expect(await bench.execute(plain)).toMatchObject({
      ok: true,
      value: { result: { message_id: 1 }, alreadySent: true },
    });
    expect(texts(bench)).toHaveLength(1);
    expect(bench.telegram.requests).toHaveLength(2);
  });

  it('is refused by the quota without using the code up', async () => {
    const bench = gateBench({ groupLimit: 0 });
    const code = await bench.ready();
    expect(await bench.execute(code)).toMatchObject({ ok: false, refusal: { code: 'QUOTA_EXHAUSTED' } });
    expect(bench.telegram.requests).toHaveLength(0);
    const proposal = await bench.approvals.byCode(code);
    expect(await bench.approvals.consumedFor(proposal?.id ?? '')).toBeUndefined();
  });

  it('counts by the peer, caps what goes to one, and takes nothing where the cap refuses', async () => {
    const bench = gateBench({ peerLimit: 1 });
    expect(await bench.execute(await bench.ready())).toMatchObject({ ok: true });
    const code = await bench.ready({ message_text: 'More' });
    expect(await bench.execute(code, { message_text: 'More' })).toMatchObject({
      ok: false,
      refusal: { code: 'QUOTA_EXHAUSTED', data: { quota: 'per_peer', used: 1, limit: 1 } },
    });
    expect(bench.telegram.requests).toHaveLength(1);
    expect(await bench.usage('group_msg')).toBe(1);
  });

  it('writes to strangers up to the cap, to acquaintances up to the quota, and asks before it takes anything', async () => {
    const toStranger = { group: STRANGER.id };
    const stranger = { allowed: `${STRANGER.id}:send`, acquainted: done(false) };
    const bench = gateBench(stranger);
    expect(await bench.execute(await bench.ready(toStranger), toStranger)).toMatchObject({ ok: true });
    const more = { ...toStranger, message_text: 'More' };
    const code = await bench.ready(more);
    expect(await bench.execute(code, more)).toMatchObject({
      ok: false,
      refusal: { code: 'QUOTA_EXHAUSTED', data: { quota: 'first_contact', used: 1, limit: 1 } },
    });
    expect(bench.telegram.requests).toHaveLength(1);
    expect(await bench.usage('dm')).toBe(1);

    const known = gateBench({ ...stranger, acquainted: done(true) });
    for (const args of [toStranger, more]) {
      expect(await known.execute(await known.ready(args), args)).toMatchObject({ ok: true });
    }
    const untold = gateBench({ ...stranger, acquainted: refuse('FLOOD_WAIT', { retryAfter: 9 }) });
    expect(await untold.execute(await untold.ready(toStranger), toStranger)).toMatchObject({
      ok: false,
      refusal: { code: 'FLOOD_WAIT', retry_after: 9 },
    });
    expect(untold.telegram.requests).toHaveLength(0);
    expect(await untold.usage('dm')).toBe(0);
  });

  it('in channel preview goes through with code and phrase', async () => {
    const bench = gateBench({ channel: 'preview' });
    const code = await bench.ready();
    expect(await bench.execute(code, { confirmation_text: PHRASE })).toMatchObject({ ok: true });
  });

  it('sends nothing when the audit log cannot be written', async () => {
    const bench = gateBench({
      wrap: (store) => ({
        ...store,
        append: async (log, seal) => {
          const line = seal((await store.readLog(log)).at(-1));
          if (line.includes('"sending"')) {
            const { StateError } = await import('@tgmcp/core');
            throw new StateError('STATE_UNWRITABLE', 'audit.log', 'disk full');
          }
          return store.append(log, seal);
        },
      }),
    });
    const code = await bench.ready();
    expect(await bench.execute(code)).toMatchObject({ ok: false, refusal: { code: 'AUDIT_UNWRITABLE' } });
    expect(bench.telegram.requests).toHaveLength(0);
    expect(await bench.usage('group_msg')).toBe(0);
  });
});

describe('two executions at once', () => {
  it('in one process: one wins, the other is told that it is busy, and one message is sent', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    const answers = await Promise.all([bench.execute(code), bench.execute(code)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({
      refusal: { code: 'INTENT_BUSY', data: { sent: 'unknown' } },
    });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('in two processes: the second waits, and then gets the stored answer', async () => {
    const one = gateBench();
    const other = gateBench({ clock: one.clock, store: one.store, telegram: one.telegram });
    const code = await one.ready();
    const both = Promise.all([one.execute(code), other.execute(code)]);
    const answers = await drive(
      one,
      both.then((value) => ({ ok: true, value })),
    );
    expect(answers).toMatchObject({ ok: true, value: [{ ok: true }, { ok: true }] });
    expect(one.telegram.requests).toHaveLength(1);
    expect(await one.usage('group_msg')).toBe(1);
  });

  it('in two processes: what a person refused while the second waited is not sent by it', async () => {
    const one = gateBench();
    const other = gateBench({ clock: one.clock, store: one.store, telegram: one.telegram });
    const code = await one.ready();
    const proposal = await one.approvals.byCode(code);
    one.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    one.telegram.beforeServing = async () => {
      await one.clock.sleep(1_000);
      if (proposal) await one.approvals.refuse(proposal, 'terminal');
    };
    const first = one.execute(code);
    await one.clock.advance(10);
    const second = await drive(one, other.execute(code));
    expect(await first).toMatchObject({ ok: false, refusal: { code: 'NO_RIGHTS' } });
    expect(second).toMatchObject({
      ok: false,
      refusal: { code: 'REFUSED_BY_OPERATOR', data: { sent: 'no' } },
    });
    expect(one.telegram.requests).toHaveLength(1);
  });

  it('in two processes: the second is told that it is busy while the first is still at it', async () => {
    const one = gateBench();
    const other = gateBench({ clock: one.clock, store: one.store, telegram: one.telegram });
    const code = await one.ready();
    one.telegram.beforeServing = () => one.clock.sleep(20_000);
    const first = one.execute(code);
    await one.clock.advance(10);
    const second = await drive(one, other.execute(code));
    expect(second).toMatchObject({
      ok: false,
      refusal: { code: 'INTENT_BUSY', retryable: true, data: { sent: 'unknown' } },
    });
    expect(await drive(one, first)).toMatchObject({ ok: true });
    expect(one.telegram.requests).toHaveLength(1);
  });
});

it('a form that was answered rightly lets the execution through', async () => {
  const bench = gateBench();
  const previewed = await bench.pipeline.preview(bench.spec, args({ dry_run: true }), {
    ...noForms,
    elicit: async (form) => ({ action: 'accept', text: /number: (\d{6})/.exec(form.message)?.[1] }),
  });
  expect(previewed).toMatchObject({ ok: true, value: { presented: 'approved' } });
  await bench.clock.advance(30_000);
  const code = previewed.ok ? previewed.value.code : '';
  expect(await bench.execute(code)).toMatchObject({ ok: true });
});
