/** What a client is asked in a form, and what becomes of it where something is in the way. */
import type { ElicitedAnswer, ElicitedForm, ToolCall } from '@tgmcp/core';
import { expect, it } from 'vitest';
import { askInForm } from './form.js';
import type { AnyProposal } from './proposal.js';
import { bench, draft, propose } from './test-bench.js';

/** A call at a client that answers like this, and what it was asked. */
function client(answer: (form: ElicitedForm) => ElicitedAnswer | Promise<ElicitedAnswer>, aborted = false) {
  const asked: { readonly form: ElicitedForm; readonly timeoutMs: number }[] = [];
  const call: ToolCall = {
    signal: aborted ? AbortSignal.abort() : new AbortController().signal,
    progress: async () => undefined,
    wantsProgress: false,
    elicit: async (form, timeoutMs) => {
      asked.push({ form, timeoutMs });
      return answer(form);
    },
  };
  return { call, asked };
}

const cancel = (): ElicitedAnswer => ({ action: 'cancel' });
const typeBack = ({ message }: ElicitedForm): ElicitedAnswer => ({
  action: 'accept',
  text: /number: (\d{6})/.exec(message)?.[1],
});

it('a form is given up while the call can still be answered, which clients give a minute', async () => {
  const { approvals } = bench();
  const { call, asked } = client(cancel);
  await askInForm((await propose(approvals, draft())).proposal, approvals, call);
  expect(asked.map(({ timeoutMs }) => timeoutMs)).toEqual([45_000]);
});

it('no form is raised for a call that has ended', async () => {
  const { approvals } = bench();
  const { call, asked } = client(typeBack, true);
  const { proposal } = await propose(approvals, draft());
  expect(await askInForm(proposal, approvals, call)).toBe('waiting');
  expect(asked).toEqual([]);
});

it('a form says what a yes leads to: one write as shown, or leave that can be ended', async () => {
  const { approvals } = bench();
  const { proposal } = await propose(approvals, draft());
  const grant: AnyProposal = { ...proposal, grant: { verb: 'batch', scope: {}, lifeMs: 60_000 } };
  for (const [one, said, unsaid] of [
    [proposal, 'sends it afterwards, once, exactly as shown', 'grants revoke'],
    [grant, 'tgmcp grants revoke', 'exactly as shown'],
  ] as const) {
    const { call, asked } = client(cancel);
    await askInForm(one, approvals, call);
    expect(asked[0]?.form.message).toContain(said);
    expect(asked[0]?.form.message).not.toContain(unsaid);
  }
});

it('a text is measured in characters, whatever bytes they take', async () => {
  const { approvals } = bench();
  const { proposal } = await propose(approvals, draft());
  const shown = '🪁'.repeat(3_000);
  const { call, asked } = client(cancel);
  await askInForm({ ...proposal, preview: { ...proposal.preview, text_shown: shown } }, approvals, call);
  expect(asked[0]?.form.message).toContain(shown);
});

it.each([
  ['approved', typeBack],
  ['refused', (): ElicitedAnswer => ({ action: 'decline' })],
] as const)('what was %s in a form stands on record as said there', async (said, answer) => {
  const { approvals } = bench();
  const { proposal } = await propose(approvals, draft());
  expect(await askInForm(proposal, approvals, client(answer).call)).toBe(said);
  expect(await approvals.word(proposal)).toMatchObject({ said, by: 'form' });
});

it('the right number that comes too late approves nothing, and what the person said meanwhile is answered', async () => {
  const { approvals, clock } = bench();
  const { proposal } = await propose(approvals, draft());
  const { call } = client(async (form) => {
    await approvals.refuse(proposal, 'terminal');
    await clock.advance(proposal.ttlMs + 1);
    return typeBack(form);
  });
  expect(await askInForm(proposal, approvals, call)).toBe('refused');
  expect(await approvals.word(proposal)).toMatchObject({ said: 'refused', by: 'terminal' });
});

it('a form that ends in a fault leaves its place to the next one', async () => {
  const { approvals } = bench();
  const { proposal } = await propose(approvals, draft());
  const broken = client(() => {
    throw new Error('broken');
  });
  for (let n = 0; n < 4; n += 1) {
    await expect(askInForm(proposal, approvals, broken.call)).rejects.toThrow('broken');
  }
  expect(broken.asked).toHaveLength(4);
});
