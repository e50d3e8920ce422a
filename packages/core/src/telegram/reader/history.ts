import type { Api } from 'telegram';
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
  /** Only messages up to this second, in Unix time; counts where `before` is 0. */
  readonly until?: number;
  /** Begins this many messages nearer to the newest. */
  readonly newer?: number;
  /** Only the thread of this message, or the forum topic with this id. */
  readonly thread?: number;
  /** At most 100: more is not given in one call. */
  readonly limit: number;
}

/** Reads one portion of a chat's messages, newest first, by one call of messages.getHistory or, of a thread, messages.getReplies. */
export async function readHistory(
  account: Telegram,
  peer: ResolvedPeer,
  range: HistoryRange,
  options: CallOptions = {},
): Promise<Outcome<MessagePortion>> {
  const { Api } = telegram();
  const { thread, until = 0 } = range;
  const limit = Math.min(range.limit, 100);
  const bounds = {
    offsetId: range.before,
    // Telegram gives what was written before that second.
    offsetDate: range.before === 0 && until > 0 ? until + 1 : 0,
    addOffset: -(range.newer ?? 0),
    limit,
    maxId: 0,
    minId: range.after,
    hash: noHash(),
  };
  const answer = await account.peers.withPeer(peer, (inputPeer) =>
    account.call<Api.messages.GetHistory | Api.messages.GetReplies>(
      thread === undefined
        ? new Api.messages.GetHistory({ peer: inputPeer, ...bounds })
        : new Api.messages.GetReplies({ peer: inputPeer, msgId: thread, ...bounds }),
      options,
    ),
  );
  if (!answer.ok) return answer;
  return done(await messagePortion(account, answer.value, limit));
}
