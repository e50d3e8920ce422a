/** Reads a chat from the newest message down, within what is asked for. */
import {
  messagePage,
  readHistory,
  searchMessages,
  UNFILTERED_KINDS,
  type CallOptions,
  type MessageKind,
  type MessageRecord,
  type Outcome,
  type Page,
  type Portion,
  type ResolvedPeer,
  type Telegram,
} from '@tgmcp/core';

/** Which messages of a chat. Dates are Unix seconds and 0 for none; ids are bounds that are themselves left out. */
export interface Browse {
  readonly since: number;
  readonly until: number;
  readonly above: number;
  readonly below: number;
  readonly kind: MessageKind;
  readonly service: boolean;
  readonly from?: ResolvedPeer;
  readonly thread?: number;
}

/** A page of them; `total` is what Telegram counts for a question that it answers by searching. */
export type Browsed = Page<MessageRecord, number> & { readonly total?: number };

/** Gathers one page, from `start` on where a page was read before. */
export async function browse(
  account: Telegram,
  peer: ResolvedPeer,
  what: Browse,
  how: { readonly start: number | undefined; readonly limit: number; readonly pageBytes: number },
  options: CallOptions,
): Promise<Outcome<Browsed>> {
  const { since, until, above, kind, from, thread } = what;
  const sorted = UNFILTERED_KINDS.includes(kind);
  const bySearch = from !== undefined || (kind !== 'any' && !sorted);
  const place = thread === undefined ? {} : { thread };
  let total: number | undefined;
  const page = await messagePage({
    pageBytes: how.pageBytes,
    limit: how.limit,
    before: how.start ?? what.below,
    service: what.service,
    ...(sorted || bySearch ? { wanted: (message) => isWanted(message, what, sorted) } : {}),
    fetch: async (before, limit) => {
      const range = { before, after: above, limit, until, ...place };
      if (!bySearch) return sinceThen(await readHistory(account, peer, range, options), since);
      const sender = from === undefined ? {} : { from };
      const query = { text: '', since, kind: sorted ? ('any' as const) : kind, ...sender, ...range };
      const found = await searchMessages(account, peer, query, options);
      if (found.ok) total ??= found.value.total;
      return found;
    },
  });
  return page.ok && total !== undefined ? { ok: true, value: { ...page.value, total } } : page;
}

function isWanted(message: MessageRecord, { since, until, kind }: Browse, sorted: boolean): boolean {
  const at = timeOf(message);
  return at >= since && (until === 0 || at <= until) && (!sorted || message.media?.kind === kind);
}

/** The list ends at the first message that is older than wanted. */
function sinceThen(
  portion: Outcome<Portion<MessageRecord, number>>,
  since: number,
): Outcome<Portion<MessageRecord, number>> {
  if (!portion.ok || since === 0) return portion;
  const { items } = portion.value;
  const end = items.findIndex(({ record }) => record !== undefined && timeOf(record) < since);
  return end === -1 ? portion : { ok: true, value: { items: items.slice(0, end), more: false } };
}

function timeOf({ date }: MessageRecord): number {
  return Date.parse(date ?? '') / 1000;
}
