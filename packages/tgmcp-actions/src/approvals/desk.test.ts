import { describe, expect, it } from 'vitest';
import { createJournal } from '../journal/journal.js';
import { openDesk, type ApprovalDesk } from './desk.js';
import { PHRASE, SETTINGS, bench, draft, propose, type Bench } from './test-bench.js';

function desk(made: Bench): ApprovalDesk {
  return openDesk({ store: made.store, clock: made.clock, settings: SETTINGS });
}

describe('the desk of the operator', () => {
  it('shows everything that a person needs to decide, and neither code nor phrase', async () => {
    const made = bench();
    const { code, proposal } = await propose(made.approvals, draft());
    await made.clock.advance(12_000);
    const [shown] = await desk(made).pending();
    expect(shown).toMatchObject({
      id: proposal.id,
      verb: 'send',
      account: { id: '1001', username: 'ann' },
      chat: { id: '-1000000000042', title: 'Kites & Code', username: 'kites', kind: 'supergroup' },
      preview: { text: 'Hello', text_shown: 'Hello', entities: [] },
      force_resend: false,
      said: 'nothing',
      age_sec: 12,
      expires_in_sec: 1788,
      executable_in_sec: 18,
    });
    const all = JSON.stringify(shown);
    expect(all).not.toContain(code);
    expect(all).not.toContain(PHRASE);
  });

  it('approves with the phrase', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    expect(await desk(made).approve(proposal.id, PHRASE)).toMatchObject({
      ok: true,
      value: { said: 'approved' },
    });
    await made.clock.advance(30_000);
    expect(await made.approvals.verdict(proposal)).toMatchObject({ ok: true });
  });

  it('does not approve without it, and locks the terminal after five wrong ones', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    for (const left of [4, 3, 2, 1, 0]) {
      expect(await desk(made).approve(proposal.id, 'wrong')).toMatchObject({
        ok: false,
        refusal: { code: 'PHRASE_WRONG', data: { tries_left: left } },
      });
    }
    expect(await desk(made).approve(proposal.id, PHRASE)).toMatchObject({
      ok: false,
      refusal: { code: 'PHRASE_LOCKED' },
    });
    await made.clock.advance(30_000);
    expect(await made.approvals.verdict(proposal)).toMatchObject({
      ok: false,
      refusal: { code: 'APPROVAL_PENDING' },
    });
    await desk(made).unlatch();
    expect(await desk(made).approve(proposal.id, PHRASE)).toMatchObject({ ok: true });
  });

  it('refuses without any phrase', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    expect(await desk(made).refuse(proposal.id)).toMatchObject({ ok: true, value: { said: 'refused' } });
  });

  it.each([
    ['was sent', { kind: 'sent', result: { message_id: 5 }, repeated: false }, 'CODE_CONSUMED'],
    ['may have been sent', { kind: 'unknown', code: 'DEADLINE' }, 'OUTCOME_UNKNOWN'],
  ] as const)('does not claim to have stopped what %s', async (_, ending, code) => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    const journal = createJournal(made.store, made.clock, 86_400_000, () => 7n);
    const { intent } = await journal.claim({ action: draft().action, proposalId: proposal.id, items: 1 });
    await made.approvals.consume(proposal, intent.id);
    const attempt = await journal.begin(intent, proposal.id, 1);
    await journal.end(intent, attempt ?? 0, ending);
    expect(await desk(made).refuse(proposal.id)).toMatchObject({ ok: false, refusal: { code } });
    expect(await made.approvals.verdict(proposal)).toMatchObject({
      ok: false,
      refusal: { code: 'REFUSED_BY_OPERATOR' },
    });
  });

  it('lists the newest first, without what was used, replaced or has expired', async () => {
    const made = bench();
    const { proposal: expired } = await propose(made.approvals, draft('old'));
    await made.clock.advance(1_700_000);
    await propose(made.approvals, draft('twice'));
    const { proposal: used } = await propose(made.approvals, draft('used'));
    await made.approvals.consume(used, 'intent');
    const { proposal: twice } = await propose(made.approvals, draft('twice'));
    const { proposal: last } = await propose(made.approvals, draft('last'));
    await made.clock.advance(100_000);
    const listed = (await desk(made).pending()).map((one) => one.id);
    expect(listed).toStrictEqual([last.id, twice.id]);
    expect(listed).not.toContain(expired.id);
  });

  it('says of a replaced proposal which one took its place', async () => {
    const made = bench();
    const { proposal: older } = await propose(made.approvals, draft());
    const { proposal: newer } = await propose(made.approvals, draft());
    const answer = await desk(made).approve(older.id, PHRASE);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'EXPIRED' } });
    expect(!answer.ok && answer.refusal.message).toContain(newer.id);
  });

  it.each(['nosuchthing1', '', '__proto__', '../1'])('knows no proposal %j', async (id) => {
    const unknown = { ok: false, refusal: { code: 'APPROVAL_UNKNOWN' } };
    expect(await desk(bench()).approve(id, PHRASE)).toMatchObject(unknown);
    expect(await desk(bench()).refuse(id)).toMatchObject(unknown);
  });
});
