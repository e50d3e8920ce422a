import {
  count,
  cursor,
  defineTool,
  done,
  limit,
  pageFields,
  READS,
  recordPage,
  type CoreServices,
  type SavedContact,
} from '@tgmcp/core';
import * as z from 'zod';
import { phoneBook } from '../people/phone-book.js';
import { shownPerson } from '../people/phone.js';

const NAME = 'tg_get_saved_contacts';

/** The phone book that was uploaded to Telegram. A call without a cursor begins a data export and ends it. */
export const getSavedContacts = defineTool<CoreServices>()({
  name: NAME,
  title: 'Read the uploaded phone book',
  description: 'The uploaded phone book, if data exports are allowed.',
  input: z.strictObject({ limit: limit(10_000, 5000), cursor }),
  output: z.strictObject({
    total: count,
    count,
    contacts: z.array(
      z.strictObject({
        first_name: z.string(),
        last_name: z.string().optional(),
        phone: z.string().optional(),
        date: z.string(),
      }),
    ),
    ...pageFields,
  }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const options = { signal: call.signal };
    let total = 0;
    const page = await recordPage<ReturnType<typeof shownPerson<SavedContact>>, number>(services, {
      ...args,
      tool: NAME,
      question: [],
      position: count,
      empty: 'No phone book was uploaded.',
      maxCalls: 1,
      fetch: async (from = 0) => {
        const all = await phoneBook(opened.value, services.clock, from > 0, options);
        if (!all.ok) return all;
        total = all.value.length;
        const items = all.value.map((one, index) => ({
          record: shownPerson(one, services.settings),
          after: index + 1,
        }));
        return done({ items: items.slice(from), more: false });
      },
    });
    if (!page.ok) return page;
    const { records, how } = page.value;
    return done({ total, count: records.length, contacts: records, ...how });
  },
});
