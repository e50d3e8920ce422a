import { done } from '../errors/outcome.js';
import type { CallOptions } from '../telegram/caller.js';
import type { ResolvedPeer } from '../telegram/peers/peers.js';
import { searchGlobal, type FoundMessage, type GlobalPlace } from '../telegram/reader/search-global.js';
import { searchMessages } from '../telegram/reader/search-messages.js';
import type { Telegram } from '../telegram/telegram.js';
import { peerOf, type MessageRecord } from '../tools/records.js';
import { iterate, type Part } from './iterate.js';
import type { SearchOptions } from './reader.js';

/** Messages with a text, newest first, in one chat or in all. */
export function searchOf(
  { telegram, peer }: { readonly telegram: Telegram; readonly peer?: ResolvedPeer },
  text: string,
  { chats: scope = 'all', kind = 'any', since, until, limit }: SearchOptions,
  options: CallOptions,
): AsyncGenerator<FoundMessage, void> {
  const query = { text, kind, since: secondOf(since), until: secondOf(until) };
  // Telegram has no filter for polls that this client can name.
  const isWanted = ({ media }: MessageRecord): boolean => kind !== 'poll' || media?.kind === 'poll';
  if (peer === undefined)
    return iterate(async (from: GlobalPlace | undefined) => {
      const found = await searchGlobal(telegram, { ...query, scope, from }, options);
      return found.ok ? done(only(found.value, ({ message }) => isWanted(message))) : found;
    }, limit);
  const chat = peerOf(peer);
  return iterate(async (before: number | undefined) => {
    const found = await searchMessages(
      telegram,
      peer,
      { ...query, before: before ?? 0, limit: 100 },
      options,
    );
    if (!found.ok) return found;
    const { items, more } = only(found.value, isWanted);
    const inChat = items.map(({ record: message, after }) => ({
      record: message === undefined ? undefined : { message, chat },
      after,
    }));
    return done({ items: inChat, more });
  }, limit);
}

/** The same portion without the records that are not wanted; the places behind them stay. */
function only<R, P>({ items, more }: Part<R, P>, isWanted: (record: R) => boolean): Part<R, P> {
  const kept = items.map(({ record, after }) => ({
    record: record !== undefined && isWanted(record) ? record : undefined,
    after,
  }));
  return { items: kept, more };
}

function secondOf(time: Date | undefined): number {
  return time === undefined ? 0 : Math.floor(time.getTime() / 1000);
}
