import { done, permissionLeft, type Outcome } from '@tgmcp/core';
import type { BotStep } from './bot-step.js';
import type { Came } from './came.js';
import { digestOf, recentMessages, repliesIn, saidBy } from './replies.js';
import { notYet, type BotRun, type Turn } from './turn.js';

type Wait = Extract<BotStep, { readonly do: 'wait' }>;

/** Waits for a reply to the last act: a new message of the bot, or another text under the pressed button. */
export async function waitForReply(run: BotRun, { step, name, scene }: Turn<Wait>): Promise<Outcome<Came>> {
  const { writer, bot, record, clock, patience } = run;
  const begun = await record.begun(name);
  patience.anew();
  for (;;) {
    const recent = await recentMessages(writer, bot);
    if (!recent.ok) return recent;
    const replies = repliesIn(recent.value, bot, scene);
    const expected = step.expect.toLowerCase();
    const reply = replies.findLast(({ text = '' }) => text.toLowerCase().includes(expected));
    if (reply !== undefined) {
      const isPressed = reply.id === scene.pressed?.id;
      return done({
        message_id: reply.id,
        said: saidBy(reply),
        ...(isPressed ? { before: digestOf(reply) } : {}),
      });
    }
    if (begun === undefined || permissionLeft(clock, { ...begun, ms: step.wait_sec * 1000 }) === 0) {
      const [other] = replies;
      return done({
        failed:
          other === undefined
            ? `the bot did not reply within ${step.wait_sec} s`
            : `the bot replied something else: ${saidBy(other)}`,
      });
    }
    if (!(await patience.pause())) return notYet();
  }
}
