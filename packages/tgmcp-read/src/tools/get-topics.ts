import {
  openChat,
  count,
  cursor,
  defineTool,
  done,
  group,
  limit,
  listTopics,
  messageId,
  recordPage,
  pageFields,
  peerOf,
  peerRecord,
  READS,
  unixSecond,
  type CoreServices,
  type TopicPlace,
  type TopicRecord,
} from '@tgmcp/core';
import * as z from 'zod';

const NAME = 'tg_get_topics';

const place: z.ZodType<TopicPlace> = z.strictObject({
  topic: messageId,
  message: messageId,
  date: unixSecond,
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
    const opened = await openChat(services, args.group, call);
    if (!opened.ok) return opened;
    const { telegram, peer, options } = opened.value;
    const { query } = args;
    let total: number | undefined;
    const page = await recordPage<TopicRecord, TopicPlace>(services, {
      ...args,
      tool: NAME,
      question: [peer.id, query],
      position: place,
      empty: 'No topics found.',
      fetch: async (from) => {
        const found = await listTopics(telegram, peer, { query, from }, options);
        if (found.ok) total ??= found.value.total;
        return found;
      },
    });
    if (!page.ok) return page;
    const { records: topics, how } = page.value;
    return done({
      group: peerOf(peer),
      ...(total === undefined ? {} : { total }),
      count: topics.length,
      topics,
      ...how,
    });
  },
});
