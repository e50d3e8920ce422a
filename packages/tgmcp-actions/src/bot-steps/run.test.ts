import type { RefusalCode } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { botBench, click, say, wait } from './test-bench.js';

const NOTHING_DONE = (problem: string) => ({
  ok: false,
  refusal: { code: 'INPUT_INVALID', data: { problems: [`${problem}; nothing was done`] } },
});

describe('a list of steps', () => {
  it('is carried out in its order, told without where replies are looked for, and once only', async () => {
    const bench = await botBench();
    bench.onAct = async (what) => {
      if (what === '/start') bench.write('Tea?', [[{ text: 'Yes', data: 'yes' }]]);
      if (what === 'yes@2') bench.rewrite(2, 'Here it is');
    };
    const steps = [say('/start'), wait('tea'), click({ text: 'Yes' }), wait('here'), say('Thanks')];
    for (let n = 0; n < 2; n += 1) {
      expect(await bench.run(steps)).toEqual({
        ok: true,
        value: {
          result: {
            steps_completed: 5,
            steps: [
              { step: 1, message_id: 1 },
              { step: 2, message_id: 2, said: 'Tea?' },
              { step: 3, message_id: 2, response_type: 'notice', response_message: 'Coming' },
              { step: 4, message_id: 2, said: 'Here it is' },
              { step: 5, message_id: 3 },
            ],
          },
          repeated: false,
        },
      });
      expect(bench.heard).toEqual(['/start', 'yes@2', 'Thanks']);
    }
  });

  it('ends for good at the first step that fails, and what comes after it is not done', async () => {
    const bench = await botBench();
    bench.onAct = async () => bench.write('Coffee?');
    const steps = [say('/start'), wait('tea', 1), say('never')];
    for (let n = 0; n < 2; n += 1) {
      expect(await bench.run(steps)).toEqual({
        ok: true,
        value: {
          result: {
            steps_completed: 1,
            steps: [{ step: 1, message_id: 1 }],
            stopped_at: 2,
            stopped_because: 'the bot replied something else: Coffee?',
            note: expect.stringMatching(/^Stopped at step 2; .+ not done\. .+ preview what is left/),
          },
          repeated: false,
        },
      });
    }
    expect(bench.heard).toEqual(['/start']);
  });

  it('that fails before anything was done may be tried anew', async () => {
    const bench = await botBench();
    const steps = [click({ text: 'Go' }), say('after')];
    expect(await bench.run(steps)).toMatchObject(NOTHING_DONE('steps[0]: no button fits'));
    expect(bench.heard).toEqual([]);
    expect(await bench.record.ended('step-1')).toBeUndefined();
    bench.write('Now', [[{ text: 'Go', data: 'go' }]]);
    expect(await bench.run(steps)).toMatchObject({ ok: true, value: { result: { steps_completed: 2 } } });
    expect(bench.heard).toEqual(['go@1', 'after']);
  });
});

describe('trouble', () => {
  it.each(['FLOOD_WAIT', 'NO_RIGHTS', 'RPC_ERROR'] as const)(
    'with the first step is told as it is: %s',
    async (code) => {
      const bench = await botBench();
      bench.troubles.push({ code, retryAfter: 9 });
      expect(await bench.run([say('one'), say('two')])).toMatchObject({
        ok: false,
        refusal: { code, retry_after: 9 },
      });
      expect(bench.heard).toEqual([]);
      expect(await bench.run([say('one'), say('two')])).toMatchObject({ ok: true });
      expect(bench.heard).toEqual(['one', 'two']);
    },
  );

  it('with a later step leaves the rest unfinished, and a repeat goes on with it', async () => {
    const bench = await botBench();
    bench.troubles.push('none', { code: 'FLOOD_WAIT', retryAfter: 60 });
    const steps = [say('one'), say('two'), say('three')];
    expect(await bench.run(steps)).toMatchObject({
      ok: false,
      refusal: {
        code: 'UNFINISHED',
        message: '1 of 3 steps are done; the next one waits.',
        retry_after: 60,
        data: { steps_completed: 1, steps: 3, cause: 'FLOOD_WAIT' },
      },
    });
    expect(await bench.run(steps)).toMatchObject({ ok: true, value: { result: { steps_completed: 3 } } });
    expect(bench.heard).toEqual(['one', 'two', 'three']);
  });

  it.each<RefusalCode>(['RPC_ERROR', 'NO_RIGHTS', 'MESSAGE_NOT_FOUND', 'PEER_NOT_FOUND', 'WRONG_PEER_KIND'])(
    'that Telegram gives for good ends the list: %s',
    async (code) => {
      const bench = await botBench();
      bench.troubles.push('none', { code });
      for (let n = 0; n < 2; n += 1) {
        expect(await bench.run([say('one'), say('two'), say('three')])).toMatchObject({
          ok: true,
          value: { result: { steps_completed: 1, stopped_at: 2, stopped_because: `refused with ${code}` } },
        });
      }
      expect(bench.heard).toEqual(['one']);
    },
  );

  it('with a text that is on its way already is not for good', async () => {
    const bench = await botBench();
    bench.troubles.push('none', { code: 'RPC_ERROR', rpc: 'RANDOM_ID_DUPLICATE' });
    const steps = [say('one'), say('two')];
    expect(await bench.run(steps)).toMatchObject({
      refusal: { code: 'UNFINISHED', data: { cause: 'RPC_ERROR' } },
    });
    expect(await bench.run(steps)).toMatchObject({ ok: true, value: { result: { steps_completed: 2 } } });
  });

  it('after a text left does not send it twice', async () => {
    const bench = await botBench();
    bench.troubles.push('none', 'lost');
    const steps = [say('one'), say('two')];
    expect(await bench.run(steps)).toMatchObject({
      refusal: { code: 'UNFINISHED', data: { cause: 'DEADLINE', steps_completed: 1 } },
    });
    expect(await bench.run(steps)).toMatchObject({
      ok: true,
      value: { result: { steps: [{ message_id: 1 }, { step: 2, message_id: 2 }] } },
    });
    expect(bench.heard).toEqual(['one', 'two']);
  });

  it('is a text without a random_id, and then nothing is sent', async () => {
    const bench = await botBench();
    await expect(bench.run([say('one')], { randomIds: [] })).rejects.toThrow('without random_id');
    expect(bench.heard).toEqual([]);
  });
});

describe('a call that takes long', () => {
  const LATER = {
    ok: false,
    refusal: {
      code: 'UNFINISHED',
      message: '1 of 2 steps are done; the next one waits.',
      retry_after: 2,
      data: { steps_completed: 1, steps: 2 },
    },
  };

  it('answers in good time, and a repeat goes on', async () => {
    const bench = await botBench();
    bench.onAct = (what) => bench.clock.advance(what === 'one' ? 25_001 : 0);
    const steps = [say('one'), say('two')];
    expect(await bench.run(steps)).toMatchObject(LATER);
    expect(bench.heard).toEqual(['one']);
    expect(await bench.run(steps)).toMatchObject({ ok: true });
    expect(bench.heard).toEqual(['one', 'two']);
  });

  it('still does what fits', async () => {
    const bench = await botBench();
    bench.onAct = (what) => bench.clock.advance(what === 'one' ? 25_000 : 0);
    expect(await bench.run([say('one'), say('two')])).toMatchObject({ ok: true });
  });

  it('ends while the bot takes its time, and a repeat waits on', async () => {
    const bench = await botBench();
    const steps = [say('one'), wait('', 30)];
    expect(await bench.run(steps)).toMatchObject(LATER);
    bench.write('At last');
    expect(await bench.run(steps)).toMatchObject({
      ok: true,
      value: { result: { steps: [{}, { said: 'At last' }] } },
    });
    expect(bench.heard).toEqual(['one']);
  });

  it('begins with a wait as well as with an act', async () => {
    const bench = await botBench();
    const answer = await bench.run([wait('', 30)]);
    expect(answer).toMatchObject({
      refusal: { code: 'UNFINISHED', message: '0 of 1 steps are done; the next one waits.', retry_after: 2 },
    });
    // A wait is no trouble that could be the cause.
    expect(answer.ok || answer.refusal.data).toEqual({ steps_completed: 0, steps: 1 });
  });
});
