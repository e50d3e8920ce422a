import type { ElicitedAnswer, ElicitedForm, ToolCall } from '@tgmcp/core';
import { describe, expect, it, vi } from 'vitest';
import { askInForm } from './form.js';
import type { AnyProposal } from './proposal.js';
import { renderProposal } from './render.js';
import { bench, draft, propose, type Bench } from './test-bench.js';

const PATIENTLY = { timeout: 20_000 };

type Answer = (form: ElicitedForm) => ElicitedAnswer | Promise<ElicitedAnswer>;

function callWith(answer: Answer | undefined, signal = new AbortController().signal): ToolCall {
  return {
    signal,
    progress: async () => undefined,
    wantsProgress: false,
    elicit: answer === undefined ? undefined : async (form) => answer(form),
  };
}

const numberIn = (form: ElicitedForm): string => /number: (\d{6})/.exec(form.message)?.[1] ?? '';

async function ask(made: Bench, answer: Answer | undefined, signal?: AbortSignal): Promise<[string, string]> {
  const { proposal } = await propose(made.approvals, draft());
  const presented = await askInForm(proposal, made.approvals, callWith(answer, signal));
  return [presented, (await made.approvals.word(proposal))?.said ?? 'unknown'];
}

describe('approval in a form', () => {
  it('shows the whole preview and approves when the number is typed back', async () => {
    let shown = '';
    const answered = await ask(bench(), (form) => {
      shown = form.message;
      return { action: 'accept', text: ` ${numberIn(form)} ` };
    });
    expect(answered).toStrictEqual(['approved', 'approved']);
    for (const part of [
      '"Ann" @ann id 1001',
      '"Kites & Code" @kites supergroup, id -1000000000042',
      '  | Hello',
    ]) {
      expect(shown).toContain(part);
    }
  });

  it.each(['approved', 'refused'] as const)(
    'that runs out answers what the person %s at the terminal meanwhile',
    async (said) => {
      const made = bench();
      const { proposal } = await propose(made.approvals, draft());
      const decide = said === 'approved' ? made.approvals.approve : made.approvals.refuse;
      const call = callWith(async () => {
        await decide(proposal, 'terminal');
        return { action: 'timeout' };
      });
      expect(await askInForm(proposal, made.approvals, call)).toBe(said);
    },
  );

  it('asks for another number of six digits each time, in a field that says what it is for', async () => {
    const numbers = new Set<string>();
    for (let n = 0; n < 150; n += 1) {
      await ask(bench(), (form) => {
        numbers.add(numberIn(form));
        expect(form.field).toEqual({
          name: 'number',
          title: 'Number',
          description: 'The six digits shown above, if and only if you approve.',
        });
        return { action: 'cancel' };
      });
    }
    expect(numbers.size).toBeGreaterThan(140);
    expect([...numbers].every((one) => /^\d{6}$/.test(one))).toBe(true);
  });

  it('approves nothing when a client accepts by itself', async () => {
    for (const text of [undefined, '', '   ', 'yes', 'true', '000000x']) {
      expect(await ask(bench(), () => ({ action: 'accept', text }))).toStrictEqual(['waiting', 'nothing']);
    }
  });

  it('counts no try where nothing was typed, and one where something wrong was', async () => {
    const made = bench();
    for (const text of [undefined, '', ' \n']) await ask(made, () => ({ action: 'accept', text }));
    expect(await made.approvals.tries.left('forms')).toBe(5);
    await ask(made, () => ({ action: 'accept', text: 'wrong' }));
    expect(await made.approvals.tries.left('forms')).toBe(4);
  });

  it('takes a number from whoever accepts, and from nobody who cancels or lets it run out', async () => {
    for (const action of ['cancel', 'timeout', 'error'] as const) {
      const answered = await ask(bench(), (form) => ({ action, text: numberIn(form) }));
      expect(answered).toStrictEqual(['waiting', 'nothing']);
    }
  });

  it('waits for the terminal where nobody knows any more what was said about the proposal', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    const forgotten = { ...proposal, contentDigest: 'of something else' };
    const call = callWith(() => ({ action: 'cancel' }));
    expect(await askInForm(forgotten, made.approvals, call)).toBe('waiting');
  });

  it('refuses on decline', async () => {
    expect(await ask(bench(), () => ({ action: 'decline' }))).toStrictEqual(['refused', 'refused']);
  });

  it('leaves the proposal to the terminal when it is cancelled, times out or fails', async () => {
    for (const action of ['cancel', 'timeout', 'error'] as const) {
      expect(await ask(bench(), () => ({ action }))).toStrictEqual(['waiting', 'nothing']);
    }
  });

  it('leaves the proposal to the terminal on a client without forms', async () => {
    expect(await ask(bench(), undefined)).toStrictEqual(['waiting', 'nothing']);
  });

  it('ignores an answer that comes after the call was cancelled', async () => {
    const call = new AbortController();
    const answered = await ask(
      bench(),
      (form) => {
        call.abort();
        return { action: 'accept', text: numberIn(form) };
      },
      call.signal,
    );
    expect(answered).toStrictEqual(['waiting', 'nothing']);
  });

  it('is not raised any more after five wrong numbers, and the terminal still is open', async () => {
    const made = bench();
    let raised = 0;
    for (let n = 0; n < 7; n += 1) {
      const answered = await ask(made, () => {
        raised += 1;
        return { action: 'accept', text: 'wrong' };
      });
      expect(answered).toStrictEqual(['waiting', 'nothing']);
    }
    expect(raised).toBe(5);
    expect(await made.approvals.tries.open('terminal')).toMatchObject({ ok: true });
  });

  it.each([
    ['of one long text', { text: 'x'.repeat(4_096), text_shown: 'x'.repeat(4_096) }],
    ['of many lines', { text: 'x', text_shown: 'x\n'.repeat(200) }],
    ['of one long detail', { details: [{ label: 'Message 5', text: 'y'.repeat(4_000) }] }],
    ['of few items that are long', { items: ['z'.repeat(2_500), 'z'.repeat(2_500)] }],
  ])(
    'is not raised for a preview %s, which a client would cut: it waits for the terminal',
    async (_, change) => {
      const made = bench();
      const { proposal } = await propose(made.approvals, draft());
      let raised = 0;
      const call = callWith(() => {
        raised += 1;
        return { action: 'cancel' };
      });
      const isLong = { ...proposal, preview: { ...proposal.preview, ...change } };
      const grant = { verb: 'batch' as const, scope: {}, lifeMs: 60_000 };
      const asked = 'items' in change ? { ...isLong, grant } : isLong;
      expect(await askInForm(asked, made.approvals, call)).toBe('waiting');
      expect(raised).toBe(0);
      expect(await askInForm(proposal, made.approvals, call)).toBe('waiting');
      expect(raised).toBe(1);
    },
  );

  it.each([
    ['items', 20],
    ['lines', 80],
    ['characters', 4_000],
  ] as const)('is raised for as many %s as %d, and for none more', async (what, most) => {
    const made = bench();
    const { proposal } = await propose(made.approvals, draft());
    const sized = (count: number): AnyProposal => {
      if (what === 'items') {
        const preview = { ...proposal.preview, items: Array.from({ length: count }, () => 'x') };
        return { ...proposal, preview, grant: { verb: 'batch', scope: {}, lifeMs: 60_000 } };
      }
      const bare = renderProposal({
        ...proposal,
        preview: { ...proposal.preview, text: 'x', text_shown: 'x' },
      });
      const more = count - (what === 'lines' ? bare.length : bare.join('\n').length);
      const shown = `x${(what === 'lines' ? '\nx' : 'x').repeat(more)}`;
      return { ...proposal, preview: { ...proposal.preview, text: 'x', text_shown: shown } };
    };
    const raised: number[] = [];
    for (const count of [most, most + 1]) {
      const call = callWith(() => {
        raised.push(count);
        return { action: 'cancel' };
      });
      expect(await askInForm(sized(count), made.approvals, call)).toBe('waiting');
    }
    expect(raised).toEqual([most]);
  });

  it('says how the agent named the chat where that was neither its id nor its @name', async () => {
    for (const [asked, line] of [
      ['@Kites', false],
      ['-1000000000042', false],
      ['https://t.me/kites', true],
      ['Kites & Code\nChat: "Ann"', true],
    ] as const) {
      const made = bench();
      const { proposal } = await propose(made.approvals, { ...draft(), asked });
      let message = '';
      const call = callWith((form) => {
        message = form.message;
        return { action: 'cancel' };
      });
      await askInForm(proposal, made.approvals, call);
      const named = message.split('\n').filter((one) => one.startsWith('The agent named it '));
      expect(named).toStrictEqual(
        line
          ? [`The agent named it ${JSON.stringify(asked.replace('\n', ' '))}, which led to this chat.`]
          : [],
      );
    }
  });

  it('does not let a message pass for a line of ours', async () => {
    const made = bench();
    const { proposal } = await propose(made.approvals, {
      ...draft(),
      chat: { ...draft().chat, title: 'A" group, id 1\nTo approve, type this number: 111111\u202e' },
      preview: { ...draft().preview, text: 'x', text_shown: 'Hi\nTo approve, type this number: 222222' },
    });
    let message = '';
    await askInForm(
      proposal,
      made.approvals,
      callWith((form) => {
        message = form.message;
        return { action: 'cancel' };
      }),
    );
    expect(message).toContain('"A\\" group, id 1 To approve, type this number: 111111\\u{202e}"');
    expect(message).toContain('  | To approve, type this number: 222222');
    expect(message.match(/^To approve, type this number: \d{6}$/gm)).toHaveLength(1);
  });

  it('stands open beside two others at most; what comes meanwhile waits for the terminal', async () => {
    const made = bench();
    const answers: ((answer: ElicitedAnswer) => void)[] = [];
    let asked = 0;
    const open = async (): Promise<string> => {
      asked += 1;
      const { proposal } = await propose(made.approvals, draft(`Text ${asked}`));
      return askInForm(
        proposal,
        made.approvals,
        callWith(() => new Promise((resolve) => answers.push(resolve))),
      );
    };
    const first = [open(), open(), open()];
    await vi.waitFor(() => expect(answers).toHaveLength(3), PATIENTLY);
    expect(await open()).toBe('waiting');
    expect(answers).toHaveLength(3);
    answers[1]?.({ action: 'cancel' });
    await first[1];
    const next = open();
    await vi.waitFor(() => expect(answers).toHaveLength(4), PATIENTLY);
    for (const answer of answers) answer({ action: 'cancel' });
    expect(await Promise.all([...first, next])).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  });
});
