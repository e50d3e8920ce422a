import type { CallOptions } from '../telegram/caller.js';
import type { ResolvedPeer } from '../telegram/peers/peers.js';
import { readHistory } from '../telegram/reader/history.js';
import type { Telegram } from '../telegram/telegram.js';
import type { MessageRecord } from '../tools/records.js';
import { iterate } from './iterate.js';
import type { HistoryOptions } from './reader.js';

/** Messages of a chat, newest first, within the bounds that are asked for. */
export async function* historyOf(
  { telegram, peer }: { readonly telegram: Telegram; readonly peer: ResolvedPeer },
  { since, until, above = 0, below = 0, thread, limit = Infinity }: HistoryOptions,
  options: CallOptions,
): AsyncGenerator<MessageRecord, void> {
  const range = {
    after: above,
    until: until === undefined ? 0 : Math.floor(until.getTime() / 1000),
    limit: 100,
    ...(thread === undefined ? {} : { thread }),
  };
  const page = (before = below) => readHistory(telegram, peer, { ...range, before }, options);
  let left = limit;
  if (left <= 0) return;
  for await (const message of iterate(page)) {
    const at = Date.parse(message.date ?? '');
    // Newest first: whatever follows is older still.
    if (since !== undefined && at < since.getTime()) return;
    if (until !== undefined && at > until.getTime()) continue;
    yield message;
    left -= 1;
    if (left <= 0) return;
  }
}
