import { done, telegramLibrary, type Outcome, type ResolvedPeer, type TelegramCaller } from '@tgmcp/core';
import type { FormattedText } from '../../actions/entity.js';
import type { Performed } from '../../gates/spec.js';
import { messageEntities } from './message-entities.js';
import { rpcOf, type Writer } from './writer.js';

/** Replaces the text or caption of a message. One that says the same already is `repeated`. */
export async function editMessage(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  peer: ResolvedPeer,
  { id, text, entities }: FormattedText & { readonly id: number },
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const answer = await writer.peers.withPeer(peer, (inputPeer) =>
    caller.call(
      new Api.messages.EditMessage({
        peer: inputPeer,
        id,
        message: text,
        noWebpage: true,
        ...(entities.length === 0 ? {} : { entities: messageEntities(entities) }),
      }),
    ),
  );
  const result = { message_id: id };
  if (answer.ok) return done({ result, repeated: false });
  return rpcOf(answer) === 'MESSAGE_NOT_MODIFIED' ? done({ result, repeated: true }) : answer;
}
