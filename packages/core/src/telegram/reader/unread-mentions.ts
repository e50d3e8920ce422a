import { done, type Outcome } from '../../errors/outcome.js';
import type { MessageRecord } from '../../tools/records.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { messagePortion } from './message-portion.js';

/** Messages of a chat that name the account and were not read, newest first, at most 100, by one call. They stay unread. */
export async function unreadMentions(
  account: Telegram,
  peer: ResolvedPeer,
  limit: number,
  options: CallOptions = {},
): Promise<Outcome<MessageRecord[]>> {
  const { Api } = telegram();
  const page = { offsetId: 0, addOffset: 0, limit: Math.min(limit, 100), maxId: 0, minId: 0 };
  const answer = await account.peers.withPeer(peer, (inputPeer) =>
    account.call(new Api.messages.GetUnreadMentions({ peer: inputPeer, ...page }), options),
  );
  if (!answer.ok) return answer;
  const { items } = await messagePortion(account, answer.value, page.limit);
  return done(items.flatMap(({ record }) => record ?? []));
}
