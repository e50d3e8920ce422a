import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { botStepsArgument, botStepsContent, canonicalSteps, isDefinite, stepDetails } from './bot-step.js';
import { click, say, wait } from './test-bench.js';

const LIMITS = { maxBotSteps: 30, maxMessageLength: 4096 };
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const names = ['send_message', 'send', 'message', 'text', 'click_button', 'click', 'button', 'wait'];

/** Anything that a careless caller could take for a step. */
const step = fc.record(
  {
    type: fc.oneof(fc.constantFrom(...names), fc.string()),
    text: maybe(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('/start'))),
    button_text: maybe(fc.string({ unit: 'binary' })),
    row: maybe(fc.oneof(fc.integer({ min: -2, max: 102 }), fc.double())),
    col: maybe(fc.integer({ min: -2, max: 102 })),
    button_data_b64: maybe(fc.base64String()),
    message_id: maybe(fc.integer()),
    expect: maybe(fc.string()),
    wait_sec: maybe(fc.integer({ min: -1, max: 61 })),
    exact_text: maybe(fc.boolean()),
  },
  { requiredKeys: ['type'] },
);

describe('a list of steps', () => {
  it('is in its one form, or refused by name, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (given) => {
        const parsed = botStepsArgument.safeParse(given);
        if (!parsed.success) return;
        const steps = canonicalSteps(parsed.data, LIMITS);
        if (!steps.ok) {
          expect(['INPUT_INVALID', 'TEXT_INVALID']).toContain(steps.refusal.code);
          return;
        }
        expect(botStepsContent.parse({ steps: steps.value })).toEqual({ steps: steps.value });
        expect(steps.value[0]?.do).not.toBe('wait');
        expect(stepDetails(steps.value)).toHaveLength(given.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('knows the names of tg-mcp for its steps', () => {
    const given = names.map((type) => ({
      type,
      ...(/^(send|message|text)/.test(type) ? { text: '/start' } : {}),
      ...(/^(click|button)/.test(type) ? { button_text: 'Go' } : {}),
    }));
    const steps = canonicalSteps(botStepsArgument.parse(given), LIMITS);
    expect(steps.ok && steps.value.map((one) => one.do)).toEqual([
      ...Array.from({ length: 4 }, () => 'send'),
      ...Array.from({ length: 3 }, () => 'click'),
      'wait',
    ]);
  });
});

describe('the argument of steps', () => {
  const whole = {
    type: 'click',
    button_text: 'a'.repeat(256),
    row: 0,
    col: 100,
    button_data_b64: 'a'.repeat(512),
    exact_text: false,
    message_id: 1,
    wait_sec: 60,
  };

  it('is taken up to its bounds', () => {
    const long = { type: 'send', text: 'a'.repeat(16_384) };
    const pause = { type: 'wait', expect: 'a'.repeat(256), wait_sec: 1 };
    for (const given of [[whole], [long], [pause], Array.from({ length: 100 }, () => whole)]) {
      expect(botStepsArgument.parse(given)).toEqual(given);
    }
  });

  it.each([
    ['no step', []],
    ['too many', Array.from({ length: 101 }, () => whole)],
    ['a type that is none', [{ type: 'dance' }]],
    ['no type', [{ text: 'a' }]],
    ['a field that is none', [{ ...whole, data: 'a' }]],
    ['a text beyond all', [{ type: 'send', text: 'a'.repeat(16_385) }]],
    ['a long label', [{ ...whole, button_text: 'a'.repeat(257) }]],
    ['long data', [{ ...whole, button_data_b64: 'a'.repeat(513) }]],
    ['a row before the first', [{ ...whole, row: -1 }]],
    ['a column beyond all', [{ ...whole, col: 101 }]],
    ['half a row', [{ ...whole, row: 0.5 }]],
    ['message 0', [{ ...whole, message_id: 0 }]],
    ['no time at all', [{ ...whole, wait_sec: 0 }]],
    ['too much time', [{ ...whole, wait_sec: 61 }]],
    ['much to expect', [{ type: 'wait', expect: 'a'.repeat(257) }]],
  ])('is refused with %s', (_name, given) => {
    expect(botStepsArgument.safeParse(given).success).toBe(false);
  });
});

describe('a step', () => {
  const one = (given: object, limits = LIMITS) =>
    canonicalSteps(botStepsArgument.parse([{ type: 'send', text: '/start' }, given]), limits);
  const refused = (problem: string) => ({
    ok: false,
    refusal: { code: 'INPUT_INVALID', data: { problems: [problem] } },
  });

  it.each([
    [{ type: 'text', text: ' Hi\r\n' }, say('Hi')],
    [{ type: 'wait' }, wait('', 10)],
    [{ type: 'wait', expect: ' Tea ', wait_sec: 3 }, wait('Tea', 3)],
    [{ type: 'click', button_text: ' Go ' }, click({ text: 'Go' }, { wait_sec: 10 })],
    [{ type: 'button', button_data_b64: 'YQ==' }, click({ data_b64: 'YQ==' }, { wait_sec: 10 })],
    [
      {
        type: 'click_button',
        button_text: 'Go',
        row: 0,
        col: 2,
        button_data_b64: 'YQ==',
        exact_text: true,
        message_id: 9,
        wait_sec: 4,
      },
      click({ text: 'Go', row: 0, col: 2, data_b64: 'YQ==' }, { message_id: 9, wait_sec: 4 }),
    ],
  ])('has one form: %j', (given, step) => {
    expect(one(given)).toEqual({ ok: true, value: [say('/start'), step] });
    expect(botStepsContent.parse({ steps: [step] })).toEqual({ steps: [step] });
  });

  it.each([
    [{ type: 'click' }, 'steps[1]: say which button: button_text, row and col, or button_data_b64'],
    [{ type: 'click', row: 1 }, 'steps[1]: give both row and col, or neither'],
    [{ type: 'click', button_text: 'Go', col: 0 }, 'steps[1]: give both row and col, or neither'],
    [{ type: 'send', text: 'a', wait_sec: 2 }, 'steps[1].wait_sec: does not belong to send'],
    [{ type: 'wait', text: 'a' }, 'steps[1].text: does not belong to wait'],
    [{ type: 'wait', message_id: 1 }, 'steps[1].message_id: does not belong to wait'],
    [{ type: 'button', button_text: 'Go', expect: 'a' }, 'steps[1].expect: does not belong to click'],
  ])('is refused by its number: %j', (given, problem) => {
    expect(one(given)).toMatchObject(refused(problem));
  });

  it.each([
    { type: 'click', row: 0, col: 0 },
    { type: 'click', button_text: 'Go', exact_text: false },
  ])('may name a button that the bot could put another one behind only as the first: %j', (given) => {
    const answer = one(given);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(answer)).toMatch(
      /steps\[1\]: name the button by its whole button_text or by button_data_b64; .*steps\[0\] alone/,
    );
    expect(canonicalSteps(botStepsArgument.parse([given]), LIMITS)).toMatchObject({ ok: true });
  });

  it.each([
    { type: 'send', text: '12345' },
    { type: 'send' },
    { type: 'click', button_text: '12345' },
    { type: 'click', button_text: ' ' },
  ])('is refused for its text: %j', (given) => {
    const limits = { ...LIMITS, maxMessageLength: 4 };
    expect(canonicalSteps(botStepsArgument.parse([given]), limits)).toMatchObject({
      ok: false,
      refusal: { code: 'TEXT_INVALID' },
    });
  });

  it('sends nothing of its own where no text is given', () => {
    expect(canonicalSteps(botStepsArgument.parse([{ type: 'send' }]), LIMITS)).toMatchObject({
      ok: false,
      refusal: { code: 'TEXT_INVALID' },
    });
  });

  it('is not one too many, nor a wait before the first act', () => {
    const limits = { ...LIMITS, maxBotSteps: 2 };
    expect(one({ type: 'wait' }, limits)).toMatchObject({ ok: true });
    const three = [
      { type: 'send', text: 'a' } as const,
      { type: 'wait' } as const,
      { type: 'wait' } as const,
    ];
    expect(canonicalSteps(three, limits)).toMatchObject(refused('steps: at most 2 are allowed'));
    expect(canonicalSteps([{ type: 'wait' }], limits)).toMatchObject(
      refused('steps[0]: before the first act there is nothing to wait for'),
    );
    expect(canonicalSteps([], limits)).toEqual({ ok: true, value: [] });
  });

  it('names a button for certain by its data or its whole text alone', () => {
    const certain = (named: Parameters<typeof click>[0]) => isDefinite(click(named).button);
    expect([certain({ text: 'Go' }), certain({ data_b64: 'YQ==' })]).toEqual([true, true]);
    expect(certain({ data_b64: 'YQ==', exact: false })).toBe(true);
    expect([certain({ text: 'Go', exact: false }), certain({ row: 0, col: 0 }), certain({})]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('steps that a person sees', () => {
  it.each([
    [say('/start'), 'send to the bot', '/start'],
    [wait(), 'wait for a reply', 'anything, up to 2 s'],
    [wait('a "tea"', 3), 'wait for a reply', String.raw`a message with "a \"tea\"", up to 3 s`],
    [
      click({ text: 'Go' }),
      'press a button',
      '"Go", by its text alone, under the newest message that has it',
    ],
    [
      click({ text: 'Go', exact: false }, { message_id: 9 }),
      'press a button',
      'one with "Go" in it, by its text alone, under message 9',
    ],
    [click({ data_b64: 'Z28=' }), 'press a button', 'data go, under the newest message that has it'],
    [click({ row: 0, col: 2 }), 'press a button', 'row 0, column 2, under the newest message that has it'],
    [
      click({ text: 'Go', data_b64: 'Z28=', row: 1, col: 0 }),
      'press a button',
      '"Go", data go, row 1, column 0, under the newest message that has it',
    ],
  ])('are told in words: %j', (step, label, text) => {
    expect(stepDetails([say('first'), step])).toEqual([
      { label: 'Step 1, send to the bot', text: 'first' },
      { label: `Step 2, ${label}`, text },
    ]);
  });
});
