import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { Portion } from '../../paging/collect.js';
import type { PeerRecord } from '../../tools/records.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { inputUserOf } from './input-peers.js';
import { peerRecordOf } from './people.js';

/** Lists groups that the account shares with somebody, by one call; the position after one is its bare id. WRONG_PEER_KIND for a chat. */
export async function commonChats(
  account: Telegram,
  peer: ResolvedPeer,
  after: string,
  options: CallOptions = {},
): Promise<Outcome<Portion<PeerRecord, string>>> {
  const { Api, helpers } = telegram();
  if (peer.kind !== 'user' && peer.kind !== 'bot') {
    return refuse('WRONG_PEER_KIND', {
      message: 'Common chats are those with a person or bot.',
      data: { wanted: 'user, bot' },
    });
  }
  const maxId = helpers.returnBigInt(BigInt(after));
  const answer = await account.peers.withPeer(peer, (inputPeer) => {
    const userId = inputUserOf(inputPeer) ?? new Api.InputUserEmpty();
    return account.call(new Api.messages.GetCommonChats({ userId, maxId, limit: 100 }), options);
  });
  if (!answer.ok) return answer;
  const { chats } = answer.value;
  await account.peers.remember([], chats);
  const items = chats.map((chat) => ({
    // In the place of a chat out of scope.
    record: chat.className === 'ChatEmpty' ? undefined : peerRecordOf(chat),
    after: String(chat.id),
  }));
  return done({ items, more: items.length >= 100 });
}
