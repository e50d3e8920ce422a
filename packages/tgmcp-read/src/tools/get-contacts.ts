import {
  count,
  cursor,
  defineTool,
  done,
  limit,
  listContacts,
  recordPage,
  pageFields,
  personRecord,
  READS,
  type CoreServices,
  type PersonRecord,
} from '@tgmcp/core';
import * as z from 'zod';
import { shownPerson } from '../people/phone.js';

const NAME = 'tg_get_contacts';

/** The contacts of the account, ordered by id; a cursor names the last id, so that it holds when contacts come and go. */
export const getContacts = defineTool<CoreServices>()({
  name: NAME,
  title: 'List contacts',
  description: 'The contacts of the account. To find one by name use tg_search_contacts.',
  input: z.strictObject({ limit: limit(10_000, 100), cursor }),
  output: z.strictObject({ total: count, count, contacts: z.array(personRecord), ...pageFields }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    let total = 0;
    const page = await recordPage<PersonRecord, string>(services, {
      ...args,
      tool: NAME,
      question: [],
      position: z.string().max(20),
      empty: 'This account has no contacts.',
      maxCalls: 1,
      fetch: async (after = '0') => {
        const all = await listContacts(opened.value.telegram, { signal: call.signal });
        if (!all.ok) return all;
        total = all.value.length;
        const rest = all.value.filter(({ id }) => Number(id) > Number(after));
        const items = rest.map((one) => ({ record: shownPerson(one, services.settings), after: one.id }));
        return done({ items, more: false });
      },
    });
    if (!page.ok) return page;
    const { records: contacts, how } = page.value;
    return done({ total, count: contacts.length, contacts, ...how });
  },
});
