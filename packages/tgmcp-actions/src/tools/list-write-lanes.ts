import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import { LANE_STATUSES, laneFields, laneRecord } from '../lanes/summary.js';
import type { ActionServices } from '../services.js';
import { READS_STATE } from './write-fields.js';

/** More than anybody has in use at once; a page of all bounds would be long. */
const MOST_SHOWN = 50;

const { lane_id, status, name, messages_used, max_messages, expires_at } = laneRecord;

/** All lanes in short, newest first. */
export const listWriteLanes = defineTool<ActionServices>()({
  name: 'tg_list_write_lanes',
  title: 'Write lanes',
  description: 'Write lanes in short, newest first.',
  input: z.strictObject({ status: z.enum(['', ...LANE_STATUSES]).default('') }),
  output: z.strictObject({
    count: z.int().min(0).max(1_000_000),
    lanes: z.array(z.strictObject({ lane_id, status, name, messages_used, max_messages, expires_at })),
    note: z.string().optional(),
  }),
  hints: READS_STATE,
  async handle({ status: wanted }, services) {
    const writes = await services.writes('state');
    if (!writes.ok) return writes;
    const all = (await writes.value.lanes.list()).map(laneFields);
    const fitting = all.filter((lane) => wanted === '' || lane.status === wanted);
    const shown = fitting.slice(0, MOST_SHOWN).map((lane) => ({
      lane_id: lane.lane_id,
      status: lane.status,
      name: lane.name,
      messages_used: lane.messages_used,
      max_messages: lane.max_messages,
      expires_at: lane.expires_at,
    }));
    const left = fitting.length - shown.length;
    return done({
      count: fitting.length,
      lanes: shown,
      ...(left > 0 ? { note: `${left} older ones are not shown.` } : {}),
    });
  },
});
