import { done, type Outcome } from '../../errors/outcome.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import { noHash } from './no-hash.js';
import type { Telegram } from '../telegram.js';
import { messageFilter, type MessageKind } from './message-filters.js';
import { messagePortion, type MessagePortion } from './message-portion.js';

/** What to look for in one chat. Dates are Unix seconds, 0 for none; both ends belong to the search. */
export interface SearchQuery {
  /** Empty for all messages that the rest asks for. */
  readonly text: string;
  readonly kind?: MessageKind;
  readonly from?: ResolvedPeer;
  /** Only the thread of this message, or the forum topic with this id. */
  readonly thread?: number;
  readonly since: number;
  readonly until: number;
  /** Only messages with an id below it; 0 for all. */
  readonly before: number;
  /** Only messages with an id above it; 0 for all. */
  readonly after?: number;
  /** At most 100. */
  readonly limit: number;
}

/** Searches one chat, newest first, by one call of messages.search. */
export async function searchMessages(
  account: Telegram,
  peer: ResolvedPeer,
  query: SearchQuery,
  options: CallOptions = {},
): Promise<Outcome<MessagePortion>> {
  const { Api } = telegram();
  const limit = Math.min(query.limit, 100);
  const answer = await account.peers.withPeer(peer, (inputPeer) =>
    account.call(
      new Api.messages.Search({
        peer: inputPeer,
        q: query.text,
        ...(query.from === undefined ? {} : { fromId: query.from.inputPeer }),
        ...(query.thread === undefined ? {} : { topMsgId: query.thread }),
        filter: messageFilter(query.kind ?? 'any'),
        // Telegram leaves out the second that is named; one more on either side keeps it in.
        minDate: query.since === 0 ? 0 : query.since - 1,
        maxDate: query.until === 0 ? 0 : query.until + 1,
        offsetId: query.before,
        addOffset: 0,
        limit,
        maxId: 0,
        minId: query.after ?? 0,
        hash: noHash(),
      }),
      options,
    ),
  );
  if (!answer.ok) return answer;
  return done(await messagePortion(account, answer.value, limit));
}
