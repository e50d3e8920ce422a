/** Pages of messages, for the tools that list them: newest first, the position after a message is its id. */
import { done, type Outcome } from '../errors/outcome.js';
import { collect, type Page, type Portion } from '../paging/collect.js';
import { PageRoom } from '../paging/page.js';
import type { MessageRecord } from './records.js';

const MOST_IN_A_CALL = 100;
/** Calls for one page; a page of a thousand records needs ten, service messages in between some more. */
const MAX_CALLS = 15;

/** Gathers a page. `wanted` leaves out what the question excludes; service messages are left out unless `service` says otherwise. */
export function messagePage(options: {
  readonly pageBytes: number;
  readonly limit: number;
  /** Only ids below it; 0 begins at the newest. */
  readonly before: number;
  readonly service?: boolean;
  readonly wanted?: (message: MessageRecord) => boolean;
  readonly fetch: (before: number, limit: number) => Promise<Outcome<Portion<MessageRecord, number>>>;
}): Promise<Outcome<Page<MessageRecord, number>>> {
  const wanted = options.wanted ?? (() => true);
  const shown = (message: MessageRecord): boolean =>
    options.service === true || message.service === undefined;
  return collect<MessageRecord, number>({
    room: new PageRoom(options.pageBytes, options.limit),
    start: options.before,
    maxCalls: MAX_CALLS,
    fetch: async (before, count) => {
      // Where much is left out, a call for the few that are missing would bring fewer still.
      const most = options.wanted === undefined ? Math.min(count, MOST_IN_A_CALL) : MOST_IN_A_CALL;
      const portion = await options.fetch(before ?? 0, most);
      if (!portion.ok) return portion;
      const items = portion.value.items.map(({ record, after }) => ({
        record: record !== undefined && shown(record) && wanted(record) ? record : undefined,
        after,
      }));
      return done({ items, more: portion.value.more });
    },
  });
}
