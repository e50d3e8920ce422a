/**
 * Which button a step presses. The bot writes its messages after the approval, so it must not choose: a button is named by
 * its whole text or its data, which a person has read. A place, or a part of a text, names one only where the preview can
 * look at it: in the first step. There a button that is named by its text is looked up, too, and its data approved with it.
 */
import { done, type MessageRecord, type Outcome, type ResolvedPeer } from '@tgmcp/core';
import { canonicalText } from '../actions/text.js';
import type { Writer } from '../telegram/writer/writer.js';
import { fittingButtons } from '../tools/chosen-button.js';
import { invalidArgument } from '../tools/concerned-messages.js';
import { isDefinite, type BotStep } from './bot-step.js';
import { recentMessages } from './replies.js';

type ClickStep = Extract<BotStep, { readonly do: 'click' }>;
type Wanted = ClickStep['button'];
type Button = NonNullable<MessageRecord['buttons']>[number];

/** The longest text of a button that is pressed; that of a keyboard is a message. */
const MOST_BUTTON_TEXT = 256;

/** The text of a button in the form in which it is approved and sent; undefined for one that could not be sent. */
export function labelOf(text: string, maxLength = MOST_BUTTON_TEXT): string | undefined {
  const label = canonicalText(text, maxLength);
  return label.ok ? label.value : undefined;
}

/** The buttons that are exactly what was approved: all that the step says must fit. */
export function approvedButtons(buttons: readonly Button[], wanted: Wanted): Button[] {
  if (!isDefinite(wanted)) return [];
  const { data_b64, row, col, text } = wanted;
  return buttons.filter(
    (button) =>
      (data_b64 === '' || button.data_b64 === data_b64) &&
      (text === '' || labelOf(button.text) === text) &&
      (row < 0 || (button.row === row && button.col === col)),
  );
}

/**
 * The first step with the button that it names, looked up now: the approver sees its whole text and its data, and no other one
 * is pressed. Named by place or by a part of its text, and there is none, or several: INPUT_INVALID. Named by its whole text,
 * and not there yet: the step as it is, which presses by the text alone. Any other step is returned as it is.
 */
export async function settledFirst(
  writer: Writer,
  bot: ResolvedPeer,
  step: BotStep | undefined,
  maxLength: number,
): Promise<Outcome<BotStep | undefined>> {
  if (step?.do !== 'click' || step.button.data_b64 !== '') return done(step);
  const recent = await recentMessages(writer, bot);
  if (!recent.ok) return recent;
  const messages = recent.value.filter(
    ({ id, from_id }) => from_id === bot.id && (step.message_id === 0 || id === step.message_id),
  );
  if (isDefinite(step.button)) return done(withData(step, messages));
  for (const message of messages) {
    const fitting = fittingButtons(message.buttons ?? [], step.button);
    const [found] = fitting;
    if (found === undefined) continue;
    if (fitting.length > 1) return invalidArgument('steps[0]: several buttons fit: name one by row and col');
    const { row, col, data_b64 = '' } = found;
    const text = labelOf(found.text, Math.min(maxLength, MOST_BUTTON_TEXT));
    if (text === undefined) return invalidArgument('steps[0]: the text of this button cannot be sent');
    return done({ ...step, message_id: message.id, button: { data_b64, row, col, text, exact: true } });
  }
  return invalidArgument('steps[0]: no button fits; nothing was done');
}

/** A step that names its button by the whole text, with the data of the one that it would press now. */
function withData(step: ClickStep, messages: readonly MessageRecord[]): ClickStep {
  const fitting = messages.map(({ buttons = [] }) => approvedButtons(buttons, step.button));
  const [button, ...others] = fitting.find(({ length }) => length > 0) ?? [];
  if (button?.data_b64 === undefined || others.length > 0) return step;
  return { ...step, button: { ...step.button, data_b64: button.data_b64 } };
}
