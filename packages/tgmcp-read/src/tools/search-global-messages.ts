import {
  linkOf,
  CHAT_SCOPES,
  count,
  defineTool,
  done,
  messageId,
  messageRecord,
  pageAnswer,
  pageFields,
  peerRecord,
  readCursor,
  READS,
  searchGlobal,
  unixSecond,
  type CoreServices,
  type FoundMessage,
  type GlobalPlace,
  type PeerRecord,
} from '@tgmcp/core';
import * as z from 'zod';
import { isFound } from '../search/found.js';
import { joinNotes, placesOf, searchPage, totals } from '../search/search-page.js';
import { searchFields, soughtBy } from '../search/question.js';
import { searchNote } from '../search/terms.js';

const NAME = 'tg_search_global_messages';

const place: z.ZodType<GlobalPlace> = z.strictObject({
  rate: unixSecond,
  peer: z.string().max(32),
  id: messageId,
});

/** Searches the words of all chats of the account, newest first. */
export const searchGlobalMessages = defineTool<CoreServices>()({
  name: NAME,
  title: 'Search all chats',
  description: 'Messages of all own chats with all words of a query, newest first; see tg_search_messages.',
  input: z.strictObject({
    ...searchFields,
    chats: z.enum(CHAT_SCOPES).default('all'),
  }),
  output: z.strictObject({
    query: z.string(),
    totals,
    count,
    messages: z.array(messageRecord.extend({ chat_id: z.string() })),
    /** The chats of these messages, each once. */
    chats: z.array(peerRecord.extend({ link_base: z.string().optional() })),
    ...pageFields,
  }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const options = { signal: call.signal };
    const asked = await soughtBy(telegram, args, options);
    if (!asked.ok) return asked;
    const { terms, sender, kind, range, key } = asked.value;
    const { chats: scope } = args;
    const question = [key, scope];
    const start = readCursor(NAME, question, args.cursor, placesOf(place));
    if (!start.ok) return start;
    const by = sender?.id;
    const wanted = ({ message }: FoundMessage): boolean =>
      isFound(message, range, kind) && (by === undefined || message.from_id === by);
    const found = await searchPage<FoundMessage, GlobalPlace>({
      terms,
      start: start.value,
      limit: args.limit,
      pageBytes: services.settings.TG_READ_PAGE_BYTES,
      fetch: async (text, from) => {
        const portion = await searchGlobal(telegram, { text, scope, kind, ...range, from }, options);
        if (!portion.ok) return portion;
        const items = portion.value.items.map((item) => ({
          ...item,
          record: item.record !== undefined && wanted(item.record) ? item.record : undefined,
        }));
        return done({ ...portion.value, items });
      },
    });
    if (!found.ok) return found;
    const { page } = found.value;
    const how = pageAnswer(page, { tool: NAME, question, empty: 'Nothing found.' });
    const chats = new Map<string, PeerRecord>();
    for (const { chat } of page.records) chats.set(chat.id, chat);
    return done({
      query: args.query,
      totals: found.value.totals,
      count: page.records.length,
      messages: page.records.map(({ message, chat }) => ({ ...message, chat_id: chat.id })),
      chats: [...chats.values()].map((chat) => ({ ...chat, ...linkOf(chat) })),
      ...how,
      ...joinNotes(how.note, searchNote(terms)),
    });
  },
});
