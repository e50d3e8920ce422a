import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { isoTime } from './iso-time.js';
import { noHash } from './no-hash.js';

/** The oldest message of a chat that this account may see: when it was written, and whether it is the chat's creation. */
export interface FirstMessage {
  readonly date: string;
  readonly isCreation: boolean;
}

/** Finds it by one call of messages.getHistory; undefined in an empty chat. */
export async function firstMessage(
  account: Telegram,
  peer: ResolvedPeer,
  options: CallOptions = {},
): Promise<Outcome<FirstMessage | undefined>> {
  const { Api } = telegram();
  // Nothing is older than id 1, and the message before that place is the oldest.
  const bounds = { offsetId: 1, offsetDate: 0, addOffset: -1, limit: 1, maxId: 0, minId: 0 };
  const answer = await account.peers.withPeer(peer, (inputPeer) =>
    account.call(new Api.messages.GetHistory({ peer: inputPeer, ...bounds, hash: noHash() }), options),
  );
  if (!answer.ok) return answer;
  const found = answer.value.className === 'messages.MessagesNotModified' ? [] : answer.value.messages;
  const first = found.find((message) => message.className !== 'MessageEmpty');
  if (first === undefined) return done(undefined);
  return done({ date: isoTime(first.date), isCreation: isCreation(first) });
}

function isCreation(message: Api.Message | Api.MessageService): boolean {
  if (message.className !== 'MessageService') return false;
  const { className } = message.action;
  return className === 'MessageActionChatCreate' || className === 'MessageActionChannelCreate';
}
