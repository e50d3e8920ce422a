import { refuse } from '@tgmcp/core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { codeMatches, type Check } from './checks.js';
import { CHECKS, SPENDS } from './gates.js';
import type { Spend } from './spends.js';
import { args, gateBench, KITES, noForms, PHRASE, STRANGER, type GateBench } from './test-bench.js';
import { viewCall } from './view.js';

/** A refusal that reached nothing: no request, no quota, and the code still unused. */
async function expectUntouched(bench: GateBench, code?: string): Promise<void> {
  expect(bench.telegram.requests).toHaveLength(0);
  expect(await bench.usage('group_msg')).toBe(0);
  expect(await bench.usage('dm')).toBe(0);
  const proposal = code === undefined ? undefined : await bench.approvals.byCode(code);
  if (proposal) expect(await bench.approvals.consumedFor(proposal.id)).toBeUndefined();
}

const refused = (code: string, data?: object): object => ({
  ok: false,
  refusal: { code, ...(data === undefined ? {} : { data }) },
});

describe('the staircase', () => {
  it('looks before it takes, in the documented order', () => {
    expect(CHECKS.map((gate) => gate.name)).toStrictEqual([
      'policySafe',
      'actionsEnabled',
      'inputValid',
      'targetAllowed',
      'confirmed',
      'phraseMatches',
      'codeMatches',
    ]);
    expect(SPENDS.map((gate) => gate.name)).toStrictEqual([
      'claimIntent',
      'reserveQuota',
      'consumeCode',
      'send',
      'settle',
    ]);
  });

  it('has no place for a gate that takes something among the checks', () => {
    expectTypeOf<Spend>().not.toExtend<Check>();
    expectTypeOf<Parameters<Spend['spend']>[0]>().not.toExtend<Parameters<Check['check']>[0]>();
    expect(CHECKS.every((gate) => gate.kind === 'check')).toBe(true);
  });
});

describe.each(['operator', 'preview'] as const)('in channel %s', (channel) => {
  const phrase = channel === 'preview' ? { confirmation_text: PHRASE } : {};

  it('policySafe refuses preview and execution while the policy is weak', async () => {
    const bench = gateBench({ channel, policy: { issues: ['TG_ACTIONS_CONFIRMATION_PHRASE is not set'] } });
    const answer = refused('POLICY_UNSAFE', { issues: ['TG_ACTIONS_CONFIRMATION_PHRASE is not set'] });
    expect(await bench.preview()).toMatchObject(answer);
    expect(await bench.execute('AAAAAAAAAAAA', phrase)).toMatchObject(answer);
    await expectUntouched(bench);
  });

  it('actionsEnabled refuses preview and execution while writing is off', async () => {
    const bench = gateBench({ channel, policy: { enabled: false } });
    expect(await bench.preview()).toMatchObject(refused('ACTIONS_DISABLED'));
    expect(await bench.execute('AAAAAAAAAAAA', phrase)).toMatchObject(refused('ACTIONS_DISABLED'));
    await expectUntouched(bench);
  });

  it('actionsEnabled refuses preview and execution while the operator has stopped all writing', async () => {
    const bench = gateBench({ channel, policy: { stopped: async () => true } });
    expect(await bench.preview()).toMatchObject(refused('WRITES_STOPPED'));
    expect(await bench.execute('AAAAAAAAAAAA', phrase)).toMatchObject(refused('WRITES_STOPPED'));
    await expectUntouched(bench);
  });

  it('inputValid refuses what cannot be sent as it stands', async () => {
    const bench = gateBench({ channel });
    const code = await bench.ready();
    expect(await bench.preview({ message_text: ' ' })).toMatchObject(refused('TEXT_INVALID'));
    expect(await bench.execute(code, { message_text: 'x'.repeat(2001), ...phrase })).toMatchObject(
      refused('TEXT_INVALID'),
    );
    await expectUntouched(bench, code);
  });

  it('targetAllowed refuses a target outside the allowlist', async () => {
    const bench = gateBench({ channel });
    const code = await bench.ready();
    const answer = refused('TARGET_NOT_ALLOWED', { target: '777', title: 'Stranger', verb: 'send' });
    expect(await bench.preview({ group: STRANGER.id })).toMatchObject(answer);
    expect(await bench.execute(code, { group: STRANGER.id, ...phrase })).toMatchObject(answer);
    await expectUntouched(bench, code);
  });

  it('targetAllowed refuses everybody while the list is empty, and a verb that an entry is not for', async () => {
    for (const allowed of ['', `${KITES.id}:edit,pin`]) {
      const bench = gateBench({ channel, allowed });
      expect(await bench.preview()).toMatchObject(refused('TARGET_NOT_ALLOWED'));
      await expectUntouched(bench);
    }
  });

  it('targetAllowed passes on why a target cannot be found', async () => {
    const bench = gateBench({ channel });
    expect(await bench.preview({ group: '@nobody' })).toMatchObject(refused('PEER_NOT_FOUND'));
    await expectUntouched(bench);
  });

  it('confirmed refuses an execution without confirm', async () => {
    const bench = gateBench({ channel });
    const code = await bench.ready();
    expect(await bench.execute(code, { confirm: false, ...phrase })).toMatchObject(
      refused('CONFIRM_MISSING'),
    );
    await expectUntouched(bench, code);
  });

  it('codeMatches refuses an execution without a code, and with one that no preview gave out', async () => {
    const bench = gateBench({ channel });
    expect(await bench.execute('', phrase)).toMatchObject(refused('APPROVAL_CODE_MISSING'));
    expect(await bench.execute('AAAAAAAAAAAA', phrase)).toMatchObject(refused('APPROVAL_UNKNOWN'));
    await expectUntouched(bench);
  });

  it('codeMatches refuses anything that differs from what was previewed, and names it', async () => {
    const bench = gateBench({ channel, allowed: `${KITES.id},${STRANGER.id}` });
    const code = await bench.ready();
    const changes = [
      [{ message_text: 'Hello!' }, ['content']],
      [{ group: STRANGER.id }, ['group']],
      [{ force_resend: true }, ['force_resend']],
      [{ group: STRANGER.id, message_text: 'x' }, ['group', 'content']],
    ] as const;
    for (const [change, fields] of changes) {
      const answer = await bench.execute(code, { ...change, ...phrase });
      expect(answer).toMatchObject(refused('APPROVAL_MISMATCH', { fields }));
    }
    await expectUntouched(bench, code);
  });

  it('codeMatches takes another name of the same chat', async () => {
    const bench = gateBench({ channel });
    const code = await bench.ready();
    expect(await bench.execute(code, { group: KITES.id, ...phrase })).toMatchObject({ ok: true });
  });

  it('codeMatches refuses a code that is too fresh, and one that has expired', async () => {
    const bench = gateBench({ channel });
    const previewed = await bench.preview();
    if (!previewed.ok) throw new Error('preview refused');
    const { code, proposal } = previewed.value;
    await bench.approvals.approve(proposal, 'terminal');
    await bench.clock.advance(10_000);
    expect(await bench.execute(code, phrase)).toMatchObject({
      ok: false,
      refusal: { code: 'TOO_FRESH', retry_after: 20 },
    });
    await bench.clock.advance(1_790_000);
    expect(await bench.execute(code, phrase)).toMatchObject(refused('EXPIRED'));
    await expectUntouched(bench, code);
  });

  it('codeMatches refuses what a person refused', async () => {
    const bench = gateBench({ channel });
    const code = await bench.ready();
    const proposal = await bench.approvals.byCode(code);
    if (proposal) await bench.approvals.refuse(proposal, 'terminal');
    expect(await bench.execute(code, phrase)).toMatchObject(refused('REFUSED_BY_OPERATOR'));
    await expectUntouched(bench, code);
  });

  it('a refused call costs nothing: the same code works afterwards', async () => {
    const bench = gateBench({ channel });
    const code = await bench.ready();
    await bench.execute(code, { confirm: false, ...phrase });
    await bench.execute(code, { message_text: 'other', ...phrase });
    await bench.execute(code, { group: STRANGER.id, ...phrase });
    expect(await bench.execute(code, phrase)).toMatchObject({ ok: true, value: { alreadySent: false } });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('every refusal and every write leaves a record that holds neither text, code nor phrase', async () => {
    const bench = gateBench({ channel });
    const code = await bench.ready({ message_text: 'the secret words' });
    await bench.execute(code, { message_text: 'the secret words', confirm: false });
    await bench.execute(code, { message_text: 'the secret words', ...phrase });
    const lines = await bench.auditLines();
    const events = lines.map((line) => JSON.parse(line) as { event: string; outcome: string; code?: string });
    expect(events.map(({ event, outcome }) => `${event} ${outcome}`)).toStrictEqual([
      'proposal proposed',
      ...(channel === 'operator' ? ['approval approved'] : []),
      'refusal refused',
      'write sending',
      'write sent',
    ]);
    for (const secret of ['secret words', code, PHRASE]) expect(lines.join('\n')).not.toContain(secret);
  });
});

it('codeMatches passes on why a target cannot be had, also where no other gate has asked', async () => {
  const bench = gateBench();
  const view = viewCall(bench.parts, bench.spec, args({ approval_code: await bench.ready() }));
  const moved = refuse('ALLOWLIST_MOVED');
  expect(await codeMatches.check({ ...view, resolved: async () => moved })).toBe(moved);
  await expectUntouched(bench);
});

describe('phraseMatches', () => {
  it('is not asked in channel operator: the phrase never passes through the model', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    expect(await bench.execute(code, { confirmation_text: 'anything' })).toMatchObject({ ok: true });
    expect(await bench.approvals.tries.left('confirmation_text')).toBe(5);
  });

  it('in channel preview counts wrong guesses, not missing ones, and then shuts', async () => {
    const bench = gateBench({ channel: 'preview' });
    const code = await bench.ready();
    expect(await bench.execute(code)).toMatchObject(refused('PHRASE_WRONG', { tries_left: 5 }));
    for (const left of [4, 3, 2, 1, 0]) {
      const answer = await bench.execute(code, { confirmation_text: 'guess' });
      expect(answer).toMatchObject(refused('PHRASE_WRONG', { tries_left: left }));
    }
    expect(await bench.execute(code, { confirmation_text: PHRASE })).toMatchObject(refused('PHRASE_LOCKED'));
    await expectUntouched(bench, code);
  });

  it('never gives the phrase away', async () => {
    const bench = gateBench({ channel: 'preview' });
    const code = await bench.ready();
    const answers = [
      await bench.preview({ force_resend: true }),
      await bench.execute(code, { confirmation_text: 'guess' }),
      await bench.execute(code, { confirmation_text: PHRASE }),
    ];
    expect(JSON.stringify(answers)).not.toContain('apples');
    expect((await bench.auditLines()).join('')).not.toContain('apples');
  });
});

it('an agent that has tool results only, and any patience, sends nothing in channel operator', async () => {
  const bench = gateBench();
  let heard = '';
  for (let n = 0; n < 30; n += 1) {
    const previewed = await bench.pipeline.preview(bench.spec, args({ dry_run: true }), {
      ...noForms,
      elicit: async () => ({ action: 'accept', text: n % 2 === 0 ? undefined : '' }),
    });
    const code = previewed.ok ? previewed.value.code : '';
    await bench.clock.advance(60_000);
    const executed = await bench.execute(code, { confirmation_text: `guess ${n}` });
    expect(executed).toMatchObject(refused('APPROVAL_PENDING'));
    heard += JSON.stringify([previewed, executed]);
  }
  expect(heard).not.toContain('apples');
  await expectUntouched(bench);
});

describe('the record of a refusal', () => {
  it('keeps an id or a username as asked, and nothing of anything else, not even a digest', async () => {
    const bench = gateBench({ policy: { enabled: false } });
    await bench.preview(args({ group: '-1000000000042' }));
    await bench.preview(args({ group: '@kites' }));
    for (const group of ['+15550100001 is my number', '+15550100001', '15550100001']) {
      await bench.preview(args({ group }));
    }
    const lines = await bench.auditLines();
    const asked = lines.map((line) => (JSON.parse(line) as { detail: { asked?: string } }).detail.asked);
    expect(asked).toEqual(['-1000000000042', '@kites', undefined, undefined, undefined]);
    expect(lines.join('')).not.toContain('15550100001');
  });
});
