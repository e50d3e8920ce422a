import { done, type Outcome } from '../errors/outcome.js';
import { collect, type Portion } from '../paging/collect.js';
import { readCursor } from '../paging/cursor.js';
import { PageRoom } from '../paging/page.js';
import type { CoreServices } from '../runtime/services.js';
import { pageAnswer } from './page-answer.js';
import type * as z from 'zod';

const MAX_CALLS = 10;

/** The records of one page, and the fields that say how to go on. */
export interface RecordPage<R> {
  readonly records: R[];
  readonly how: ReturnType<typeof pageAnswer>;
}

/** Reads one page of a list for a tool: from its cursor on, as many records as it wants and as fit into an answer. */
export async function recordPage<R, P>(
  services: Pick<CoreServices, 'settings'>,
  list: {
    readonly tool: string;
    /** The arguments that decide what is listed; a cursor holds for the same ones only. */
    readonly question: unknown;
    readonly cursor?: string | undefined;
    readonly position: z.ZodType<P>;
    readonly limit: number;
    /** What is said of an empty list. */
    readonly empty: string;
    readonly maxCalls?: number;
    readonly fetch: (from: P | undefined, wanted: number) => Promise<Outcome<Portion<R, P>>>;
  },
): Promise<Outcome<RecordPage<R>>> {
  const { tool, question, empty, fetch } = list;
  const start = readCursor(tool, question, list.cursor, list.position);
  if (!start.ok) return start;
  const page = await collect<R, P>({
    room: new PageRoom(services.settings.TG_READ_PAGE_BYTES, list.limit),
    start: start.value,
    maxCalls: list.maxCalls ?? MAX_CALLS,
    fetch,
  });
  if (!page.ok) return page;
  return done({
    records: [...page.value.records],
    how: pageAnswer(page.value, { tool, question, empty }),
  });
}
