import {
  openChat,
  count,
  defineTool,
  done,
  group,
  linkBase,
  messageId,
  messageRecord,
  pageAnswer,
  pageFields,
  peerOf,
  peerRecord,
  readCursor,
  READS,
  searchMessages as search,
  type CoreServices,
  type MessageRecord,
} from '@tgmcp/core';
import * as z from 'zod';
import { isFound } from '../search/found.js';
import { joinNotes, placesOf, searchPage, totals } from '../search/search-page.js';
import { searchFields, soughtBy } from '../search/question.js';
import { searchNote } from '../search/terms.js';

const NAME = 'tg_search_messages';

/** Searches the words of one chat, newest first. */
export const searchMessages = defineTool<CoreServices>()({
  name: NAME,
  title: 'Search messages',
  description:
    'Messages of one chat with all words of a query, newest first. No wildcards, regex, AND/OR or exact phrases.',
  input: z.strictObject({
    group,
    ...searchFields,
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
    const opened = await openChat(services, args.group, call);
    if (!opened.ok) return opened;
    const { telegram, peer, options } = opened.value;
    const asked = await soughtBy(telegram, args, options);
    if (!asked.ok) return asked;
    const { terms, sender, kind, range, key } = asked.value;
    const question = [peer.id, key];
    const start = readCursor(NAME, question, args.cursor, placesOf(messageId));
    if (!start.ok) return start;
    const by = sender === undefined ? {} : { from: sender };
    const found = await searchPage<MessageRecord, number>({
      terms,
      start: start.value,
      limit: args.limit,
      pageBytes: services.settings.TG_READ_PAGE_BYTES,
      fetch: async (text, before = 0) => {
        const portion = await search(
          telegram,
          peer,
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
    const base = linkBase(peerOf(peer));
    return done({
      group: peerOf(peer),
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
