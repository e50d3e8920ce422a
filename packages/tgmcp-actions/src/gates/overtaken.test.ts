/** A process that was paused for longer than its hold lives, so that another one may have gone on with what it began. */
import { createMemoryStore, done, manualClock, refuse, type Refusal, type TelegramCaller } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createHolds } from './hold.js';
import { createWritePipeline } from './pipeline.js';
import { notTold, outcomeUnknown, TAKEN_BACK } from './spends.js';
import { args, gateBench } from './test-bench.js';

const request = {} as Parameters<TelegramCaller['call']>[0];

/** Executes an approved send whose hold is renewed so many times, and then never again. */
async function overtakenAfter(renewals: number) {
  const bench = gateBench();
  const code = await bench.ready();
  const { parts } = bench;
  let left = renewals;
  const renewLease: typeof parts.store.renewLease = async (...asked) =>
    left-- > 0 ? parts.store.renewLease(...asked) : false;
  let sent = 0;
  const caller: TelegramCaller = {
    async call() {
      sent += 1;
      return done(undefined as never);
    },
  };
  const pipeline = createWritePipeline({
    ...parts,
    store: { ...parts.store, renewLease },
    openWrites: async (_approved, run) => run(caller),
  });
  const spec: typeof bench.spec = {
    ...bench.spec,
    perform: async (_order, door) => {
      const answer = await door.call(request);
      return answer.ok ? done({ result: { message_id: 1 } }) : answer;
    },
  };
  const answer = await pipeline.execute(spec, args({ approval_code: code }));
  return { answer, sent, taken: await bench.usage('group_msg') };
}

describe('a process that was overtaken', () => {
  it.each([
    ['before its attempt', 0],
    ['before its request', 1],
  ])(
    '%s sends nothing, and gives back nothing of what stands under the same intent',
    async (_when, renewals) => {
      const { answer, sent, taken } = await overtakenAfter(renewals);
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'INTENT_BUSY', retry_after: 1 } });
      expect(sent).toBe(0);
      expect(taken).toBe(1);
    },
  );

  it('and was not, sends', async () => {
    expect(await overtakenAfter(9)).toMatchObject({ answer: { ok: true }, sent: 1, taken: 1 });
  });

  it('learns so from its hold while another one has it, and takes nothing from that one', async () => {
    const clock = manualClock();
    const store = createMemoryStore({ clock });
    const renewLease: typeof store.renewLease = async () => false;
    const holds = createHolds({ ...store, renewLease }, clock);
    expect(await holds.hold('digest', async ({ renew }) => done(await renew()))).toEqual(done(false));
  });
});

describe('an outcome that nobody knows', () => {
  const intent = { intent: { proposalId: 'p', id: 'i' } } as Parameters<typeof outcomeUnknown>[0];
  const messageOf = (cause: Refusal | undefined, retry: 'probe' | 'dedup' | 'never'): string => {
    const answer = outcomeUnknown(intent, cause, { retry });
    return answer.ok ? '' : answer.refusal.message;
  };
  const usual = refuse('OUTCOME_UNKNOWN', { data: { proposal_id: 'p' } }).refusal.message;
  const exactly = {
    ...refuse('OUTCOME_UNKNOWN', { data: { proposal_id: 'p' } }).refusal,
    message: 'Exactly this.',
  };
  const trouble = refuse('TELEGRAM_TROUBLE').refusal;

  it('is told as exactly as whoever refused knows it', () => {
    for (const retry of ['probe', 'dedup'] as const) expect(messageOf(exactly, retry)).toBe('Exactly this.');
    for (const retry of ['probe', 'dedup'] as const) expect(messageOf(trouble, retry)).toBe(usual);
  });

  it('is told otherwise where nothing is ever repeated, whoever knows more', () => {
    expect(messageOf(undefined, 'dedup')).toBe(usual);
    const never = messageOf(undefined, 'never');
    expect(never).not.toBe(usual);
    expect(messageOf(exactly, 'never')).toBe(never);
  });

  it('although it was looked up says what can be done: repeat the call, or have a person look', () => {
    const told = (retry: 'probe' | 'never'): string => {
      const answer = notTold(intent, { retry });
      return answer.ok ? '' : answer.refusal.message;
    };
    expect(told('probe')).toMatch(/repeat the call later, .* "tgmcp settle"/u);
    expect(told('never')).toBe(messageOf(undefined, 'never'));
    expect(told('never')).toMatch(/never repeated: a person must look, .* "tgmcp settle"/u);
    expect(TAKEN_BACK).toMatch(/was refused afterwards, so it is not repeated.* "tgmcp settle"/u);
  });
});
