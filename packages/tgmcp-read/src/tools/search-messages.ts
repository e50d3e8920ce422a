import {
  count,
  cursor,
  date,
  dateRange,
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
  READS,
  searchMessages as search,
  timezone,
  type CoreServices,
} from '@tgmcp/core';
import * as z from 'zod';

const NAME = 'tg_search_messages';

/** Searches the words of one chat, newest first. */
export const searchMessages = defineTool<CoreServices>()({
  name: NAME,
  title: 'Search messages',
  description: 'Finds messages with given words in one chat, newest first, within dates if given.',
  input: z.strictObject({
    group,
    query: z.string().trim().min(1).max(256),
    limit: limit(1000, 100),
    date_from: date,
    date_to: date,
    timezone,
    cursor,
  }),
  output: z.strictObject({
    group: peerRecord,
    query: z.string(),
    count,
    messages: z.array(messageRecord),
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
    const { since, until } = dateRange(args.date_from, args.date_to, args.timezone);
    const question = [peer.value.id, args.query, since, until];
    const start = readCursor(NAME, question, args.cursor, messageId);
    if (!start.ok) return start;
    const page = await messagePage({
      pageBytes: services.settings.TG_READ_PAGE_BYTES,
      limit: args.limit,
      before: start.value ?? 0,
      wanted: (message) => isWithin(Date.parse(message.date ?? '') / 1000, since, until),
      fetch: (before, most) =>
        search(telegram, peer.value, { text: args.query, since, until, before, limit: most }, options),
    });
    if (!page.ok) return page;
    const how = pageAnswer(page.value, { tool: NAME, question, empty: 'Nothing found.' });
    const messages = [...page.value.records];
    return done({ group: peerOf(peer.value), query: args.query, count: messages.length, messages, ...how });
  },
});

/** Whether a moment lies within the dates, both included; 0 leaves one out. Unix seconds. */
function isWithin(at: number, since: number, until: number): boolean {
  return at >= since && (until === 0 || at <= until);
}
