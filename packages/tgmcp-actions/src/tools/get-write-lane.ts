import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import { laneFields, laneRecord } from '../lanes/summary.js';
import type { ActionServices } from '../services.js';
import { laneId, READS_STATE } from './write-fields.js';

/** One lane, and what happened in it. */
export const getWriteLane = defineTool<ActionServices>()({
  name: 'tg_get_write_lane',
  title: 'Write lane',
  description: 'A write lane: its bounds, what is used of it, and with include_audit its newest events.',
  input: z.strictObject({ lane_id: laneId, include_audit: z.boolean().default(false) }),
  output: z.strictObject({
    ...laneRecord,
    audit: z
      .array(
        z.strictObject({
          at: z.string(),
          outcome: z.string(),
          target: z.string().optional(),
          code: z.string().optional(),
          message_id: z.int().min(0).max(2_147_483_647).optional(),
          message_len: z.int().min(0).max(16_384).optional(),
          times: z.int().min(2).optional(),
        }),
      )
      .optional(),
  }),
  hints: READS_STATE,
  async handle({ lane_id, include_audit }, services) {
    const writes = await services.writes('state');
    if (!writes.ok) return writes;
    const { lanes } = writes.value;
    const found = await lanes.get(lane_id);
    if (!found.ok) return found;
    const audit = include_audit ? { audit: [...(await lanes.events(lane_id))] } : {};
    return done({ ...laneFields(found.value), ...audit });
  },
});
