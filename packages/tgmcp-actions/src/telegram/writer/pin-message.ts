import { done, telegramLibrary, type Outcome, type ResolvedPeer, type TelegramCaller } from '@tgmcp/core';
import type { Performed } from '../../gates/spec.js';
import { rpcOf, type Writer } from './writer.js';

/** Pins a message, for both sides of a private chat, or unpins it. One that is so already is `repeated`. */
export async function pinMessage(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  peer: ResolvedPeer,
  { id, unpin, notify }: { readonly id: number; readonly unpin: boolean; readonly notify: boolean },
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const answer = await writer.peers.withPeer(peer, (inputPeer) =>
    caller.call(new Api.messages.UpdatePinnedMessage({ peer: inputPeer, id, unpin, silent: !notify })),
  );
  const result = { message_id: id, pinned: !unpin };
  if (answer.ok) return done({ result, repeated: false });
  return rpcOf(answer) === 'CHAT_NOT_MODIFIED' ? done({ result, repeated: true }) : answer;
}
