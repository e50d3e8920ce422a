/** When the phrase is asked for, and what counts as a guess. */
import { describe, expect, it } from 'vitest';
import { createApprovals } from './approvals.js';
import { phraseGiven } from './phrase.js';
import { approvalPolicy } from './policy.js';
import { bench, draft, PHRASE, propose, SETTINGS, type Bench } from './test-bench.js';

type Channel = 'operator' | 'preview';

/** A proposal made in one channel, looked at by a process of another. */
async function across(made: Channel, asked: Channel): Promise<{ given(phrase: string): unknown } & Bench> {
  const first = bench({ TG_ACTIONS_APPROVAL_CHANNEL: made });
  const { proposal } = await propose(first.approvals, draft());
  const policy = approvalPolicy({ ...SETTINGS, TG_ACTIONS_APPROVAL_CHANNEL: asked });
  const approvals = createApprovals(first.store, first.clock, policy);
  return { ...first, approvals, given: (phrase) => phraseGiven(approvals, proposal, phrase) };
}

const wrong = (triesLeft: number): object => ({
  ok: false,
  refusal: { code: 'PHRASE_WRONG', data: { tries_left: triesLeft } },
});

describe('the phrase', () => {
  it.each([
    ['preview', 'preview'],
    ['preview', 'operator'],
    ['operator', 'preview'],
  ] as const)(
    'is asked of what was proposed in channel %s by a process of channel %s',
    async (made, asked) => {
      const { given } = await across(made, asked);
      expect(await given('')).toMatchObject(wrong(5));
      expect(await given('a guess')).toMatchObject(wrong(4));
      expect(await given(PHRASE)).toStrictEqual({ ok: true, value: undefined });
    },
  );

  it('is not asked where neither asks for it', async () => {
    const { given, approvals } = await across('operator', 'operator');
    expect(await given('a guess')).toStrictEqual({ ok: true, value: undefined });
    expect(await approvals.tries.left('confirmation_text')).toBe(5);
  });

  it('is asked by the channel of the process where no proposal is named', async () => {
    const { approvals } = bench({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    expect(await phraseGiven(approvals, undefined, 'a guess')).toMatchObject(wrong(4));
  });

  it('is not guessed by blanks: nothing given counts as no try', async () => {
    const { given } = await across('preview', 'preview');
    for (const blank of ['', ' ', '\n\t ']) expect(await given(blank)).toMatchObject(wrong(5));
  });
});
