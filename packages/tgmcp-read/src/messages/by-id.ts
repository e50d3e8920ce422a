/** Reads messages that are named: by their ids, or one of them with what stands around it. */
import {
  collect,
  done,
  messagesById,
  PageRoom,
  readHistory,
  scheduledMessages,
  type CallOptions,
  type MessageRecord,
  type Outcome,
  type Page,
  type ResolvedPeer,
  type Telegram,
} from '@tgmcp/core';

interface How {
  readonly start: number | undefined;
  readonly pageBytes: number;
}

/** The messages with these ids, in this order; the position after one is its place in the list. */
export function pageById(
  account: Telegram,
  peer: ResolvedPeer,
  ids: readonly number[],
  { start, pageBytes }: How,
  options: CallOptions,
): Promise<Outcome<Page<MessageRecord, number>>> {
  return collect<MessageRecord, number>({
    room: new PageRoom(pageBytes, ids.length),
    start,
    maxCalls: 1,
    fetch: async (from = 0) => {
      const found = await messagesById(account, peer, ids.slice(from), options);
      if (!found.ok) return found;
      const items = found.value.map((record, index) => ({ record, after: from + index + 1 }));
      return done({ items, more: false });
    },
  });
}

/** Own messages that wait to be sent, the latest first; the position after one is its place in the list. */
export function pageScheduled(
  account: Telegram,
  peer: ResolvedPeer,
  { start, pageBytes, limit }: How & { readonly limit: number },
  options: CallOptions,
): Promise<Outcome<Page<MessageRecord, number>>> {
  return collect<MessageRecord, number>({
    room: new PageRoom(pageBytes, limit),
    start,
    maxCalls: 1,
    fetch: async (from = 0) => {
      const found = await scheduledMessages(account, peer, options);
      if (!found.ok) return found;
      const rest = found.value.items.slice(from);
      const items = rest.map(({ record }, index) => ({ record, after: from + index + 1 }));
      return done({ items, more: false });
    },
  });
}

/** A message with as many on either side, newest first; the position after one is its id. */
export function pageAround(
  account: Telegram,
  peer: ResolvedPeer,
  { id, each, thread }: { readonly id: number; readonly each: number; readonly thread?: number },
  { start, pageBytes }: How,
  options: CallOptions,
): Promise<Outcome<Page<MessageRecord, number>>> {
  const limit = 2 * each + 1;
  return collect<MessageRecord, number>({
    room: new PageRoom(pageBytes, limit + 1),
    start,
    maxCalls: 1,
    fetch: async (from = Number.POSITIVE_INFINITY) => {
      const place = thread === undefined ? {} : { thread };
      // The offset is older than the id, which itself and the newer ones lie before it.
      const range = { before: id, after: 0, newer: each + 1, limit, ...place };
      const found = await readHistory(account, peer, range, options);
      if (!found.ok) return found;
      const records = found.value.items.flatMap(({ record }) => record ?? []);
      const isThere = records.some((record) => record.id === id);
      const all: MessageRecord[] = isThere ? records : [...records, { id, missing: true }];
      const items = all
        .toSorted((one, other) => other.id - one.id)
        .filter((record) => record.id < from)
        .map((record) => ({ record, after: record.id }));
      return done({ items, more: false });
    },
  });
}
