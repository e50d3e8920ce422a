import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import { codePoints } from '../actions/text.js';
import { refuseWithoutAccount } from '../gates/without-account.js';
import type { ActionServices } from '../services.js';
import { prepareMessage } from '../sending/send-message.js';
import { previewFields, proposalFields } from './write-answer.js';
import { anyText, writeArguments, writeResult, WRITES } from './write-fields.js';

/** Sends one plain text message, in two calls: a preview that a person approves, and its execution. */
export const sendMessage = defineTool<ActionServices>()({
  name: 'tg_send_message',
  title: 'Send a message',
  description:
    'Sends one plain text message, in two calls. 1: dry_run=true (default) shows exactly what would be sent and gives an approval_code; nothing is sent. 2: once a person has approved and the code is old enough, the same arguments with dry_run=false, confirm=true and the code. Repeating call 2 never sends twice.',
  input: z.strictObject({ ...writeArguments, message_text: anyText.describe('sent as it is, no Markdown') }),
  output: z.strictObject({
    ...writeResult,
    text: z.string().optional(),
    hidden_characters: z.int().min(0).max(16_384).optional(),
    message_len: z.int().min(0).max(16_384).optional(),
    message_id: z.int().min(0).max(2_147_483_647).optional(),
    date: z.string().optional(),
  }),
  hints: WRITES,
  retry: 'dedup',
  async handle(args, services, call) {
    const writes = await services.writes();
    if (!writes.ok) {
      const earlier = await refuseWithoutAccount(services.policy, { prepare: prepareMessage }, args);
      return earlier ?? writes;
    }
    const { pipeline, sendMessage: spec } = writes.value;
    if (args.dry_run) {
      const previewed = await pipeline.preview(spec, args, call);
      if (!previewed.ok) return previewed;
      const { text = '', text_shown = text, hidden_characters } = previewed.value.proposal.preview;
      return done({
        ...previewFields(previewed.value),
        message_len: codePoints(text),
        text: text_shown,
        ...(hidden_characters === 0 ? {} : { hidden_characters }),
      });
    }
    const executed = await pipeline.execute(spec, args);
    if (!executed.ok) return executed;
    const { proposal, result, alreadySent } = executed.value;
    const { message_id, date } = sentSchema.parse(result);
    return done({
      dry_run: false,
      ...proposalFields(proposal),
      already_sent: alreadySent,
      message_id,
      date,
      note: alreadySent ? 'It was sent before; this call sent nothing.' : 'Sent.',
    });
  },
});

const sentSchema = z.object({ message_id: z.int(), date: z.string() });
