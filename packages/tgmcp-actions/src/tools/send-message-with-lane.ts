import { defineTool, done, neutraliseText, peerRecord } from '@tgmcp/core';
import * as z from 'zod';
import { visibleText } from '../actions/visible.js';
import type { ActionServices } from '../services.js';
import { anyText, chat, laneId, WRITES } from './write-fields.js';

/** Sends one message within the bounds of a lane. */
export const sendMessageWithLane = defineTool<ActionServices>()({
  name: 'tg_send_message_with_lane',
  title: 'Send a message in a lane',
  description:
    'Sends a plain text message within an active write lane; needs no code. dry_run only checks. The same text to the same chat is sent once.',
  input: z.strictObject({
    lane_id: laneId,
    group: chat,
    message_text: anyText,
    dry_run: z.boolean().default(true),
  }),
  output: z.strictObject({
    dry_run: z.boolean(),
    account: z.string(),
    target: peerRecord,
    text: z.string(),
    already_sent: z.boolean().optional(),
    message_id: z.int().min(0).max(2_147_483_647).optional(),
    date: z.string().optional(),
    note: z.string(),
  }),
  hints: WRITES,
  retry: 'dedup',
  async handle(args, services) {
    const writes = await services.writes();
    if (!writes.ok) return writes;
    const sent = await writes.value.lanes.send(args);
    if (!sent.ok) return sent;
    const { account, target, text, executed } = sent.value;
    const { message_id, date } = executed?.result ?? {};
    return done({
      dry_run: args.dry_run,
      account: account.username === undefined ? account.id : `@${account.username}`,
      target: {
        id: target.id,
        type: target.kind,
        title: neutraliseText(target.title).value,
        ...(target.username === undefined ? {} : { username: target.username }),
      },
      text: visibleText(text).text,
      ...(executed === undefined ? {} : { already_sent: executed.alreadySent }),
      ...(typeof message_id === 'number' ? { message_id } : {}),
      ...(typeof date === 'string' ? { date } : {}),
      note: noteOf(executed),
    });
  },
});

function noteOf(executed: { readonly alreadySent: boolean } | undefined): string {
  if (executed === undefined) return 'Nothing was sent. Repeat with dry_run=false.';
  return executed.alreadySent ? 'It was sent before; this call sent nothing.' : 'Sent.';
}
