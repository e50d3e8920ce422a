/** Which button under a message an agent means. */
import { done, neutraliseText, type MessageRecord, type Outcome } from '@tgmcp/core';
import { invalidArgument } from './concerned-messages.js';

type Button = NonNullable<MessageRecord['buttons']>[number];

/** How a button is named: by its data, else its place, else its text; by none of them the only one is meant. */
export interface WantedButton {
  readonly data_b64: string;
  /** From 0; -1 for not given, as `col`. */
  readonly row: number;
  readonly col: number;
  readonly text: string;
  /** The whole text, or a part of it in any case. */
  readonly exact: boolean;
}

/** A button that can be pressed. */
export interface PressedButton {
  readonly row: number;
  readonly col: number;
  readonly text: string;
  readonly kind: 'callback';
  readonly data_b64: string;
}

const MOST_NAMED = 6;
const MOST_TEXT = 24;

/** The one button that is meant, refused with INPUT_INVALID where there is none, several, or one that does not call back. */
export function chosenButton(buttons: readonly Button[], wanted: WantedButton): Outcome<PressedButton> {
  const fitting = fittingButtons(buttons, wanted);
  const [button] = fitting;
  if (button === undefined) return invalidArgument(`button: none fits; ${namesOf(buttons)}`);
  if (fitting.length > 1)
    return invalidArgument(`button: several fit, give row and col; ${namesOf(fitting)}`);
  const { row, col, text, kind, data_b64 } = button;
  if (kind !== 'callback' || data_b64 === undefined) {
    const reason =
      kind === 'callback_password' ? 'asks for the password of the account' : `is of kind ${kind}`;
    return invalidArgument(`button: it ${reason}; only the person can press it`);
  }
  return done({ row, col, text, kind, data_b64 });
}

/** The buttons that a name fits, whatever their kind. */
export function fittingButtons(buttons: readonly Button[], wanted: WantedButton): Button[] {
  return buttons.filter((button) => fits(button, wanted));
}

function fits(button: Button, { data_b64, row, col, text, exact }: WantedButton): boolean {
  if (data_b64 !== '') return button.data_b64 === data_b64;
  if (row >= 0) return button.row === row && button.col === col;
  if (text === '') return true;
  if (exact) return button.text === text;
  return button.text.toLowerCase().includes(text.toLowerCase());
}

/** Data of a button as text where it is text. */
export function readableData(dataBase64: string): string {
  const data = Buffer.from(dataBase64, 'base64');
  const text = data.toString('utf8');
  return Buffer.from(text, 'utf8').equals(data) ? text : `base64 ${dataBase64}`;
}

function namesOf(buttons: readonly Button[]): string {
  if (buttons.length === 0) return 'the message has no buttons';
  const names = buttons.slice(0, MOST_NAMED).map(({ row, col, text, kind }) => {
    const shown = Array.from(neutraliseText(text).value).slice(0, MOST_TEXT).join('');
    return `${row},${col} ${kind} ${JSON.stringify(shown)}`;
  });
  return `there are ${names.join('; ')}${buttons.length > MOST_NAMED ? '; …' : ''}`;
}
