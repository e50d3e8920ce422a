import type { Refusal } from '../errors/outcome.js';
import type { Page } from '../paging/collect.js';
import { writeCursor } from '../paging/cursor.js';
import { NOTICE } from './fields.js';

/** The fields of a result that say how to go on: the cursor, why the page ended early, and whose words these are. */
export function pageAnswer(
  page: Page<unknown, unknown>,
  of: { readonly tool: string; readonly question: unknown; readonly empty: string },
): { notice: string; next_cursor?: string; note?: string; retry_after?: number } {
  const wait = page.stopped?.retry_after;
  const note = noteOf(page, of.empty);
  return {
    ...(page.next === undefined ? {} : { next_cursor: writeCursor(of.tool, of.question, page.next) }),
    ...(note === undefined ? {} : { note }),
    ...(wait === undefined ? {} : { retry_after: Math.ceil(wait) }),
    notice: NOTICE,
  };
}

function noteOf(page: Page<unknown, unknown>, empty: string): string | undefined {
  if (page.stopped !== undefined) return stoppedNote(page.stopped);
  if (page.records.length > 0) return undefined;
  return page.next === undefined ? empty : 'Nothing on this page; go on with next_cursor.';
}

function stoppedNote({ code, message, retry_after }: Refusal): string {
  const wait = retry_after === undefined ? '' : ` Wait ${retry_after} s.`;
  return `The page ended early: ${code}, ${message}${wait} Then go on with next_cursor.`;
}
