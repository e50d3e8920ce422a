import { done, telegramLibrary, type Outcome, type ResolvedPeer, type TelegramCaller } from '@tgmcp/core';
import type { Performed } from '../../gates/spec.js';
import { rpcOf, type Writer } from './writer.js';

/** Sets this account's reaction to a message; an empty emoji takes it away. One that is so already is `repeated`. */
export async function setReaction(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  peer: ResolvedPeer,
  { id, emoji }: { readonly id: number; readonly emoji: string },
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const reaction = emoji === '' ? [] : [new Api.ReactionEmoji({ emoticon: emoji })];
  const answer = await writer.peers.withPeer(peer, (inputPeer) =>
    caller.call(new Api.messages.SendReaction({ peer: inputPeer, msgId: id, reaction })),
  );
  const result = { message_id: id };
  if (answer.ok) return done({ result, repeated: false });
  return rpcOf(answer) === 'MESSAGE_NOT_MODIFIED' ? done({ result, repeated: true }) : answer;
}
