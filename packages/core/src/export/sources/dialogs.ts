/** The account's dialogs, pinned ones first, then by newest activity. */
import { done } from '../../errors/outcome.js';
import { listDialogs, type DialogRecord } from '../../telegram/reader/list-dialogs.js';
import type { Telegram } from '../../telegram/telegram.js';
import type { RowFormat } from '../formats/row-format.js';
import type { ExportSource } from './source.js';

const PAGE = 100;

/** Reads the dialogs that are `wanted`. */
export function dialogSource(
  account: Telegram,
  format: RowFormat<DialogRecord>,
  wanted: (dialog: DialogRecord) => boolean,
): ExportSource {
  return {
    head: () => format.head(),
    sectionHead: () => format.section(undefined),
    async fetch(_, position, __, options) {
      const from = position === null || typeof position === 'number' ? undefined : position;
      const page = await listDialogs(account, from, PAGE, options);
      if (!page.ok) return page;
      const { items, more } = page.value;
      const records = items.flatMap(({ record }) => (record !== undefined && wanted(record) ? [record] : []));
      return done({
        rows: records.length,
        next: items.at(-1)?.after ?? from ?? null,
        more: more && items.length > 0,
        text: () => format.rows(records, undefined),
      });
    },
  };
}
