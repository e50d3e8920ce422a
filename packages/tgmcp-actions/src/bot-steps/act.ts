/** The steps that act: a text to the bot, and a pressed button. */
import { done, permissionLeft, type MessageRecord, type Outcome } from '@tgmcp/core';
import { surelyNotDone } from '../gates/ending.js';
import { clickButton } from '../telegram/writer/click-button.js';
import { sendMessage } from '../telegram/writer/send-message.js';
import type { BotStep } from './bot-step.js';
import type { Came } from './came.js';
import { approvedButtons } from './choose-button.js';
import { digestOf, recentMessages } from './replies.js';
import { notYet, type BotRun, type Turn } from './turn.js';

type Click = Extract<BotStep, { readonly do: 'click' }>;

/** Sends a text. A repeat gives the message that was sent before. */
export async function say(run: BotRun, index: number, text: string): Promise<Outcome<Came>> {
  const { writer, caller, bot: peer, randomIds } = run;
  const randomId = randomIds[index];
  if (randomId === undefined) throw new Error('A text without random_id cannot be sent');
  const sent = await sendMessage(writer, caller, { peer, text, entities: [], randomId });
  return sent.ok ? done({ message_id: Number(sent.value.result['message_id']) }) : sent;
}

const PRESSED_PERHAPS: Came = {
  failed: 'it is not known whether the button was pressed, and it is not pressed again',
  perhaps: true,
};

/** Presses a button once it is there; one of a keyboard sends its text. */
export async function press(run: BotRun, turn: Turn<Click>): Promise<Outcome<Came>> {
  const { record, caller, writer, bot } = run;
  const tried = await tries(run, turn);
  if (tried === undefined) return done(PRESSED_PERHAPS);
  const found = await findButton(run, turn);
  if (!found.ok) return found;
  if ('failed' in found.value) return done(found.value);
  const { message, button, after } = found.value;
  // The approved text, which is that of the button: what the bot wrote is never sent as it is.
  if (button.kind === 'text') return say(run, turn.index, turn.step.button.text);
  if (!(await record.begin(tried))) return done(PRESSED_PERHAPS);
  const data = Buffer.from(button.data_b64 ?? '', 'base64');
  const pressed = await clickButton(writer, caller, bot, { id: message.id, data });
  if (pressed.ok) {
    return done({ ...pressed.value.result, message_id: message.id, after, before: digestOf(message) });
  }
  if (!surelyNotDone(pressed.refusal)) return done(PRESSED_PERHAPS);
  await record.end(tried, { refused: pressed.refusal.code });
  return pressed;
}

/** The name of the next try to press; undefined when nobody knows what came of an earlier one. */
async function tries({ record }: BotRun, { name }: Turn): Promise<string | undefined> {
  for (let number = 1; ; number += 1) {
    const tried = `${name}-${number}`;
    if ((await record.begun(tried)) === undefined) return tried;
    if ((await record.ended(tried)) === undefined) return undefined;
  }
}

interface Found {
  readonly message: MessageRecord;
  readonly button: NonNullable<MessageRecord['buttons']>[number];
  /** The newest message there is: replies to the press come after it. */
  readonly after: number;
}

/** Looks for the button until it is there, so long as the step waits. */
async function findButton(
  run: BotRun,
  { step, index, name, scene }: Turn<Click>,
): Promise<Outcome<Found | { failed: string }>> {
  const { writer, bot, record, clock, patience } = run;
  const { button: wanted, message_id, wait_sec } = step;
  const begun = await record.begun(name);
  patience.anew();
  for (;;) {
    const recent = await recentMessages(writer, bot);
    if (!recent.ok) return recent;
    const after = recent.value[0]?.id ?? 0;
    const isPlace = ({ id }: MessageRecord) => (message_id === 0 ? id > scene.since : id === message_id);
    for (const message of recent.value.filter((one) => one.from_id === bot.id && isPlace(one))) {
      const fitting = approvedButtons(message.buttons ?? [], wanted);
      const [button] = fitting;
      if (button === undefined) continue;
      if (fitting.length > 1) return done({ failed: 'several buttons fit: name one by row and col' });
      if (button.kind === 'callback' || button.kind === 'text') return done({ message, button, after });
      return done({ failed: `the button is of kind ${button.kind}; only the person can press it` });
    }
    // Before the first act nothing is on its way.
    if (index === 0) {
      const what = wanted.data_b64 === '' ? '' : ' with the data that was approved';
      return done({ failed: `no button fits${what}` });
    }
    const isDue = begun === undefined || permissionLeft(clock, { ...begun, ms: wait_sec * 1000 }) === 0;
    if (isDue) return done({ failed: `no button fits after ${wait_sec} s` });
    if (!(await patience.pause())) return notYet();
  }
}
