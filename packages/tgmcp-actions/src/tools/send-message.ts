import { dateRange, done, listTopics, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { entityLines, entitySchema, formattedContent } from '../actions/entity.js';
import { formattedText, PARSE_MODES } from '../actions/formatted-text.js';
import type { Detail, Prepared } from '../gates/spec.js';
import { messageQuota } from '../quota/message-quota.js';
import { findMessage } from '../telegram/writer/find-message.js';
import { sendMessage as send } from '../telegram/writer/send-message.js';
import { withStoredPeer, type Writer } from '../telegram/writer/writer.js';
import { concernedMessages, invalidArgument, messageDetails, withDetails } from './concerned-messages.js';
import { anyText, chat, messageIdArgument } from './write-fields.js';
import { writeTool } from './write-tool.js';

// A link preview would show the recipient what the approver never saw.
const NO_PREVIEW = { no_webpage: true } as const;

const contentSchema = z.strictObject({
  text: z.string(),
  entities: z.array(entitySchema),
  reply_to: z.int().optional(),
  topic: z.int().optional(),
  silent: z.literal(true).optional(),
  /** Unix seconds. */
  schedule: z.int().optional(),
});

/** The topic that every forum has. */
const GENERAL_TOPIC = 1;

// Telegram sends at once what is due within seconds, and keeps nothing longer than a year.
const SOONEST_SEC = 60;
const LATEST_SEC = 365 * 86_400;

/** Sends one text message, now or later. */
export const sendMessage = writeTool({
  name: 'tg_send_message',
  title: 'Send a message',
  description:
    'Sends a text message. topic_id: of a forum. schedule: ISO 8601, sent by Telegram at that time. Text is sent as it is unless parse_mode says otherwise.',
  toolset: 'messages',
  verb: 'send',
  retry: 'dedup',
  methods: ['messages.sendMessage'],
  input: {
    group: chat,
    message_text: anyText,
    parse_mode: z.enum(PARSE_MODES).default('plain'),
    reply_to: messageIdArgument.optional(),
    topic_id: messageIdArgument.optional(),
    silent: z.boolean().default(false),
    schedule: z.string().max(40).default(''),
  },
  result: { message_id: z.int().min(0).max(2_147_483_647), date: z.string() },
  target: ({ group }) => group,
  prepare({ message_text, parse_mode, reply_to, topic_id, silent, schedule }, { maxMessageLength }) {
    const formatted = formattedText(message_text, parse_mode, maxMessageLength);
    if (!formatted.ok) return formatted;
    const due = dateRange(schedule, '', 'UTC').since;
    if (schedule !== '' && due === 0) return invalidArgument('schedule: must be ISO 8601');
    const details: Detail[] = [
      ...(schedule === ''
        ? []
        : [{ label: 'Sent by Telegram at', text: new Date(due * 1000).toISOString() }]),
      ...(silent ? [{ label: 'Notification', text: 'none (silent)' }] : []),
    ];
    const content = {
      ...formattedContent(formatted.value),
      ...(reply_to === undefined ? {} : { reply_to }),
      ...(topic_id === undefined ? {} : { topic: topic_id }),
      ...(silent ? { silent } : {}),
      ...(schedule === '' ? {} : { schedule: due }),
    };
    return done({
      content,
      options: NO_PREVIEW,
      preview: {
        summary: schedule === '' ? 'send a message' : 'schedule a message',
        text: formatted.value.text,
        entities: entityLines(formatted.value),
        details,
      },
    });
  },
  items: () => 1,
  quota: (target) => messageQuota(target.kind),
  on: (writer) => ({
    complete: (prepared, { target }) => complete(writer, prepared, target),
    async perform({ action, randomIds: [randomId] }, caller) {
      if (randomId === undefined) throw new Error('A message without random_id cannot be sent');
      const content = contentSchema.parse(action.content);
      return withStoredPeer(writer, action.target.id, (peer) =>
        send(writer, caller, { ...content, peer, randomId }),
      );
    },
    async find({ action }, sinceMs, known) {
      const { text, schedule } = contentSchema.parse(action.content);
      const wanted = { text, sinceMs, known, scheduled: schedule !== undefined };
      const found = await withStoredPeer(writer, action.target.id, (peer) =>
        findMessage(writer, peer, wanted),
      );
      if (!found.ok) return found;
      if (found.value === undefined) return done(undefined);
      const { id, date } = found.value;
      const result = { message_id: id, date: new Date(date * 1000).toISOString() };
      return done({ kind: 'sent', result, repeated: true });
    },
  }),
});

/** Looks up what the message answers and the topic it goes into; both must be there. */
async function complete(
  writer: Writer,
  prepared: Prepared,
  target: { readonly id: string },
): Promise<Outcome<Prepared>> {
  const { reply_to, topic, schedule } = contentSchema.parse(prepared.content);
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
