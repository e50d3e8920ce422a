import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import { laneFields, laneRecord } from '../lanes/summary.js';
import type { ActionServices } from '../services.js';
import { laneId, writeArguments, WRITES } from './write-fields.js';

/** Takes a lane into use that a person approved. */
export const approveWriteLane = defineTool<ActionServices>()({
  name: 'tg_approve_write_lane',
  title: 'Take a write lane into use',
  description: 'Takes a lane into use, once the person approved it. Its time begins now.',
  input: z.strictObject({
    lane_id: laneId,
    confirmation_text: writeArguments.confirmation_text,
    approval_code: writeArguments.approval_code,
  }),
  output: z.strictObject({
    ...laneRecord,
    delegated_actions: z.array(z.string()),
    note: z.string(),
  }),
  hints: WRITES,
  asksUser: true,
  async handle(args, services) {
    const writes = await services.writes();
    if (!writes.ok) return writes;
    const approved = await writes.value.lanes.approve(args);
    if (!approved.ok) return approved;
    return done({
      ...laneFields(approved.value),
      delegated_actions: ['send_message'],
      note: 'Send with tg_send_message_with_lane. Revoke the lane when it is done.',
    });
  },
});
