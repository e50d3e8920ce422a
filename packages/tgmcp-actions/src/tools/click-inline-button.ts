import { done, type MessageRecord } from '@tgmcp/core';
import * as z from 'zod';
import { messageQuota } from '../quota/message-quota.js';
import { clickButton } from '../telegram/writer/click-button.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { chosenButton, readableData } from './chosen-button.js';
import {
  concernedMessages,
  fingerprint,
  invalidArgument,
  messageDetails,
  withDetails,
} from './concerned-messages.js';
import { chat, messageIdArgument } from './write-fields.js';
import { writeTool } from './write-tool.js';

const place = z.int().min(-1).max(100).default(-1);
const wantedSchema = z.strictObject({
  data_b64: z.string(),
  row: z.int(),
  col: z.int(),
  text: z.string(),
  exact: z.boolean(),
});
const requestSchema = z.strictObject({ id: z.int(), wanted: wantedSchema });
/** What is pressed. How the button is called and what its message says is shown: a bot edits both because of a press. */
const contentSchema = z.strictObject({ id: z.int(), data_b64: z.string() });

/** Presses a button under a bot's message. */
export const clickInlineButton = writeTool({
  name: 'tg_click_inline_button',
  title: 'Press a button',
  description:
    'Presses a callback button under a message, found by data, place or text; other kinds are never pressed.',
  toolset: 'bots',
  verb: 'click',
  // A second press may order twice, and nothing can be read that shows a press.
  retry: 'never',
  methods: ['messages.getBotCallbackAnswer'],
  input: {
    group: chat,
    message_id: messageIdArgument,
    button_text: z.string().max(256).default(''),
    row: place,
    col: place,
    button_data_b64: z.string().max(512).default(''),
    exact_text: z.boolean().default(true),
  },
  result: {
    response_type: z.enum(['alert', 'notice', 'url', 'empty', 'no_answer']),
    response_message: z.string().optional(),
    /** Where the bot wants the person to go; nothing opens it. */
    response_url: z.string().optional(),
  },
  target: ({ group }) => group,
  prepare({ message_id: id, button_text: text, row, col, button_data_b64: data_b64, exact_text: exact }) {
    if (row < 0 !== col < 0) return invalidArgument('row, col: give both, or neither');
    const wanted = { data_b64, row, col, text, exact };
    const summary = `press a button under message ${id}`;
    return done({ content: { id, wanted }, options: {}, preview: { summary } });
  },
  quota: (target) => messageQuota(target.kind),
  on: (writer) => ({
    async complete(prepared, { target }) {
      const { id, wanted } = requestSchema.parse(prepared.content);
      const messages = await concernedMessages(writer, target.id, [id]);
      if (!messages.ok) return messages;
      const button = chosenButton(buttonsUnder(messages.value), wanted);
      if (!button.ok) return button;
      const { row, col, text, kind, data_b64 } = button.value;
      const content = { id, data_b64 };
      const shown = { row, col, text, kind, said: fingerprint(messages.value) };
      return done(
        withDetails({ ...prepared, content, shown }, [
          ...messageDetails(messages.value),
          { label: `Button, ${kind}, row ${row}, column ${col}`, text },
          { label: 'Data of the button', text: readableData(data_b64) },
        ]),
      );
    },
    async perform({ action }, caller) {
      const { id, data_b64 } = contentSchema.parse(action.content);
      const data = Buffer.from(data_b64, 'base64');
      return withStoredPeer(writer, action.target.id, (peer) =>
        clickButton(writer, caller, peer, { id, data }),
      );
    },
  }),
});

function buttonsUnder([message]: readonly MessageRecord[]): NonNullable<MessageRecord['buttons']> {
  return message?.buttons ?? [];
}
