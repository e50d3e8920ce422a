import { done, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import type { JsonObject } from '../actions/canonical-json.js';
import { entityLines, entitySchema, formattedContent } from '../actions/entity.js';
import { formattedText, PARSE_MODES } from '../actions/formatted-text.js';
import { messageQuota } from '../quota/message-quota.js';
import { findMessage } from '../telegram/writer/find-message.js';
import { sendMessage as send } from '../telegram/writer/send-message.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { completePlace, placeArguments, placeFields, placeOf } from './message-place.js';
import { anyText, chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

// A link preview would show the recipient what the approver never saw.
const NO_PREVIEW = { no_webpage: true } as const;

const contentSchema = z.strictObject({
  text: z.string(),
  entities: z.array(entitySchema),
  ...placeFields,
});

/** A text as it is, without a place: what a lane sends, digested as a message of this tool is, so that each blocks the other. */
export function plainMessage(
  text: string,
  maxLength: number,
): Outcome<{ readonly text: string; readonly content: JsonObject; readonly options: JsonObject }> {
  const formatted = formattedText(text, 'plain', maxLength);
  if (!formatted.ok) return formatted;
  return done({
    text: formatted.value.text,
    content: formattedContent(formatted.value),
    options: NO_PREVIEW,
  });
}

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
    ...placeArguments,
  },
  result: { message_id: z.int().min(0).max(2_147_483_647), date: z.string() },
  target: ({ group }) => group,
  prepare({ message_text, parse_mode, ...rest }, { maxMessageLength }) {
    const formatted = formattedText(message_text, parse_mode, maxMessageLength);
    if (!formatted.ok) return formatted;
    const placed = placeOf(rest);
    if (!placed.ok) return placed;
    const { place, details } = placed.value;
    return done({
      content: { ...formattedContent(formatted.value), ...place },
      options: NO_PREVIEW,
      preview: {
        summary: rest.schedule === '' ? 'send a message' : 'schedule a message',
        text: formatted.value.text,
        entities: entityLines(formatted.value),
        details,
      },
    });
  },
  items: () => 1,
  quota: (target) => messageQuota(target.kind),
  on: (writer) => ({
    complete: (prepared, { target }) => completePlace(writer, prepared, target),
    async perform({ action, randomIds: [randomId] }, caller) {
      if (randomId === undefined) throw new Error('A message without random_id cannot be sent');
      const content = contentSchema.parse(action.content);
      return withStoredPeer(writer, action.target.id, (peer) =>
        send(writer, caller, { ...content, peer, randomId }),
      );
    },
    async find({ action }, sinceMs, others) {
      const { known } = await others();
      const wanted = { ...contentSchema.parse(action.content), sinceMs, known };
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
