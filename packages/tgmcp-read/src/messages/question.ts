/** What a call of tg_get_messages asks for, read from its arguments before Telegram is asked anything. */
import {
  count,
  cursor,
  date,
  dateRange,
  group,
  limit,
  messageId,
  refuse,
  timezone,
  type Outcome,
} from '@tgmcp/core';
import * as z from 'zod';
import { kind, sender } from './fields.js';

const MOST_CONTEXT = 49;

/** The arguments. */
export const messagesInput = z.strictObject({
  group: group.describe('id, @username, t.me link (also of a message), "me" or exact title'),
  limit: limit(1000, 100),
  ids: z.array(messageId.min(1)).max(100).default([]),
  context: count.max(MOST_CONTEXT).default(0).describe('with one id or link: messages on either side'),
  since: date,
  until: date,
  timezone,
  from: sender,
  kind,
  thread: messageId.default(0).describe('topic id, or a message id for its replies or comments'),
  service: z.boolean().default(false).describe('also joins, pins, …'),
  scheduled: z.boolean().default(false).describe('own ones not sent yet'),
  min_id: messageId.default(0).describe('only ids above'),
  max_id: messageId.default(0).describe('only ids below'),
  offset_id: messageId.default(0).describe('same as max_id'),
  cursor: cursor.describe('next_cursor, to go on'),
});

/** The arguments as they are handed over. */
export type MessagesInput = z.infer<typeof messagesInput>;

/** What does not go with messages that are named. */
const BOUNDS = ['since', 'until', 'from', 'kind', 'service', 'min_id', 'max_id', 'offset_id'] as const;

/** The ids that are asked for, none for a call that browses. INPUT_INVALID where arguments contradict each other. */
export function namedIds(args: MessagesInput, linked: number | undefined): Outcome<readonly number[]> {
  const ids = args.ids.length > 0 || linked === undefined || args.thread > 0 ? args.ids : [linked];
  const problems: string[] = [];
  if (args.scheduled) {
    const others = [...BOUNDS, 'thread'] as const;
    const given = others.filter((name) => args[name] !== messagesInput.shape[name].parse(undefined));
    if (ids.length > 0) problems.push('ids: does not go with scheduled');
    problems.push(...given.map((name) => `${name}: does not go with scheduled`));
  }
  if (args.context > 0 && ids.length !== 1)
    problems.push('context: needs exactly one id, or a link to a message');
  if (ids.length > 0) {
    const bounds = BOUNDS.filter((name) => args[name] !== messagesInput.shape[name].parse(undefined));
    const source = args.ids.length > 0 ? 'ids' : 'a link to a message; name the chat by its id to browse it';
    problems.push(...bounds.map((name) => `${name}: does not go with ${source}`));
    if (args.thread > 0 && args.context === 0) problems.push(`thread: does not go with ${source}`);
  }
  return problems.length > 0
    ? refuse('INPUT_INVALID', { data: { problems } })
    : { ok: true, value: [...new Set(ids)] };
}

/** The bounds of a call that browses. */
export function boundsOf(args: MessagesInput): {
  since: number;
  until: number;
  above: number;
  below: number;
} {
  const tops = [args.max_id, args.offset_id].filter((bound) => bound > 0);
  const below = tops.length === 0 ? 0 : Math.min(...tops);
  return { ...dateRange(args.since, args.until, args.timezone), above: args.min_id, below };
}
