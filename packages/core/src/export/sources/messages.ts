/** The messages of chats, oldest first, within bounds of ids: what arrives or goes meanwhile moves nothing. */
import { done, type Outcome } from '../../errors/outcome.js';
import { readHistory } from '../../telegram/reader/history.js';
import type { ResolvedPeer } from '../../telegram/peers/peers.js';
import type { Telegram } from '../../telegram/telegram.js';
import type { MessageRecord } from '../../tools/records.js';
import type { Section } from '../asked.js';
import type { RowFormat } from '../formats/row-format.js';
import type { ExportPortion, ExportSource } from './source.js';

const PAGE = 100;

/** Reads messages of these chats, by their ids. */
export function messageSource(
  account: Telegram,
  peers: ReadonlyMap<string, ResolvedPeer>,
  format: RowFormat<MessageRecord>,
): ExportSource {
  return {
    head: () => format.head(),
    sectionHead: ({ chat }) => format.section(chat),
    async fetch(section, from, _, options) {
      const peer = peers.get(section.chat?.id ?? '');
      if (peer === undefined) throw new Error('a chat of the export was not resolved');
      const last = Math.max(typeof from === 'number' ? from : 0, section.above);
      if (last >= section.upTo) return done(portionOf([], last, section, format));
      // The hundred messages that end just before the offset are the oldest ones behind it.
      const range = { before: last + 1, after: 0, newer: PAGE, limit: PAGE };
      const page = await readHistory(account, peer, range, options);
      if (!page.ok) return page;
      const fresh = page.value.items
        .filter(({ after }) => after > last && after <= section.upTo)
        .toReversed();
      return done(portionOf(fresh, last, section, format));
    },
  };
}

function portionOf(
  items: readonly { readonly record: MessageRecord | undefined; readonly after: number }[],
  last: number,
  section: Section,
  format: RowFormat<MessageRecord>,
): ExportPortion {
  const next = items.at(-1)?.after ?? last;
  const records = items.flatMap(({ record }) => record ?? []);
  return {
    rows: records.length,
    next,
    more: items.length > 0 && next < section.upTo,
    text: () => format.rows(records, section.chat),
  };
}

/** Which ids of a chat an export of its messages holds; `expected` where Telegram has counted them. */
export async function messageBounds(
  account: Telegram,
  peer: ResolvedPeer,
  asked: {
    readonly since: number;
    readonly until: number;
    readonly above: number;
    readonly most: number;
  },
  options: { readonly signal: AbortSignal; readonly lane: 'background' },
): Promise<Outcome<Pick<Section, 'above' | 'upTo' | 'expected'>>> {
  const { since, until, most } = asked;
  const one = { before: 0, after: 0, limit: 1 };
  const newest = await readHistory(account, peer, { ...one, until }, options);
  if (!newest.ok) return newest;
  const upTo = newest.value.items[0]?.after ?? 0;
  let { above } = asked;
  if (since > 0) {
    const before = await readHistory(account, peer, { ...one, until: since - 1 }, options);
    if (!before.ok) return before;
    above = Math.max(above, before.value.items[0]?.after ?? 0);
  }
  if (most > 0) {
    const behind = await readHistory(account, peer, { ...one, before: upTo + 1, newer: -most }, options);
    if (!behind.ok) return behind;
    above = Math.max(above, behind.value.items[0]?.after ?? 0);
  }
  const isAll = until === 0 && above === 0;
  return done({ above, upTo, ...(isAll ? { expected: newest.value.total } : {}) });
}
