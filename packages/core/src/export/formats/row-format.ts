import type { PeerRecord } from '../../tools/records.js';

/** How rows of one kind become text. The same rows give the same text, whatever was written before them. */
export interface RowFormat<R> {
  /** What the file begins with. */
  head(): Promise<string>;
  /** What stands before the rows of a section. */
  section(chat: PeerRecord | undefined): string;
  rows(records: readonly R[], chat: PeerRecord | undefined): Promise<string>;
}
