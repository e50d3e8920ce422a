import type { MessageRecord } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { approvedButtons, labelOf, settledFirst } from './choose-button.js';
import { BOT, botBench, click, say, wait, type BotBench } from './test-bench.js';

type Button = NonNullable<MessageRecord['buttons']>[number];

const button = (text: string, row: number, col: number, data_b64 = ''): Button => ({
  row,
  col,
  text,
  kind: 'callback',
  ...(data_b64 === '' ? {} : { data_b64 }),
});
const BUTTONS = [button('Yes', 0, 0, 'YQ=='), button('No', 0, 1, 'Yg=='), button('Yes', 1, 0, 'Yg==')];

describe('the buttons that are what was approved', () => {
  const fitting = (...named: Parameters<typeof click>) =>
    approvedButtons(BUTTONS, click(...named).button).map(({ row, col }) => [row, col]);

  it.each([
    [
      'its text',
      { text: 'Yes' },
      [
        [0, 0],
        [1, 0],
      ],
    ],
    [
      'its data',
      { data_b64: 'Yg==' },
      [
        [0, 1],
        [1, 0],
      ],
    ],
    ['its text and data', { text: 'Yes', data_b64: 'Yg==' }, [[1, 0]]],
    ['its text and place', { text: 'Yes', row: 0, col: 0 }, [[0, 0]]],
    ['its data and place', { data_b64: 'Yg==', row: 0, col: 1 }, [[0, 1]]],
    ['a text in another case', { text: 'YES' }, []],
    ['the place of another', { text: 'No', row: 0, col: 0 }, []],
    ['a row alone that differs', { text: 'No', row: 1, col: 1 }, []],
    ['a part of its text', { text: 'Ye', exact: false }, []],
    ['its whole text that need not be whole', { text: 'Yes', exact: false }, []],
    ['its place alone', { row: 0, col: 0 }, []],
    ['nothing', {}, []],
  ] as const)('by %s', (_name, named, places) => {
    expect(fitting(named)).toEqual(places);
  });
});

describe('the text of a button', () => {
  it('has the form in which it would be sent, and an end', () => {
    expect(labelOf('  Aye\r\n')).toBe('Aye');
    expect(labelOf('a'.repeat(256))).toBe('a'.repeat(256));
    expect(labelOf('a'.repeat(257))).toBeUndefined();
    expect(labelOf('abc', 2)).toBeUndefined();
    expect(labelOf(' ')).toBeUndefined();
  });
});

describe('the first step', () => {
  const settled = (bench: BotBench, step: Parameters<typeof settledFirst>[2], maxLength = 4096) =>
    settledFirst(bench.writer, BOT, step, maxLength);
  const problem = (text: string) => ({
    ok: false,
    refusal: { code: 'INPUT_INVALID', data: { problems: [`steps[0]: ${text}`] } },
  });

  async function withButtons(): Promise<BotBench> {
    const bench = await botBench();
    bench.write('Old', [[{ text: 'Agree', data: 'old' }]]);
    bench.write('New', [
      [
        { text: 'Agree to all', data: 'new' },
        { text: 'Decline', data: 'no' },
      ],
    ]);
    bench.write('Mine', [[{ text: 'Agree too', data: 'mine' }]], 'me');
    bench.write('Without');
    return bench;
  }

  it.each([[undefined], [say('/start')], [wait()], [click({ data_b64: 'YQ==' })]])(
    'is left as it is, and nothing is looked up, where no button is looked for, or one with its data: %j',
    async (step) => {
      const bench = await withButtons();
      bench.onLook = () => Promise.reject(new Error('looked'));
      expect(await settled(bench, step)).toEqual({ ok: true, value: step });
    },
  );

  it.each([
    ['by a part of its text', { text: 'agre', exact: false }],
    ['by its place', { row: 0, col: 0 }],
  ])('that names a button %s gets its whole text, data, place and message', async (_name, named) => {
    const bench = await withButtons();
    const whole = { text: 'Agree to all', data_b64: Buffer.from('new').toString('base64') };
    expect(await settled(bench, click(named, { wait_sec: 7 }))).toEqual({
      ok: true,
      value: click({ ...whole, row: 0, col: 0, exact: true }, { message_id: 2, wait_sec: 7 }),
    });
    expect(bench.heard).toEqual([]);
  });

  it('that names a button by its whole text gets the data of the one that is there now', async () => {
    const bench = await withButtons();
    const data_b64 = Buffer.from('old').toString('base64');
    expect(await settled(bench, click({ text: 'Agree' }))).toEqual({
      ok: true,
      value: click({ text: 'Agree', data_b64 }),
    });
    for (const step of [
      click({ text: 'Agree too' }),
      click({ text: 'Agree' }, { message_id: 2 }),
      click({ text: 'Not there' }),
    ]) {
      expect(await settled(bench, step)).toEqual({ ok: true, value: step });
    }
    bench.write('Twice', [
      [
        { text: 'Same', data: 'one' },
        { text: 'Same', data: 'two' },
      ],
    ]);
    expect(await settled(bench, click({ text: 'Same' }))).toEqual({
      ok: true,
      value: click({ text: 'Same' }),
    });
    expect(bench.heard).toEqual([]);
  });

  it('looks under the message that it names, and at no other', async () => {
    const bench = await withButtons();
    expect(await settled(bench, click({ row: 0, col: 0 }, { message_id: 1 }))).toMatchObject({
      ok: true,
      value: { message_id: 1, button: { text: 'Agree' } },
    });
    for (const message_id of [3, 4, 9]) {
      expect(await settled(bench, click({ row: 0, col: 0 }, { message_id }))).toMatchObject(
        problem('no button fits; nothing was done'),
      );
    }
  });

  it('takes a button without data by its text', async () => {
    const bench = await botBench();
    bench.write('Well?', [[{ text: ' Aye ' }]]);
    expect(await settled(bench, click({ row: 0, col: 0 }))).toMatchObject({
      ok: true,
      value: { button: { text: 'Aye', data_b64: '', exact: true } },
    });
  });

  it('is refused where several fit, or where the text is none that can be sent', async () => {
    const bench = await withButtons();
    expect(await settled(bench, click({ text: 'e', exact: false }))).toMatchObject(
      problem('several buttons fit: name one by row and col'),
    );
    const unsendable = problem('the text of this button cannot be sent');
    expect(await settled(bench, click({ row: 0, col: 0 }), 11)).toMatchObject(unsendable);
    expect(await settled(bench, click({ row: 0, col: 0 }), 12)).toMatchObject({ ok: true });
    bench.write('Long', [[{ text: 'a'.repeat(257), data: 'long' }]]);
    expect(await settled(bench, click({ row: 0, col: 0 }))).toMatchObject(unsendable);
  });

  it('is refused where the chat cannot be read', async () => {
    const bench = await withButtons();
    bench.blind.push('FLOOD_WAIT');
    expect(await settled(bench, click({ row: 0, col: 0 }))).toMatchObject({
      refusal: { code: 'FLOOD_WAIT' },
    });
  });
});
