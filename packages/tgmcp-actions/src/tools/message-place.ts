/** Where and when a message goes, whatever it consists of: an answer, a topic, without a sound, later. */
import { dateRange, done, listTopics, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import type { Detail, Prepared } from '../gates/spec.js';
import { withStoredPeer, type Writer } from '../telegram/writer/writer.js';
import { concernedMessages, invalidArgument, messageDetails, withDetails } from './concerned-messages.js';
import { messageIdArgument } from './write-fields.js';

/** The topic that every forum has. */
const GENERAL_TOPIC = 1;

// Telegram sends at once what is due within seconds, and keeps nothing longer than a year.
const SOONEST_SEC = 60;
const LATEST_SEC = 365 * 86_400;

/** The arguments of every tool that sends messages. */
export const placeArguments = {
  reply_to: messageIdArgument.optional(),
  topic_id: messageIdArgument.optional(),
  silent: z.boolean().default(false),
  schedule: z.string().max(40).default(''),
};

/** What stands of them in the content of an action. */
export const placeFields = {
  reply_to: z.int().optional(),
  topic: z.int().optional(),
  silent: z.literal(true).optional(),
  /** Unix seconds. */
  schedule: z.int().optional(),
};

type PlaceArguments = z.infer<z.ZodObject<typeof placeArguments>>;

/** The place that arguments name, and what is shown of it. Refused with INPUT_INVALID. */
export function placeOf({ reply_to, topic_id, silent, schedule }: PlaceArguments): Outcome<{
  readonly place: Record<string, number | true>;
  readonly details: readonly Detail[];
}> {
  const due = dateRange(schedule, '', 'UTC').since;
  if (schedule !== '' && due === 0) return invalidArgument('schedule: must be ISO 8601');
  return done({
    place: {
      ...(reply_to === undefined ? {} : { reply_to }),
      ...(topic_id === undefined ? {} : { topic: topic_id }),
      ...(silent ? { silent } : {}),
      ...(schedule === '' ? {} : { schedule: due }),
    },
    details: [
      ...(schedule === ''
        ? []
        : [{ label: 'Sent by Telegram at', text: new Date(due * 1000).toISOString() }]),
      ...(silent ? [{ label: 'Notification', text: 'none (silent)' }] : []),
    ],
  });
}

/** Looks up what the message answers and the topic it goes into; both must be there, and its time must be ahead. */
export async function completePlace(
  writer: Writer,
  prepared: Prepared,
  target: { readonly id: string },
): Promise<Outcome<Prepared>> {
  const { reply_to, topic, schedule } = z.looseObject(placeFields).parse(prepared.content);
  const now = Math.floor(writer.serverNow() / 1000);
  if (schedule !== undefined && (schedule < now + SOONEST_SEC || schedule > now + LATEST_SEC)) {
    return invalidArgument('schedule: must be at least a minute and at most a year ahead');
  }
  const details: Detail[] = [];
  if (topic !== undefined) {
    const opened = await topicDetails(writer, target.id, topic);
    if (!opened.ok) return opened;
    details.push(...opened.value);
  }
  if (reply_to !== undefined) {
    const answered = await concernedMessages(writer, target.id, [reply_to]);
    if (!answered.ok) return answered;
    details.push(...messageDetails(answered.value, 'In reply to message'));
  }
  return done(withDetails(prepared, details));
}

async function topicDetails(writer: Writer, chatId: string, topic: number): Promise<Outcome<Detail[]>> {
  if (topic !== GENERAL_TOPIC) {
    const opened = await concernedMessages(writer, chatId, [topic]);
    if (!opened.ok) return opened;
    const isTopic = opened.value[0]?.service !== undefined;
    return isTopic
      ? done(messageDetails(opened.value, 'Topic'))
      : invalidArgument('topic_id: this message opened no topic');
  }
  // No message has to have its number; outside a forum it would be an answer to the first message.
  const forum = await withStoredPeer(writer, chatId, (peer) =>
    listTopics(writer, peer, { query: '', from: undefined }),
  );
  return forum.ok ? done([{ label: 'Topic', text: 'General' }]) : forum;
}
