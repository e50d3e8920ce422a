import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import { laneFields, laneRecord } from '../lanes/summary.js';
import type { ActionServices } from '../services.js';
import { askedFields, askedResult } from './grant-answer.js';
import { chat, WRITES } from './write-fields.js';

const count = z.int().min(1).max(1_000_000);

/** Asks for leave to write messages within bounds. */
export const createWriteLane = defineTool<ActionServices>()({
  name: 'tg_create_write_lane',
  title: 'Create a write lane',
  description:
    'Asks for leave to send several messages within bounds, without asking for each. Nothing can be sent before a person approves it. active_hours: HH:MM in active_timezone (IANA).',
  input: z.strictObject({
    name: z.string().min(1).max(80),
    purpose: z.string().min(1).max(500),
    targets: z.array(chat).min(1).max(1000),
    ttl_sec: count.max(31_536_000).default(3600),
    max_messages: count.default(20),
    max_messages_per_target: count.default(10),
    min_interval_sec: z.int().min(0).max(86_400).default(300),
    max_message_len: count.default(1000),
    allow_links: z.boolean().default(false),
    active_hours_start: z.string().max(5).default(''),
    active_hours_end: z.string().max(5).default(''),
    active_timezone: z.string().max(64).default(''),
  }),
  output: z.strictObject({ ...laneRecord, ...askedResult }),
  hints: WRITES,
  async handle(args, services, call) {
    const writes = await services.writes();
    if (!writes.ok) return writes;
    const created = await writes.value.lanes.create(args, call);
    if (!created.ok) return created;
    return done({
      ...laneFields(created.value.view),
      ...askedFields(created.value, 'tg_approve_write_lane', 'lane_id'),
    });
  },
});
