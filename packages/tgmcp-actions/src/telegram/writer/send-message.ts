import { done, telegramLibrary, type Outcome, type ResolvedPeer, type TelegramCaller } from '@tgmcp/core';
import type { FormattedText } from '../../actions/entity.js';
import type { Performed } from '../../gates/spec.js';
import { messageEntities } from './message-entities.js';
import { placeInChat, type PlaceInChat } from './place-in-chat.js';
import { sentMessage } from './updates.js';
import type { Writer } from './writer.js';

/** What one text message is made of. */
export interface MessageOrder extends FormattedText, PlaceInChat {
  readonly peer: ResolvedPeer;
  readonly randomId: bigint;
}

/** Sends a text message with its own `random_id`; a repeat with the same one gives the message that was sent before. */
export async function sendMessage(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  order: MessageOrder,
): Promise<Outcome<Performed>> {
  const { Api, helpers } = telegramLibrary();
  const { peer, text, entities, randomId } = order;
  const answer = await writer.peers.withPeer(peer, (inputPeer) =>
    caller.call(
      new Api.messages.SendMessage({
        peer: inputPeer,
        message: text,
        randomId: helpers.returnBigInt(randomId),
        noWebpage: true,
        ...(entities.length === 0 ? {} : { entities: messageEntities(entities) }),
        ...placeInChat(order),
      }),
    ),
  );
  if (!answer.ok) return answer;
  const message = sentMessage(answer.value, randomId);
  if (message === undefined) throw new Error(`Telegram answered a send with ${answer.value.className}`);
  const dateMs = message.date * 1000;
  return done({
    result: { message_id: message.id, date: new Date(dateMs).toISOString() },
    ...(message.ptsCount === undefined ? {} : { ptsCount: message.ptsCount }),
    dateMs,
  });
}
