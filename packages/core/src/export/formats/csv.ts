/**
 * Comma-separated values as RFC 4180 has them, in UTF-8. A cell with words of other people is made safe for spreadsheets,
 * which take what begins with =, +, -, @ for a formula: it gets an apostrophe in front, and so does one that begins with
 * an apostrophe. Taking one leading apostrophe away from such cells gives the exact words back.
 */
import type { PeerRecord } from '../../tools/records.js';
import type { RowFormat } from './row-format.js';

/** One column. `foreign`: other people decide what stands in it. */
export interface Column<R> {
  readonly name: string;
  readonly foreign?: true;
  readonly of: (record: R, chat: PeerRecord | undefined) => string | number | undefined;
}

/** Also after what spreadsheets skip, and the wide forms of the signs, which some of them take for the same. */
const DANGEROUS = /^['\s]*[=+\-@＝＋－＠]|^['\t\r\n]/u;

/** The cell as it is written. */
export function guarded(text: string): string {
  return DANGEROUS.test(text) ? `'${text}` : text;
}

/** A table of these columns, with their names in the first row. */
export function csv<R>(columns: readonly Column<R>[]): RowFormat<R> {
  return {
    head: () => lines([columns.map(({ name }) => name)]),
    section: () => '',
    rows: (records, chat) =>
      lines(
        records.map((record) =>
          columns.map((column) => {
            const value = column.of(record, chat);
            if (value === undefined) return '';
            return column.foreign === true ? guarded(String(value)) : String(value);
          }),
        ),
      ),
  };
}

async function lines(rows: readonly (readonly string[])[]): Promise<string> {
  if (rows.length === 0) return '';
  const { stringify } = await import('csv-stringify/sync');
  return stringify(
    rows.map((row) => [...row]),
    { record_delimiter: '\r\n' },
  );
}

/** A column of a field that the program decides about: ids, dates, counts. */
export function own<R>(
  name: string,
  of: (record: R, chat: PeerRecord | undefined) => string | number | undefined,
): Column<R> {
  return { name, of };
}

/** A column of a field that holds words of other people. */
export function foreign<R>(name: string, of: (record: R) => string | undefined): Column<R> {
  return { name, of, foreign: true };
}

/** A value of several parts in one cell. */
export function asJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
