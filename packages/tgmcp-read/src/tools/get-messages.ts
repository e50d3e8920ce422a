import {
  count,
  cursor,
  defineTool,
  done,
  group,
  limit,
  messageId,
  messagePage,
  messageRecord,
  pageAnswer,
  pageFields,
  peerOf,
  peerRecord,
  readCursor,
  readHistory,
  READS,
  type CoreServices,
} from '@tgmcp/core';
import * as z from 'zod';

const NAME = 'tg_get_messages';

/** One chat's messages, newest first. Marks nothing as read. */
export const getMessages = defineTool<CoreServices>()({
  name: NAME,
  title: 'Read messages',
  description:
    "One chat's messages, newest first, service messages left out. To find words use tg_search_messages.",
  input: z.strictObject({
    group,
    limit: limit(1000, 100),
    min_id: messageId.default(0).describe('only ids above'),
    max_id: messageId.default(0).describe('only ids below; 0 = newest'),
    offset_id: messageId.default(0).describe('same as max_id'),
    cursor,
  }),
  output: z.strictObject({ group: peerRecord, count, messages: z.array(messageRecord), ...pageFields }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const options = { signal: call.signal };
    const peer = await telegram.peers.resolve(args.group, options);
    if (!peer.ok) return peer;
    const bounds = [args.max_id, args.offset_id].filter((bound) => bound > 0);
    const top = bounds.length === 0 ? 0 : Math.min(...bounds);
    const question = [peer.value.id, args.min_id, top];
    const start = readCursor(NAME, question, args.cursor, messageId);
    if (!start.ok) return start;
    const page = await messagePage({
      pageBytes: services.settings.TG_READ_PAGE_BYTES,
      limit: args.limit,
      before: start.value ?? top,
      fetch: (before, most) =>
        readHistory(telegram, peer.value, { before, after: args.min_id, limit: most }, options),
    });
    if (!page.ok) return page;
    const how = pageAnswer(page.value, { tool: NAME, question, empty: 'No messages here.' });
    const messages = [...page.value.records];
    return done({ group: peerOf(peer.value), count: messages.length, messages, ...how });
  },
});
