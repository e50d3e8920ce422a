import { hashPhrase } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { PHRASE, bench, draft, propose } from './test-bench.js';
import { createWordBook } from './words.js';

const refused = (code: string): object => ({ ok: false, refusal: { code } });

describe('an approval code', () => {
  it('has 12 URL-safe characters and stands nowhere in the stored state', async () => {
    const { approvals, store } = bench();
    const { code, proposal } = await propose(approvals, draft());
    expect(code).toMatch(/^[A-Za-z0-9_-]{12}$/);
    expect(JSON.stringify(await approvals.byId(proposal.id))).not.toContain(code);
    expect(await store.keys({ folder: 'proposals', version: 1, schema: {} as never })).toStrictEqual([
      proposal.id,
    ]);
  });

  it('names its proposal, and no other code does', async () => {
    const { approvals } = bench();
    const { code, proposal } = await propose(approvals, draft());
    expect(await approvals.byCode(code)).toStrictEqual(proposal);
    for (const other of [
      '',
      'short',
      `${code}x`,
      code.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')),
      proposal.id,
    ]) {
      expect(await approvals.byCode(other)).toBeUndefined();
    }
  });

  it('is worthless in channel operator until a person approves, however old it is', async () => {
    const { approvals, clock } = bench();
    const { proposal } = await propose(approvals, draft());
    await clock.advance(1_000_000);
    expect(await approvals.verdict(proposal)).toMatchObject(refused('APPROVAL_PENDING'));
    await approvals.approve(proposal, 'terminal');
    expect(await approvals.verdict(proposal)).toMatchObject({ ok: true });
  });

  it('ages from the preview, not from the approval', async () => {
    const { approvals, clock } = bench();
    const { proposal } = await propose(approvals, draft());
    await clock.advance(20_000);
    await approvals.approve(proposal, 'terminal');
    expect(await approvals.verdict(proposal)).toMatchObject({
      ok: false,
      refusal: { code: 'TOO_FRESH', retry_after: 10 },
    });
    await clock.advance(9_999);
    expect(await approvals.verdict(proposal)).toMatchObject(refused('TOO_FRESH'));
    await clock.advance(1);
    expect(await approvals.verdict(proposal)).toMatchObject({ ok: true });
  });

  it('is not old enough just because the wall clock was put forward', async () => {
    const { approvals, clock } = bench();
    const { proposal } = await propose(approvals, draft());
    await approvals.approve(proposal, 'terminal');
    clock.stepWall(60_000);
    expect(await approvals.verdict(proposal)).toMatchObject(refused('TOO_FRESH'));
  });

  it('ends after its life, also when the wall clock was put back', async () => {
    const { approvals, clock } = bench();
    const { proposal } = await propose(approvals, draft());
    await approvals.approve(proposal, 'terminal');
    await clock.advance(1_799_999);
    expect(await approvals.verdict(proposal)).toMatchObject({ ok: true });
    clock.stepWall(-600_000);
    await clock.advance(1);
    expect(await approvals.verdict(proposal)).toMatchObject(refused('EXPIRED'));
  });

  it('ends when the machine came up with an earlier time', async () => {
    const { approvals, clock } = bench();
    const { proposal } = await propose(approvals, draft());
    await approvals.approve(proposal, 'terminal');
    clock.stepWall(-600_000);
    clock.reboot();
    expect(await approvals.verdict(proposal)).toMatchObject(refused('EXPIRED'));
  });

  it('is good by age alone in channel preview', async () => {
    const { approvals, clock } = bench({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    const { proposal } = await propose(approvals, draft());
    expect(await approvals.verdict(proposal)).toMatchObject(refused('TOO_FRESH'));
    await clock.advance(30_000);
    expect(await approvals.verdict(proposal)).toMatchObject({ ok: true });
  });

  it('is used once, for one intent', async () => {
    const { approvals } = bench();
    const { proposal } = await propose(approvals, draft());
    expect(await approvals.consume(proposal, 'intent-1')).toMatchObject({ ok: true });
    expect(await approvals.consume(proposal, 'intent-1')).toMatchObject({ ok: true });
    expect(await approvals.consume(proposal, 'intent-2')).toMatchObject(refused('CODE_CONSUMED'));
    expect(await approvals.approve(proposal, 'terminal')).toMatchObject(refused('CODE_CONSUMED'));
  });

  it('is used by one of many racers', async () => {
    const { approvals } = bench();
    const { proposal } = await propose(approvals, draft());
    const racers = Array.from({ length: 20 }, (_, racer) => approvals.consume(proposal, `intent-${racer}`));
    const won = (await Promise.all(racers)).filter((outcome) => outcome.ok);
    expect(won).toHaveLength(1);
  });

  it('ends when a newer preview of the same is made, whose age, life and approval start anew', async () => {
    const { approvals, clock } = bench();
    const older = await propose(approvals, draft());
    await approvals.approve(older.proposal, 'terminal');
    await clock.advance(40_000);
    const newer = await propose(approvals, draft());
    expect(await approvals.verdict(older.proposal)).toMatchObject(refused('EXPIRED'));
    expect(await approvals.approve(older.proposal, 'terminal')).toMatchObject(refused('EXPIRED'));
    expect(await approvals.verdict(newer.proposal)).toMatchObject(refused('APPROVAL_PENDING'));
    await approvals.approve(newer.proposal, 'terminal');
    expect(await approvals.verdict(newer.proposal)).toMatchObject(refused('TOO_FRESH'));
  });

  it('lives beside the code of a forced send of the same content', async () => {
    const { approvals, clock } = bench();
    const plain = await propose(approvals, draft());
    const forced = await propose(approvals, draft('Hello', { forceResend: true }));
    for (const { proposal } of [plain, forced]) await approvals.approve(proposal, 'terminal');
    await clock.advance(30_000);
    expect(await approvals.verdict(plain.proposal)).toMatchObject({ ok: true });
    expect(await approvals.verdict(forced.proposal)).toMatchObject({ ok: true });
  });

  it('is refused with every other code of its content, and a later yes wins for its own proposal', async () => {
    const { approvals, clock } = bench();
    const plain = await propose(approvals, draft());
    const forced = await propose(approvals, draft('Hello', { forceResend: true }));
    const other = await propose(approvals, draft('Something else'));
    for (const { proposal } of [plain, forced, other]) await approvals.approve(proposal, 'terminal');
    await clock.advance(30_000);
    await approvals.refuse(plain.proposal, 'terminal');
    expect(await approvals.verdict(plain.proposal)).toMatchObject(refused('REFUSED_BY_OPERATOR'));
    expect(await approvals.verdict(forced.proposal)).toMatchObject(refused('REFUSED_BY_OPERATOR'));
    expect(await approvals.verdict(other.proposal)).toMatchObject({ ok: true });
    await approvals.approve(plain.proposal, 'terminal');
    expect(await approvals.verdict(plain.proposal)).toMatchObject({ ok: true });
    expect(await approvals.verdict(forced.proposal)).toMatchObject(refused('REFUSED_BY_OPERATOR'));
  });

  it('that was used and refused does not come back when very many previews drop that word', async () => {
    const { approvals, clock, store } = bench({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    const { proposal } = await propose(approvals, draft());
    await clock.advance(30_000);
    await approvals.consume(proposal, 'intent-1');
    await approvals.refuse(proposal, 'terminal');
    const words = createWordBook(store, clock);
    for (let n = 0; n < 201; n += 1) {
      await words.enter(proposal.contentDigest, proposal.approvalDigest, `later-${n}`);
    }
    expect(await approvals.verdict(proposal)).toMatchObject(refused('EXPIRED'));
  });

  it('that a person refused while it was being used is not used', async () => {
    const { approvals } = bench();
    const { proposal } = await propose(approvals, draft());
    await approvals.refuse(proposal, 'terminal');
    expect(await approvals.consume(proposal, 'intent-1')).toMatchObject(refused('REFUSED_BY_OPERATOR'));
  });

  it('needs what both the channel of its proposal and the channel of the process ask', async () => {
    const made = bench({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    const { proposal } = await propose(made.approvals, draft());
    await made.clock.advance(30_000);
    const { createApprovals } = await import('./approvals.js');
    const { approvalPolicy } = await import('./policy.js');
    const { SETTINGS } = await import('./test-bench.js');
    const stricter = createApprovals(made.store, made.clock, approvalPolicy(SETTINGS));
    expect(await stricter.verdict(proposal)).toMatchObject(refused('APPROVAL_PENDING'));
  });
});

describe('the confirmation phrase', () => {
  it('is taken without regard to case and to white space around it', () => {
    const { isPhrase } = bench().approvals.policy;
    expect(isPhrase(`  ${PHRASE.toUpperCase()}\n`)).toBe(true);
    for (const wrong of ['', PHRASE.slice(1), `${PHRASE}x`, PHRASE.replaceAll(' ', '')]) {
      expect(isPhrase(wrong)).toBe(false);
    }
  });

  it('may be kept as its salted hash', () => {
    const hash = hashPhrase(PHRASE);
    const { isPhrase } = bench({ TG_ACTIONS_CONFIRMATION_PHRASE: hash }).approvals.policy;
    expect(isPhrase(PHRASE.toUpperCase())).toBe(true);
    for (const wrong of ['', hash, `${PHRASE}x`]) expect(isPhrase(wrong)).toBe(false);
    const cut = bench({ TG_ACTIONS_CONFIRMATION_PHRASE: hash.slice(0, -1) }).approvals.policy;
    for (const given of [PHRASE, hash.slice(0, -1)]) expect(cut.isPhrase(given)).toBe(false);
  });

  it('is nothing at all when none is set, not even the empty text', () => {
    const { isPhrase } = bench({ TG_ACTIONS_CONFIRMATION_PHRASE: ' ' }).approvals.policy;
    for (const given of ['', ' ']) expect(isPhrase(given)).toBe(false);
  });

  it('cannot be read from the policy', () => {
    expect(JSON.stringify(bench().approvals.policy)).not.toContain('apples');
  });
});

describe('the number of proposals that wait', () => {
  const TEXTS = Array.from({ length: 100 }, (_, n) => `text ${n}`);

  it('is limited, and the refusal says when there is room again', async () => {
    const { approvals, clock } = bench();
    for (const text of TEXTS) {
      expect(await approvals.room()).toMatchObject({ ok: true });
      await propose(approvals, draft(text));
    }
    const refused = await approvals.propose(draft('one more'));
    expect(await approvals.room()).toStrictEqual(refused);
    expect(!refused.ok && refused.refusal).toMatchObject({
      code: 'TOO_MANY_PROPOSALS',
      retry_after: 1800,
      data: { waiting: 100 },
    });
    expect(await approvals.open()).toHaveLength(100);
    await clock.advance(1_800_000);
    expect(await approvals.room()).toMatchObject({ ok: true });
    expect((await approvals.propose(draft('one more'))).ok).toBe(true);
  });

  it('counts previews of one content too, so that repeating one fills no disk', async () => {
    const { approvals } = bench();
    for (const _ of TEXTS) await propose(approvals, draft());
    expect(await approvals.propose(draft())).toMatchObject({
      ok: false,
      refusal: { code: 'TOO_MANY_PROPOSALS' },
    });
  });

  it('leaves out what a person refused and what was used', async () => {
    const { approvals } = bench();
    const made = [];
    for (const text of TEXTS) made.push(await propose(approvals, draft(text)));
    const [first, second] = made;
    if (first === undefined || second === undefined) throw new Error('nothing was proposed');
    await approvals.refuse(first.proposal, 'terminal');
    expect((await approvals.propose(draft('instead of the refused one'))).ok).toBe(true);
    await approvals.consume(second.proposal, 'an intent');
    expect((await approvals.propose(draft('instead of the used one'))).ok).toBe(true);
    expect((await approvals.propose(draft('one more'))).ok).toBe(false);
  });

  it('holds for calls at the same moment', async () => {
    const { approvals } = bench();
    const answers = await Promise.all(
      [...TEXTS, ...TEXTS].map((text, n) => approvals.propose(draft(`${text} ${n}`))),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(100);
  });
});
