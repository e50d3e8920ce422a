import { done, type Outcome } from '../../errors/outcome.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import { noHash } from './no-hash.js';
import type { Telegram } from '../telegram.js';
import { messagePortion, type MessagePortion } from './message-portion.js';

/** Which messages of a chat: ids below `before` and above `after`; 0 leaves a bound out. */
export interface HistoryRange {
  readonly before: number;
  readonly after: number;
  /** At most 100: more is not given in one call. */
  readonly limit: number;
}

/** Reads one portion of a chat's messages, newest first, by one call of messages.getHistory. */
export async function readHistory(
  account: Telegram,
  peer: ResolvedPeer,
  range: HistoryRange,
  options: CallOptions = {},
): Promise<Outcome<MessagePortion>> {
  const { Api } = telegram();
  const limit = Math.min(range.limit, 100);
  const answer = await account.peers.withPeer(peer, (inputPeer) =>
    account.call(
      new Api.messages.GetHistory({
        peer: inputPeer,
        offsetId: range.before,
        offsetDate: 0,
        addOffset: 0,
        limit,
        maxId: 0,
        minId: range.after,
        hash: noHash(),
      }),
      options,
    ),
  );
  if (!answer.ok) return answer;
  return done(await messagePortion(account, answer.value, limit));
}
