import {
  count,
  defineTool,
  done,
  limit,
  NOTICE,
  pageFields,
  personRecord,
  READS,
  searchByName,
  type CoreServices,
} from '@tgmcp/core';
import * as z from 'zod';
import { shownPerson } from '../people/phone.js';

/** People and chats by name: own ones, then public ones. */
export const searchContacts = defineTool<CoreServices>()({
  name: 'tg_search_contacts',
  title: 'Find people and chats',
  description: 'People, bots and public chats by the beginning of their name or username; own ones first.',
  input: z.strictObject({ query: z.string().trim().min(1).max(256), limit: limit(100, 50) }),
  output: z.strictObject({
    query: z.string(),
    count,
    results: z.array(personRecord.extend({ own: z.literal(true).optional() })),
    note: pageFields.note,
    notice: pageFields.notice,
    hidden_characters: pageFields.hidden_characters,
  }),
  hints: READS,
  async handle({ query, limit: most }, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const found = await searchByName(opened.value.telegram, query, most, { signal: call.signal });
    if (!found.ok) return found;
    const results = found.value.map((one) => shownPerson(one, services.settings));
    const note = results.length === 0 ? { note: 'Nobody found.' } : {};
    return done({ query, count: results.length, results, ...note, notice: NOTICE });
  },
});
