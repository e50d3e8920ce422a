/** The steps of a conversation with a bot: as arguments give them, as they are stored, and as a person sees them. */
import { done, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { canonicalText } from '../actions/text.js';
import type { Detail } from '../gates/spec.js';
import { invalidArgument } from '../tools/concerned-messages.js';
import { readableData } from '../tools/chosen-button.js';
import { messageIdArgument } from '../tools/write-fields.js';

// How long a reply or a button is waited for at most; a bot that takes longer has another reason.
const MOST_WAIT_SEC = 60;
const USUAL_WAIT_SEC = 10;
const MOST_TEXT = 16_384;
/** The longest list that an argument may hold at all; the policy sets the real limit. */
const MOST_STEPS = 100;

const TYPES = ['send_message', 'click_button', 'wait', 'send', 'message', 'text', 'click', 'button'] as const;
type StepType = (typeof TYPES)[number];
const MEANING: Readonly<Record<StepType, BotStep['do']>> = {
  send_message: 'send',
  send: 'send',
  message: 'send',
  text: 'send',
  click_button: 'click',
  click: 'click',
  button: 'click',
  wait: 'wait',
};

const place = z.int().min(0).max(100).optional();
const stepArgument = z.strictObject({
  type: z.enum(TYPES),
  text: z.string().max(MOST_TEXT).optional(),
  button_text: z.string().max(256).optional(),
  row: place,
  col: place,
  button_data_b64: z.string().max(512).optional(),
  exact_text: z.boolean().optional(),
  message_id: messageIdArgument.optional(),
  expect: z.string().max(256).optional(),
  wait_sec: z.int().min(1).max(MOST_WAIT_SEC).optional(),
});
type StepArgument = z.infer<typeof stepArgument>;

/** Steps in an argument. */
export const botStepsArgument = z.array(stepArgument).min(1).max(MOST_STEPS);

const sendStep = z.strictObject({ do: z.literal('send'), text: z.string() });
const clickStep = z.strictObject({
  do: z.literal('click'),
  button: z.strictObject({
    data_b64: z.string(),
    /** -1 for not given, as `col`. */
    row: z.int(),
    col: z.int(),
    text: z.string(),
    exact: z.boolean(),
  }),
  /** 0: the newest message with such a button. */
  message_id: z.int(),
  wait_sec: z.int(),
});
const waitStep = z.strictObject({ do: z.literal('wait'), wait_sec: z.int(), expect: z.string() });

/** Steps as they are digested, stored and carried out. */
export const botStepsContent = z.strictObject({
  steps: z.array(z.discriminatedUnion('do', [sendStep, clickStep, waitStep])),
});

/** One step. `send` and `click` act; `wait` only reads. */
export type BotStep = z.infer<typeof botStepsContent>['steps'][number];

// Which fields belong to which kind of step: one that is given and not used would not be what was meant.
const FIELDS: Readonly<Record<BotStep['do'], readonly (keyof StepArgument)[]>> = {
  send: ['text'],
  click: ['button_text', 'row', 'col', 'button_data_b64', 'exact_text', 'message_id', 'wait_sec'],
  wait: ['expect', 'wait_sec'],
};

/** Whether a button is named so that the bot cannot choose another one by what it writes meanwhile. */
export function isDefinite({
  data_b64,
  text,
  exact,
}: Pick<z.infer<typeof clickStep>['button'], 'data_b64' | 'text' | 'exact'>): boolean {
  return data_b64 !== '' || (text !== '' && exact);
}

/** The one form of a list of steps. Refused with INPUT_INVALID or TEXT_INVALID, naming the step. */
export function canonicalSteps(
  given: readonly StepArgument[],
  { maxBotSteps, maxMessageLength }: { readonly maxBotSteps: number; readonly maxMessageLength: number },
): Outcome<BotStep[]> {
  if (given.length > maxBotSteps) return invalidArgument(`steps: at most ${maxBotSteps} are allowed`);
  const steps: BotStep[] = [];
  for (const [index, argument] of given.entries()) {
    const kind = MEANING[argument.type];
    const strange = Object.keys(argument).find(
      (field) => field !== 'type' && !FIELDS[kind].some((one) => one === field),
    );
    if (strange !== undefined)
      return invalidArgument(`steps[${index}].${strange}: does not belong to ${kind}`);
    const step = canonicalStep(kind, argument, maxMessageLength);
    if (!step.ok) return step;
    if (typeof step.value === 'string') return invalidArgument(`steps[${index}]: ${step.value}`);
    if (index > 0 && step.value.do === 'click' && !isDefinite(step.value.button)) {
      return invalidArgument(
        `steps[${index}]: name the button by its whole button_text or by button_data_b64; a place or a part of the text is for steps[0] alone, whose button the preview can show`,
      );
    }
    steps.push(step.value);
  }
  if (steps[0]?.do === 'wait')
    return invalidArgument('steps[0]: before the first act there is nothing to wait for');
  return done(steps);
}

/** A step, or what is wrong with it. */
function canonicalStep(
  kind: BotStep['do'],
  { text = '', button_text = '', row, col, button_data_b64 = '', ...rest }: StepArgument,
  maxLength: number,
): Outcome<BotStep | string> {
  const { exact_text = true, message_id = 0, wait_sec = USUAL_WAIT_SEC, expect = '' } = rest;
  if (kind === 'wait') return done({ do: 'wait', wait_sec, expect: expect.trim() });
  if (kind === 'send') {
    const plain = canonicalText(text, maxLength);
    return plain.ok ? done({ do: 'send', text: plain.value }) : plain;
  }
  if ((row === undefined) !== (col === undefined)) return done('give both row and col, or neither');
  if (button_text === '' && button_data_b64 === '' && row === undefined) {
    return done('say which button: button_text, row and col, or button_data_b64');
  }
  // A button of a keyboard sends its text, so that has the form of any text.
  const plain = button_text === '' ? done('') : canonicalText(button_text, maxLength);
  if (!plain.ok) return plain;
  const button = {
    data_b64: button_data_b64,
    row: row ?? -1,
    col: col ?? -1,
    text: plain.value,
    exact: exact_text,
  };
  return done({ do: 'click', button, message_id, wait_sec });
}

/** Steps for a person, one by one. */
export function stepDetails(steps: readonly BotStep[]): Detail[] {
  return steps.map((step, index) => ({ label: `Step ${index + 1}, ${LABELS[step.do]}`, text: shown(step) }));
}

const LABELS: Readonly<Record<BotStep['do'], string>> = {
  send: 'send to the bot',
  click: 'press a button',
  wait: 'wait for a reply',
};

function shown(step: BotStep): string {
  if (step.do === 'send') return step.text;
  if (step.do === 'wait') {
    const what = step.expect === '' ? 'anything' : `a message with ${JSON.stringify(step.expect)}`;
    return `${what}, up to ${step.wait_sec} s`;
  }
  const { data_b64, row, col, text, exact } = step.button;
  const named = exact ? JSON.stringify(text) : `one with ${JSON.stringify(text)} in it`;
  const which = [
    ...(text === '' ? [] : [named]),
    ...(data_b64 === '' ? [] : [`data ${readableData(data_b64)}`]),
    ...(row < 0 ? [] : [`row ${row}, column ${col}`]),
    // What such a button does is not known before it is there.
    ...(data_b64 === '' && row < 0 ? ['by its text alone'] : []),
  ].join(', ');
  const where = step.message_id === 0 ? 'the newest message that has it' : `message ${step.message_id}`;
  return `${which}, under ${where}`;
}
