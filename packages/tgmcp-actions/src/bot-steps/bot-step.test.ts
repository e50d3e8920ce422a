import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { botStepsArgument, botStepsContent, canonicalSteps, stepDetails } from './bot-step.js';

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
