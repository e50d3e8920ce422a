import {
  done,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type Telegram,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Performed } from '../../gates/spec.js';
import { sentMessage } from './updates.js';

/** What one text message is made of. */
export interface MessageOrder {
  readonly peer: ResolvedPeer;
  /** Plain text: it is sent without a parse mode, so nothing in it turns into formatting. */
  readonly text: string;
  readonly randomId: bigint;
}

/** Sends a text message with its own `random_id`; a repeat with the same one gives the message that was sent before. */
export async function sendMessage(
  telegram: Pick<Telegram, 'peers'>,
  caller: TelegramCaller,
  { peer, text, randomId }: MessageOrder,
): Promise<Outcome<Performed>> {
  const { Api, helpers } = telegramLibrary();
  const answer = await telegram.peers.withPeer(peer, (inputPeer) =>
    caller.call(
      new Api.messages.SendMessage({
        peer: inputPeer,
        message: text,
        randomId: helpers.returnBigInt(randomId),
        noWebpage: true,
      }),
    ),
  );
  if (!answer.ok) return answer;
  const message = sentMessage(answer.value, randomId);
  if (message === undefined) throw new Error(`Telegram answered a send with ${answer.value.className}`);
  const dateMs = message.date * 1000;
  return done({
    result: { message_id: message.id, date: new Date(dateMs).toISOString() },
    ptsCount: message.ptsCount,
    dateMs,
  });
}
