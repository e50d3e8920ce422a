import {
  count,
  cursor,
  date,
  dateRange,
  defineTool,
  done,
  group,
  limit,
  linkBase,
  MESSAGE_KINDS,
  messageId,
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
  type MessageRecord,
} from '@tgmcp/core';
import * as z from 'zod';
import { isFound } from '../search/found.js';
import { joinNotes, placesOf, searchPage, totals } from '../search/search-page.js';
import { also, query, searchNote, termsOf } from '../search/terms.js';

const NAME = 'tg_search_messages';

/** Searches the words of one chat, newest first. */
export const searchMessages = defineTool<CoreServices>()({
  name: NAME,
  title: 'Search messages',
  description:
    'Messages of one chat with all words of a query, newest first. No wildcards, regex, AND/OR or exact phrases.',
  input: z.strictObject({
    group,
    query,
    also,
    from: z.string().max(512).default('').describe('sender'),
    kind: z.enum(MESSAGE_KINDS).default('any'),
    date_from: date,
    date_to: date,
    timezone,
    limit: limit(1000, 100),
    cursor,
  }),
  output: z.strictObject({
    group: peerRecord,
    query: z.string(),
    link_base: z.string().optional(),
    totals,
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
    const sender = args.from === '' ? undefined : await telegram.peers.resolve(args.from, options);
    if (sender?.ok === false) return sender;
    const terms = termsOf(args);
    const { kind } = args;
    const range = dateRange(args.date_from, args.date_to, args.timezone);
    const question = [peer.value.id, terms, range, sender?.value.id, kind];
    const start = readCursor(NAME, question, args.cursor, placesOf(messageId));
    if (!start.ok) return start;
    const by = sender === undefined ? {} : { from: sender.value };
    const found = await searchPage<MessageRecord, number>({
      terms,
      start: start.value,
      limit: args.limit,
      pageBytes: services.settings.TG_READ_PAGE_BYTES,
      fetch: async (text, before = 0) => {
        const portion = await search(
          telegram,
          peer.value,
          { text, kind, ...range, ...by, before, limit: 100 },
          options,
        );
        if (!portion.ok) return portion;
        const items = portion.value.items.map(({ record, after }) => ({
          record: record !== undefined && isFound(record, range, kind) ? record : undefined,
          key: String(after),
          at: after,
          after,
        }));
        return done({ ...portion.value, items });
      },
    });
    if (!found.ok) return found;
    const { page } = found.value;
    const how = pageAnswer(page, { tool: NAME, question, empty: 'Nothing found.' });
    const base = linkBase(peerOf(peer.value));
    return done({
      group: peerOf(peer.value),
      query: args.query,
      ...(base === undefined ? {} : { link_base: base }),
      totals: found.value.totals,
      count: page.records.length,
      messages: [...page.records],
      ...how,
      ...joinNotes(how.note, searchNote(terms)),
    });
  },
});
