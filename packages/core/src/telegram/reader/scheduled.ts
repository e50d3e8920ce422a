import { done, type Outcome } from '../../errors/outcome.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { messagePortion, type MessagePortion } from './message-portion.js';
import { noHash } from './no-hash.js';

/** Own messages of a chat that wait to be sent later, the latest first, all by one call; their date is when they go out. */
export async function scheduledMessages(
  account: Telegram,
  peer: ResolvedPeer,
  options: CallOptions = {},
): Promise<Outcome<MessagePortion>> {
  const { Api } = telegram();
  const answer = await account.peers.withPeer(peer, (inputPeer) =>
    account.call(new Api.messages.GetScheduledHistory({ peer: inputPeer, hash: noHash() }), options),
  );
  return answer.ok ? done(await messagePortion(account, answer.value, Number.POSITIVE_INFINITY)) : answer;
}
