import {
  collect,
  count,
  cursor,
  defineTool,
  done,
  group,
  limit,
  listTopics,
  messageId,
  pageAnswer,
  pageFields,
  PageRoom,
  peerOf,
  peerRecord,
  readCursor,
  READS,
  type CoreServices,
  type TopicPlace,
  type TopicRecord,
} from '@tgmcp/core';
import * as z from 'zod';

const NAME = 'tg_get_topics';
const MAX_CALLS = 10;

const place: z.ZodType<TopicPlace> = z.strictObject({
  topic: messageId,
  message: messageId,
  date: z.int().min(0),
});

/** The topics of a forum. Marks none as read. */
export const getTopics = defineTool<CoreServices>()({
  name: NAME,
  title: 'List topics',
  description: 'Topics of a forum group; the id of one is the thread of tg_get_messages.',
  input: z.strictObject({
    group,
    query: z.string().trim().max(128).default(''),
    limit: limit(1000, 100),
    cursor,
  }),
  output: z.strictObject({
    group: peerRecord,
    total: count.optional(),
    count,
    topics: z.array(
      z.strictObject({
        id: messageId,
        title: z.string(),
        created: z.string(),
        unread: count.optional(),
        last_message_id: messageId.optional(),
        pinned: z.literal(true).optional(),
        closed: z.literal(true).optional(),
        hidden: z.literal(true).optional(),
      }),
    ),
    ...pageFields,
  }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const options = { signal: call.signal };
    const peer = await telegram.peers.resolve(args.group, options);
    if (!peer.ok) return peer;
    const { query } = args;
    const question = [peer.value.id, query];
    const start = readCursor(NAME, question, args.cursor, place);
    if (!start.ok) return start;
    let total: number | undefined;
    const page = await collect<TopicRecord, TopicPlace>({
      room: new PageRoom(services.settings.TG_READ_PAGE_BYTES, args.limit),
      start: start.value,
      maxCalls: MAX_CALLS,
      fetch: async (from) => {
        const found = await listTopics(telegram, peer.value, { query, from }, options);
        if (found.ok) total ??= found.value.total;
        return found;
      },
    });
    if (!page.ok) return page;
    const topics = [...page.value.records];
    return done({
      group: peerOf(peer.value),
      ...(total === undefined ? {} : { total }),
      count: topics.length,
      topics,
      ...pageAnswer(page.value, { tool: NAME, question, empty: 'No topics found.' }),
    });
  },
});
