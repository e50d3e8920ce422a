import { describe, expect, it } from 'vitest';
import { botBench, click, say, wait, type BotBench } from './test-bench.js';

const PERHAPS = 'it is not known whether the button was pressed, and it is not pressed again';
const GO = [[{ text: 'Go', data: 'go' }]];

/** A run that stopped at its step of that number. */
const stopped = (step: number, because: string) => ({
  ok: true,
  value: { result: { steps_completed: step - 1, stopped_at: step, stopped_because: because } },
});

/** A first step that was refused, and left everything as it was. */
const refused = (because: string) => ({
  ok: false,
  refusal: { code: 'INPUT_INVALID', data: { problems: [`steps[0]: ${because}; nothing was done`] } },
});

async function withButtons(): Promise<BotBench> {
  const bench = await botBench();
  bench.write('Press', GO);
  return bench;
}

describe('a button', () => {
  it('is pressed by its data, and where replies to it come is on disk', async () => {
    const bench = await withButtons();
    bench.write('Newer');
    expect(await bench.run([click({ text: 'Go' })])).toMatchObject({ ok: true });
    expect(bench.heard).toEqual(['go@1']);
    expect(await bench.record.ended('step-1')).toEqual({
      response_type: 'notice',
      response_message: 'Coming',
      message_id: 1,
      after: 2,
      before: expect.stringMatching(/^[\da-f]{32}$/),
    });
  });

  it('of a keyboard sends the text that was approved', async () => {
    const bench = await botBench();
    bench.write('Well?', [[{ text: ' Aye\r\n' }]]);
    expect(await bench.run([click({ text: 'Aye' })])).toMatchObject({
      ok: true,
      value: { result: { steps: [{ message_id: 2 }] } },
    });
    expect(bench.heard).toEqual(['Aye']);
  });

  it('of another kind is the person’s alone', async () => {
    const bench = await botBench();
    bench.write('Look', [[{ text: 'Site', url: 'https://example.com' }]]);
    const answer = await bench.run([click({ text: 'Site' })]);
    expect(answer).toMatchObject(refused('the button is of kind url; only the person can press it'));
    expect(bench.heard).toEqual([]);
  });

  it('that two have the name of is not guessed', async () => {
    const bench = await botBench();
    bench.write('Which?', [
      [
        { text: 'Tea', data: 'tea' },
        { text: 'Tea', data: 'more' },
      ],
    ]);
    expect(await bench.run([click({ text: 'Tea' })])).toMatchObject(
      refused('several buttons fit: name one by row and col'),
    );
    expect(await bench.run([click({ text: 'Tea', row: 0, col: 1 })])).toMatchObject({ ok: true });
    expect(bench.heard).toEqual(['more@1']);
  });

  it('is the bot’s, and of the newest message that has it', async () => {
    const bench = await withButtons();
    bench.write('Mine', GO, 'me');
    expect(await bench.run([click({ text: 'Go' })])).toMatchObject({ ok: true });
    const other = await withButtons();
    other.write('Newer', GO);
    other.write('Without');
    expect(await other.run([click({ text: 'Go' })])).toMatchObject({ ok: true });
    expect([...bench.heard, ...other.heard]).toEqual(['go@1', 'go@2']);
  });

  it('under a message that is named is pressed under no other', async () => {
    const bench = await withButtons();
    bench.write('Newer', GO);
    bench.write('Newest');
    expect(await bench.run([click({ text: 'Go' }, { message_id: 1 })])).toMatchObject({ ok: true });
    const other = await withButtons();
    other.write('Newer');
    expect(await other.run([click({ text: 'Go' }, { message_id: 2 })])).toMatchObject(
      refused('no button fits'),
    );
    expect([...bench.heard, ...other.heard]).toEqual(['go@1']);
  });

  it('whose data is not what was approved is not pressed', async () => {
    const bench = await withButtons();
    const data_b64 = Buffer.from('pay').toString('base64');
    expect(await bench.run([click({ text: 'Go', data_b64 })])).toMatchObject(
      refused('no button fits with the data that was approved'),
    );
    expect(bench.heard).toEqual([]);
  });

  it('that stood there before the last text is no answer to it', async () => {
    const bench = await withButtons();
    expect(await bench.run([say('/start'), click({ text: 'Go' })])).toMatchObject(
      stopped(2, 'no button fits after 2 s'),
    );
    expect(bench.heard).toEqual(['/start']);
  });

  it('is waited for as long as the step says', async () => {
    const bench = await botBench();
    let looks = 0;
    bench.onLook = async () => {
      looks += 1;
      if (looks === 4) bench.write('Here', GO);
    };
    expect(await bench.run([say('/start'), click({ text: 'Go' })])).toMatchObject({ ok: true });
    expect(bench.heard).toEqual(['/start', 'go@2']);
  });

  it('is waited for over more than one call where that is long', async () => {
    const bench = await botBench();
    const steps = [say('/start'), click({ text: 'Go' }, { wait_sec: 30 })];
    expect(await bench.run(steps)).toMatchObject({
      refusal: { code: 'UNFINISHED', retry_after: 2, data: { steps_completed: 1 } },
    });
    await bench.clock.advance(30_000);
    expect(await bench.run(steps)).toMatchObject(stopped(2, 'no button fits after 30 s'));
  });

  it('is not looked for where the chat cannot be read', async () => {
    const bench = await withButtons();
    bench.blind.push('FLOOD_WAIT');
    expect(await bench.run([click({ text: 'Go' })])).toMatchObject({ refusal: { code: 'FLOOD_WAIT' } });
    expect(bench.heard).toEqual([]);
  });
});

describe('a press of which nobody knows', () => {
  it('is not repeated, and ends the list, also as its first step', async () => {
    const bench = await withButtons();
    bench.troubles.push('lost');
    const steps = [click({ text: 'Go' }), say('never')];
    for (let n = 0; n < 2; n += 1) expect(await bench.run(steps)).toMatchObject(stopped(1, PERHAPS));
    expect(bench.heard).toEqual(['go@1']);
    expect(await bench.record.ended('step-1')).toEqual({ failed: PERHAPS, perhaps: true });
  });

  it('is not repeated after a kill', async () => {
    const bench = await withButtons();
    await bench.record.begin('step-1');
    await bench.record.begin('step-1-1');
    expect(await bench.run([click({ text: 'Go' })])).toMatchObject(stopped(1, PERHAPS));
    expect(bench.heard).toEqual([]);
  });

  it('is not made where another process makes it', async () => {
    const bench = await withButtons();
    bench.onLook = () => bench.record.begin('step-1-1');
    expect(await bench.run([click({ text: 'Go' })])).toMatchObject(stopped(1, PERHAPS));
    expect(bench.heard).toEqual([]);
  });

  it('is made again where Telegram surely did nothing', async () => {
    const bench = await withButtons();
    bench.troubles.push({ code: 'FLOOD_WAIT', retryAfter: 5 }, { code: 'FLOOD_WAIT', retryAfter: 5 });
    const steps = [click({ text: 'Go' })];
    for (const tried of ['step-1-1', 'step-1-2']) {
      expect(await bench.run(steps)).toMatchObject({ refusal: { code: 'FLOOD_WAIT', retry_after: 5 } });
      expect(await bench.record.ended(tried)).toEqual({ refused: 'FLOOD_WAIT' });
    }
    expect(bench.heard).toEqual([]);
    expect(await bench.run(steps)).toMatchObject({ ok: true });
    expect(bench.heard).toEqual(['go@1']);
  });
});

describe('a reply', () => {
  const last = (answer: Awaited<ReturnType<BotBench['run']>>): unknown =>
    answer.ok ? (answer.value.result['steps'] as unknown[]).at(-1) : answer.refusal;

  it('is the first that fits, in any case, of those after the last act', async () => {
    const bench = await botBench();
    bench.write('Tea before');
    bench.onAct = async () => ['Coffee', 'TEA, one', 'Tea, two'].map((text) => bench.write(text));
    expect(last(await bench.run([say('/start'), wait('tea')]))).toEqual({
      step: 2,
      message_id: 4,
      said: 'TEA, one',
    });
  });

  it('without words is none to words that are expected, and one to a wait for anything', async () => {
    const bench = await botBench();
    bench.onAct = async () => ['', 'Here it is'].map((text) => bench.write(text));
    expect(last(await bench.run([say('/start'), wait('here')]))).toMatchObject({ said: 'Here it is' });
    const other = await botBench();
    other.onAct = async () => other.write('');
    expect(last(await other.run([say('/start'), wait()]))).toMatchObject({ said: '[nothing]' });
  });

  it('is the bot’s', async () => {
    const bench = await botBench();
    bench.onAct = async () => bench.write('Tea', [], 'me');
    expect(await bench.run([say('/start'), wait('tea')])).toMatchObject(
      stopped(2, 'the bot did not reply within 2 s'),
    );
  });

  it('to a press is a new message, or the pressed one once it says something else', async () => {
    const bench = await withButtons();
    bench.write('Later');
    const steps = [click({ text: 'Go' }), wait('', 1)];
    expect(await bench.run(steps)).toMatchObject(stopped(2, 'the bot did not reply within 1 s'));
    for (const answered of [
      (one: BotBench) => one.rewrite(1, 'Done'),
      (one: BotBench) => one.write('Done'),
    ]) {
      const other = await withButtons();
      other.write('Later');
      other.onAct = async () => answered(other);
      expect(last(await other.run(steps))).toMatchObject({ step: 2, said: 'Done' });
    }
  });

  it('that was waited for once is none to the next wait', async () => {
    const bench = await withButtons();
    bench.onAct = async () => bench.rewrite(1, 'Wait');
    let looks = 0;
    bench.onLook = async () => {
      looks += 1;
      if (looks === 5) bench.rewrite(1, 'Done');
    };
    expect(last(await bench.run([click({ text: 'Go' }), wait(), wait()]))).toMatchObject({ said: 'Done' });
    const other = await botBench();
    other.onAct = async () => ['one', 'two'].map((text) => other.write(text));
    expect(last(await other.run([say('/start'), wait(), wait()]))).toMatchObject({ said: 'two' });
  });

  it('is not looked for where the chat cannot be read', async () => {
    const bench = await botBench();
    bench.blind.push('DEADLINE');
    expect(await bench.run([say('/start'), wait()])).toMatchObject({
      refusal: { code: 'UNFINISHED', data: { cause: 'DEADLINE' } },
    });
  });
});
